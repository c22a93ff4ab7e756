"""Which QuickBooks field fills which HubSpot property, and with what text; pure, stores and sends nothing.

`sets.py` is the way in: `MappingSet.outcome(source, present)`. `fields.py` describes both sides, `paths.py` reads a
QuickBooks record, `transforms.py` changes a value on its way, `values.py` writes it as HubSpot takes it.
"""
