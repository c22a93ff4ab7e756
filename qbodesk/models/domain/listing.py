"""What is asked of a list: order, words, conditions and the QuickBooks company in view. Answers nothing."""

from dataclasses import dataclass, replace

from qbodesk.models.domain.conditions import Filter


@dataclass(frozen=True, slots=True)
class Sort:
    """One key of the order and its direction."""

    key: str
    descending: bool = False


Sorts = tuple[Sort, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`sorts` from the first key to the last, none for the list's own order; `realm` None asks all companies."""

    sorts: Sorts = ()
    search: str = ""
    filter: Filter = Filter()  # noqa: RUF009 - frozen
    realm: str | None = None

    @property
    def everything(self) -> "Question":
        """The same list with nothing left out but other companies."""
        return replace(self, search="", filter=Filter())

    @property
    def narrowed(self) -> bool:
        """Whether words or conditions leave something out."""
        return bool(self.search or self.filter)


def turned(sorts: Sorts, key: str, *, add: bool) -> Sorts:
    """The order after a click on a column: alone or (`add`) beside the keys there are, turned round if it was one already.

    Added a third time it is taken out again: up, down, gone.
    """
    held = next((sort for sort in sorts if sort.key == key), None)
    if not add:
        return (Sort(key, descending=held is not None and sorts[0].key == key and not held.descending),)
    if held is None:
        return (*sorts, Sort(key))
    if held.descending:
        return tuple(sort for sort in sorts if sort is not held)
    return tuple(Sort(key, descending=True) if sort is held else sort for sort in sorts)
