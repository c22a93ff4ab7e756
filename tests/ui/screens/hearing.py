"""What keeps people without a mouse or without sight out of a window: no name, no words, no way by keyboard, a jumping order."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.ui.screens.reading import columns, focusable, name_of, shown

SLACK = 4


def barriers(root: QWidget) -> list[str]:
    """A sentence for each."""
    return [*nameless(root), *wordless(root), *mouse_only(root), *out_of_order(root), *same_mnemonics(root)]


def nameless(root: QWidget) -> Iterator[str]:
    """What takes the focus and has no name to be read out; a button without text likewise."""
    wanted = {*focusable(root), *(each for each in shown(root) if isinstance(each, QAbstractButton))}
    for widget in wanted:
        if not name_of(widget) and not isinstance(widget, QHeaderView):
            yield f"{_where(widget)} has no accessible name"


def wordless(root: QWidget) -> Iterator[str]:
    """Rows of a list or table that a screen reader cannot tell."""
    for view in shown(root):
        if not isinstance(view, QAbstractItemView) or isinstance(view, QHeaderView) or view.model() is None:
            continue
        model = view.model()
        if not model.rowCount() or not columns(model):
            continue
        column = _first_with_text(view)
        index = model.index(min(1, model.rowCount() - 1), column)
        said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
        if not said and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            yield f"{_where(view)} has rows without accessible text"


def mouse_only(root: QWidget) -> Iterator[str]:
    """Buttons that Tab passes by and no key reaches."""
    for button in shown(root):
        if not isinstance(button, QAbstractButton) or not button.isEnabled():
            continue
        if button.focusPolicy() & Qt.FocusPolicy.TabFocus or _has_keys(button):
            continue
        if _part_of_something(button) or _arrows_reach(button):
            continue
        yield f"{_where(button)} can only be clicked"


def out_of_order(root: QWidget) -> Iterator[str]:
    """Pairs that Tab visits against the reading order: from one to something wholly above it, or left of it in its row."""
    stops = _tab_stops(root)
    for one, other in pairwise(stops):
        seen = _scrolled_in(one) is not _scrolled_in(other)
        first, second = _place(one, root, seen=seen), _place(other, root, seen=seen)
        above = second.bottom() <= first.top() + SLACK and second.left() < first.right()
        rows_meet = second.top() < first.bottom() - SLACK and first.top() < second.bottom() - SLACK
        before = rows_meet and second.right() <= first.left() + SLACK
        if above or before:
            yield f"Tab goes from {_where(one)} back to {_where(other)}"


def same_mnemonics(root: QWidget) -> Iterator[str]:
    """Two things of one window, or of one menu, under the same Alt+letter."""
    letters: list[str] = []
    for widget in shown(root):
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None):
            letters += _mnemonic(widget.text())
    bars = [each for each in shown(root) if isinstance(each, QMenuBar)]
    for bar in bars:
        letters += [letter for action in bar.actions() for letter in _mnemonic(action.text())]
        for action in bar.actions():
            menu = action.menu()
            if isinstance(menu, QMenu):
                inside = [letter for each in menu.actions() for letter in _mnemonic(each.text())]
                yield from (f"menu {action.text()}: {letter} twice" for letter in _twice(inside))
    yield from (f"{letter} twice" for letter in _twice(letters))


def _tab_stops(root: QWidget) -> list[QWidget]:
    wanted = {id(each) for each in focusable(root)}
    stops: list[QWidget] = []
    at = root.nextInFocusChain()
    while at is not None and at is not root and len(stops) < 500:
        if id(at) in wanted and not isinstance(at, QHeaderView):
            stops.append(at)
        at = at.nextInFocusChain()
    return stops


def _place(widget: QWidget, root: QWidget, *, seen: bool) -> QRect:
    """Where it lies, or where it is `seen`: what is scrolled out of sight then lies at the edge of what scrolls."""
    place = QRect(widget.mapTo(root.window(), QPoint(0, 0)), widget.size())
    area = _scrolled_in(widget)
    if seen and area is not None:
        room = QRect(area.mapTo(root.window(), QPoint(0, 0)), area.size())
        place.moveTop(min(max(place.top(), room.top()), room.bottom()))
        place.setBottom(min(place.bottom(), room.bottom()))
    return place


def _scrolled_in(widget: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def _first_with_text(view: QAbstractItemView) -> int:
    model = view.model()
    for column in range(columns(model)):
        if model.index(0, column).data(Qt.ItemDataRole.DisplayRole):
            return column
    return 0


def _has_keys(button: QAbstractButton) -> bool:
    action = button.defaultAction() if isinstance(button, QToolButton) else None
    return not button.shortcut().isEmpty() or (action is not None and not action.shortcut().isEmpty())


def _part_of_something(button: QAbstractButton) -> bool:
    """Qt's own small buttons inside a field, a tab bar or a calendar: the field itself has the keys."""
    parent = button.parentWidget()
    return (
        parent is not None and (parent.focusPolicy() & Qt.FocusPolicy.TabFocus) != Qt.FocusPolicy.NoFocus
    ) or (isinstance(parent, QTabBar))


def _arrows_reach(button: QAbstractButton) -> bool:
    """One choice of several: Tab stops at one of them, the arrows go to the others."""
    parent = button.parentWidget()
    alike = parent.findChildren(type(button)) if parent is not None else []
    return button.isCheckable() and any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in alike)


def _mnemonic(text: str) -> list[str]:
    keys = QKeySequence.mnemonic(text)
    return [keys.toString()] if not keys.isEmpty() else []


def _twice(letters: list[str]) -> list[str]:
    return [letter for letter, count in Counter(letters).items() if count > 1]


def _where(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    said = name_of(widget) or (text() if callable(text) else "") or widget.objectName()
    return f"{type(widget).__name__} “{said[:60]}” in {type(widget.parentWidget()).__name__}"
