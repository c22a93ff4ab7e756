"""What a saved view remembers of a table: columns, their order and widths, and the order. Stores nothing itself."""

from dataclasses import dataclass

from qbodesk.models.domain.listing import Sorts


@dataclass(frozen=True, slots=True)
class ColumnState:
    """A column in the order of the screen; `width` in pixels at 100 %."""

    key: str
    width: int
    visible: bool = True


@dataclass(frozen=True, slots=True)
class TableState:
    """Plain enough for msgspec or json; columns a later version added stay where that version puts them."""

    columns: tuple[ColumnState, ...] = ()
    sorts: Sorts = ()
