"""Where the rows of a big table come from: a protocol, implemented by a query in the services."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from qbodesk.models.domain.listing import Question

__all__ = ["Question", "RowSource"]

R_co = TypeVar("R_co", covariant=True)


class RowSource(Protocol[R_co]):
    """Sorting, searching and filtering happen in SQL; only ids come back, then the rows that are painted."""

    def ids(self, question: Question) -> Sequence[int]:
        """The ids of all rows that match, in order. The keys of its sorts are column keys, none is the source's own order."""

    def rows(self, ids: Sequence[int]) -> Mapping[int, R_co]:
        """The rows of these ids (about 100); one deleted meanwhile is left out."""
