"""What a column of a table is: its title, its text and how it stands. Reads no data and paints nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import Qt

from qbodesk.models.words import _
from qbodesk.ui.formats import MINUS, NBSP
from qbodesk.ui.widgets.chips import stage_word

R = TypeVar("R")

Kind = Literal["text", "amount", "date", "stage", "check"]


@dataclass(frozen=True, slots=True)
class ChipText:
    """A stage chip in a cell: the stage, its word ("Overdue 9 d"; empty for the stage's own) and a second line."""

    stage: str
    word: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """A column over rows of type R.

    `title` is called whenever it is shown, so that a change of language reaches it. `key` names the column in saved
    views and, if `sortable`, in the sorts of a `Question`. `width` is in pixels at 100 %; a column that `grows` takes the
    room left over until the user gives it a width; one not `shown` is hidden until somebody chooses it. `accessible` is
    what a screen reader says of the cell ("Invoice 1042, Acme, overdue 12 days" in the first column); without it "title:
    text". `tone` names a colour token for the text.
    Names may be elided; amounts and dates are never shortened.
    """

    key: str
    title: Callable[[], str]
    width: int = 120
    display: Callable[[R], str] = lambda _row: ""
    kind: Kind = "text"
    chip: Callable[[R], ChipText] | None = None
    second: Callable[[R], str] | None = None
    accessible: Callable[[R], str] | None = None
    tooltip: Callable[[R], str] | None = None
    tone: Callable[[R], str] | None = None
    sort_key: Callable[[R], Any] | None = None
    sortable: bool = True
    editable: bool = False
    checked: Callable[[R], bool] | None = None
    grows: bool = False
    shown: bool = True

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Amounts stand at the right, so that their decimals stand under each other; the header does the same."""
        side = Qt.AlignmentFlag.AlignRight if self.kind == "amount" else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    @property
    def elides(self) -> bool:
        return self.kind in ("text", "stage")

    def text(self, row: R) -> str:
        """The plain text of the cell, for the screen, the clipboard and searches."""
        if self.chip is not None:
            chip = self.chip(row)
            return chip.word or stage_word(chip.stage)
        return self.display(row)

    def copied(self, row: R) -> str:
        """The text for the clipboard: numbers without spaces and with "-", text that is no formula to a spreadsheet."""
        text = self.text(row).replace(MINUS, "-")
        if self.kind == "amount":
            return text.replace(NBSP, "")
        text = " ".join(text.replace(NBSP, " ").split())
        return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text

    def spoken(self, row: R) -> str:
        """What a screen reader says."""
        if self.accessible is not None:
            return self.accessible(row)
        return f"{self.title()}: {self.text(row)}"


def selection_column() -> Column[Any]:
    """The leading column of check boxes that show and change the selection of a `RecordTable`."""
    return Column(
        key="select",
        title=lambda: _("Select"),
        width=36,
        kind="check",
        sortable=False,
        accessible=lambda _row: "",
    )
