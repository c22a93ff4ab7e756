"""Tables that keep ids and read rows when they are painted; know no query and no record type."""

from qbodesk.ui.tables.column import ChipText, Column, selection_column
from qbodesk.ui.tables.list_model import ListTableModel
from qbodesk.ui.tables.record_model import Reader, RecordTableModel
from qbodesk.ui.tables.source import Question, RowSource
from qbodesk.ui.tables.state import ColumnState, TableState
from qbodesk.ui.tables.view import RecordTable

__all__ = [
    "ChipText",
    "Column",
    "ColumnState",
    "ListTableModel",
    "Question",
    "Reader",
    "RecordTable",
    "RecordTableModel",
    "RowSource",
    "TableState",
    "selection_column",
]
