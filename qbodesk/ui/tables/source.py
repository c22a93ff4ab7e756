"""Where the rows of a big table come from: a protocol, implemented by a query in the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

R_co = TypeVar("R_co", covariant=True)


class RowSource(Protocol[R_co]):
    """Sorting, searching and filtering happen in SQL; only ids come back, then the rows that are painted."""

    def ids(self, sort: str, descending: bool, search: str, filters: Any) -> Sequence[int]:
        """The ids of all rows that match, in order. `sort` is a column key, empty for the source's own order."""

    def rows(self, ids: Sequence[int]) -> Mapping[int, R_co]:
        """The rows of these ids (about 100); one deleted meanwhile is left out."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a table shows: order, search text and the filters its source understands (None for none)."""

    sort: str = ""
    descending: bool = False
    search: str = ""
    filters: Any = None
