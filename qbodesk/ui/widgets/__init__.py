"""The parts screens are made of: no screen of the product and no data access.

Names are imported from their modules (`from qbodesk.ui.widgets.banner import Banner`), so that a start loads only
what its first screen shows: the PDF library is not among it.
"""
