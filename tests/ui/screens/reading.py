"""Everything a window says: on its widgets, in its tables, to a screen reader. Judges nothing."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

ROWS = 30


def shown(root: QWidget) -> list[QWidget]:
    """The widgets one sees."""
    return [
        each for each in root.findChildren(QWidget) if each.isVisible() and each.window() is root.window()
    ]


def focusable(root: QWidget) -> list[QWidget]:
    """What Tab may stop at."""
    return [
        each
        for each in shown(root)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isEnabled()
        and each.focusProxy() is None
        and not isinstance(each, QScrollArea)
    ]


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    read = QAccessible.queryAccessibleInterface(widget)
    return read.text(QAccessible.Text.Name) if read is not None else ""


def texts(root: QWidget) -> Iterator[str]:
    """What stands on the widgets, mnemonics and empty ones left out; every row of a table that a screen would hold."""
    yield root.windowTitle()
    for widget in shown(root):
        yield from (text.replace("&", "") for text in _said(widget) if text)


def _said(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(number) for number in range(widget.count()))
        case QTabBar():
            yield from (widget.tabText(number) for number in range(widget.count()))
        case QHeaderView():
            pass
        case QAbstractItemView():
            yield from cells(widget, Qt.ItemDataRole.DisplayRole)
            yield from titles(widget)
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()


def columns(model: QAbstractItemModel) -> int:
    """How many columns; a list model of Qt has one and does not say so."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def cells(view: QAbstractItemView, role: Qt.ItemDataRole) -> Iterator[str]:
    """What the first rows of a view answer to a role, hidden columns left out."""
    model = view.model()
    if model is None:
        return
    header = getattr(view, "horizontalHeader", lambda: None)()
    for row in range(min(model.rowCount(), ROWS)):
        for column in range(columns(model)):
            if header is not None and header.isSectionHidden(column):
                continue
            yield str(model.data(model.index(row, column, QModelIndex()), role) or "")


def titles(view: QAbstractItemView) -> Iterator[str]:
    """The titles of a table's columns."""
    header = getattr(view, "horizontalHeader", lambda: None)()
    if header is None or header.isHidden():
        return
    for column in range(columns(view.model())):
        if not header.isSectionHidden(column):
            yield str(view.model().headerData(column, Qt.Orientation.Horizontal) or "")
