"""One record with everything that belongs to it, as a frozen snapshot; one module per kind of record. Changes nothing."""

from qbodesk.services.reading.records.reader import Records
from qbodesk.services.reading.records.shapes import (
    CardInvoice,
    CardInvoices,
    Fact,
    RecordPanel,
    Related,
    RelatedGroup,
    Via,
)

__all__ = ["CardInvoice", "CardInvoices", "Fact", "RecordPanel", "Records", "Related", "RelatedGroup", "Via"]
