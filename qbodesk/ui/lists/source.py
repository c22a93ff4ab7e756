"""A described list as a row source of a table; queries nothing itself."""

from collections.abc import Mapping, Sequence

from qbodesk.models.domain.listing import Question
from qbodesk.services.lists import ListKind, ListRow, Lists


class KindSource:
    """A list as a row source."""

    def __init__(self, lists: Lists, kind: ListKind) -> None:
        self._lists = lists
        self._kind = kind

    def ids(self, question: Question) -> Sequence[int]:
        return self._lists.ids(self._kind, question)

    def rows(self, ids: Sequence[int]) -> Mapping[int, ListRow]:
        return self._lists.rows(self._kind, ids)
