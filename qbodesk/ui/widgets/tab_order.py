"""Lets Tab go where the eyes go: through a part whose widgets were made anew, in the order of its layout. Moves no focus."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def tab_in_layout_order(part: QWidget) -> None:
    """Qt appends new widgets to the end of the window's order; this puts those of `part` behind its first one again."""
    for one, other in pairwise(_stops(part)):
        QWidget.setTabOrder(one, other)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if isinstance(widget, QScrollArea):
        if (inside := widget.widget()) is not None:
            yield from _stops(inside)
    elif isinstance(widget, QStackedWidget):
        if (page := widget.currentWidget()) is not None:
            yield from _stops(page)
    elif isinstance(widget, QSplitter):
        for part in map(widget.widget, range(widget.count())):
            if part is not None:
                yield from _stops(part)
    elif isinstance(widget, QAbstractItemView):
        # what lies over an empty table
        for cover in widget.viewport().children():
            if isinstance(cover, QWidget):
                yield from _stops(cover)
    elif (layout := widget.layout()) is not None:
        yield from _in(layout)


def _in(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from _stops(widget)
        elif (inner := item.layout()) is not None:
            yield from _in(inner)
