"""The shape of one problem's sentences; holds none itself."""

from typing import NamedTuple


class Text(NamedTuple):
    """Marked English sentences with `{fact}` places: what happened, why, what to do next."""

    title: str
    detail: str = ""
    hint: str = ""
