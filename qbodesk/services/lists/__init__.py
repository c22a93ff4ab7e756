"""Every long list of the program from one description per kind: columns, order, filters, sums, rows. Paints nothing."""

from qbodesk.services.lists.field import Field, FieldKind, ListKind
from qbodesk.services.lists.kinds import LISTS
from qbodesk.services.lists.reader import Lists, Totals
from qbodesk.services.lists.row import InvoiceStage, ListRow, Price

__all__ = [
    "LISTS",
    "Field",
    "FieldKind",
    "InvoiceStage",
    "ListKind",
    "ListRow",
    "Lists",
    "Price",
    "Totals",
]
