"""Going round the panes of the window with one key; knows no page."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication, QWidget

Pane = tuple[QWidget, Callable[[], object]]


def step_pane(panes: Sequence[Pane], by: int) -> None:
    """Move the keyboard `by` panes on from the one that has it; each comes with how it takes the focus."""
    shown = [pane for pane in panes if not pane[0].isHidden()]
    focus = QApplication.focusWidget()
    at = next((n for n, (pane, _take) in enumerate(shown) if focus and pane.isAncestorOf(focus)), 0)
    _pane, take = shown[(at + by) % len(shown)]
    take()
