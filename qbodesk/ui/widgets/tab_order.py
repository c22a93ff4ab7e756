"""Lets Tab go where the eyes go: through a part whose widgets were made anew, in the order of its layout. Moves no focus."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)


def tab_in_layout_order(part: QWidget) -> None:
    """Qt appends new widgets to the end of the window's order; this puts those of `part` behind its first one again."""
    for one, other in pairwise(_stops(part)):
        QWidget.setTabOrder(one, other)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    for part in _parts(widget):
        yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """What stands in a widget, in reading order."""
    match widget:
        case QScrollArea():
            parts = [widget.widget()]
        case QStackedWidget():
            parts = [widget.currentWidget()]
        case QSplitter():
            parts = [widget.widget(number) for number in range(widget.count())]
        case QAbstractItemView():
            # what lies over an empty table
            parts = [each for each in widget.viewport().children() if isinstance(each, QWidget)]
        case _:
            layout = widget.layout()
            parts = [] if layout is None else list(_in(layout))
    yield from (part for part in parts if part is not None)


def _runs_backwards(layout: QLayout) -> bool:
    backwards = (QBoxLayout.Direction.BottomToTop, QBoxLayout.Direction.RightToLeft)
    return isinstance(layout, QBoxLayout) and layout.direction() in backwards


def _in(layout: QLayout) -> Iterator[QWidget]:
    places = range(layout.count())
    for number in reversed(places) if _runs_backwards(layout) else places:
        item = layout.itemAt(number)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _in(inner)
