"""Finds text that does not fit and widgets that lie over each other, on whatever is shown. Reads geometry only.

Names may be shortened with an ellipsis where the whole stands in a tooltip (`ElidedLabel`, text columns); amounts, dates, buttons
and sentences never.
"""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizeGrip,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QToolButton,
    QWidget,
)

from qbodesk.ui.tables.columned import ColumnedModel
from qbodesk.ui.theme import font, px
from qbodesk.ui.widgets.labels import ElidedLabel

SLACK = 2
"""Pixels of rounding that nobody sees."""

EDGE = 4
"""Pixels of air round every text: so far a frame may lie over its neighbour without touching anything that is read."""

_WRAPPED = int(Qt.TextFlag.TextWordWrap)


def faults(root: QWidget) -> list[str]:
    """A sentence for each text that is cut and each pair of widgets that cover each other."""
    return [*clipped(root), *hidden_parts(root), *overlapping(root)]


def clipped(root: QWidget) -> Iterator[str]:
    """Texts that have less room than they need."""
    for widget in _shown(root):
        match widget:
            case ElidedLabel():
                if widget.text() != widget.whole_text() and not widget.toolTip():
                    yield f"{_name(widget)}: shortened, and no tooltip has the whole"
            case QLabel():
                yield from _label(widget)
            case QPushButton() | QCheckBox() | QRadioButton():
                yield from _by_hint(widget, widget.text())
            case QToolButton() if widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly:
                yield from _by_hint(widget, widget.text())
            case QComboBox():
                yield from _combo(widget)
            case QLineEdit():
                yield from _line(widget)
            case QTableView() if not widget.visibleRegion().isEmpty():
                yield from _table(widget)


def hidden_parts(root: QWidget) -> Iterator[str]:
    """Widgets that stick out of what holds them, and pages that must be scrolled sideways."""
    for widget in _shown(root):
        if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > SLACK:
            yield f"{_name(widget)}: has to be scrolled sideways ({widget.horizontalScrollBar().maximum()} px)"
        parent = widget.parentWidget()
        if parent is None or widget is root or widget.isWindow() or _in_viewport(widget):
            continue
        room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
        if not room.contains(widget.geometry()) and not widget.geometry().isEmpty() and _speaks(widget):
            yield f"{_name(widget)}: {_told(widget.geometry())} sticks out of {_name(parent)} {_told(parent.rect())}"


def overlapping(root: QWidget) -> Iterator[str]:
    """Widgets of one layout that cover each other."""
    for widget in (root, *_shown(root)):
        layout = widget.layout()
        if layout is None:
            continue
        inside = [each for each in widget.children() if isinstance(each, QWidget) and _counts(each)]
        laid_out = [each for each in inside if layout.indexOf(each) >= 0 or _deep(layout, each)]
        for one, other in combinations(laid_out, 2):
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > EDGE and shared.height() > EDGE:
                yield f"{_name(one)} and {_name(other)} cover each other ({_told(shared)})"


def _deep(layout: object, widget: QWidget) -> bool:
    from PySide6.QtWidgets import QLayout

    assert isinstance(layout, QLayout)
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner = item.layout() if item is not None else None
        if inner is not None and (inner.indexOf(widget) >= 0 or _deep(inner, widget)):
            return True
    return False


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text:
        return
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + SLACK:
            yield f"{_name(label)}: {need} px high, has {label.height()}"
        face = QFontMetrics(label.font())
        widest = face.boundingRect(QRect(0, 0, room.width(), 10_000), _WRAPPED, text).width()
        if widest > room.width() + SLACK:
            yield f"{_name(label)}: a word of it is {widest} px wide, has {room.width()}"
        return
    need_width = max(QFontMetrics(label.font()).horizontalAdvance(line) for line in text.split("\n"))
    if need_width > room.width() + SLACK:
        yield f"{_name(label)}: {need_width} px wide, has {room.width()}"
    if label.sizeHint().height() > label.height() + SLACK:
        yield f"{_name(label)}: {label.sizeHint().height()} px high, has {label.height()}"


def _by_hint(widget: QAbstractButton, text: str) -> Iterator[str]:
    if text and widget.sizeHint().width() > widget.width() + SLACK:
        yield f"{_name(widget)}: {widget.sizeHint().width()} px wide, has {widget.width()}"
    if text and widget.minimumSizeHint().height() > widget.height() + SLACK:
        yield f"{_name(widget)}: {widget.minimumSizeHint().height()} px high, has {widget.height()}"


def _combo(combo: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    room = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, combo
    )
    need = QFontMetrics(combo.font()).horizontalAdvance(combo.currentText())
    if need > room.width() + SLACK and not combo.toolTip():
        yield f"{_name(combo)}: {need} px wide, has {room.width()}"


def _line(line: QLineEdit) -> Iterator[str]:
    """What stands in an empty field; what was typed may be longer than the field, as everywhere."""
    if line.text() or not line.placeholderText():
        return
    margins = line.textMargins()
    room = line.contentsRect().width() - margins.left() - margins.right()
    need = QFontMetrics(line.font()).horizontalAdvance(line.placeholderText())
    if need > room + SLACK and not line.toolTip():
        yield f"{_name(line)}: what it asks for is {need} px wide, has {room}"


def _table(table: QTableView) -> Iterator[str]:
    model = table.model()
    header = table.horizontalHeader()
    if not isinstance(model, ColumnedModel):
        return
    for number, column in enumerate(model.columns):
        width = header.sectionSize(number)
        if header.isSectionHidden(number) or column.kind == "check":
            continue
        need = QFontMetrics(font("strong")).horizontalAdvance(column.title()) + px(16)
        told = column.elides and model.headerData(
            number, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
        )
        if not header.isHidden() and need > width + SLACK and not (told and width >= px(56)):
            yield f"{_name(table)}: the title “{column.title()}” is {need} px wide, has {width}"
        if column.elides and column.chip is None:
            continue
        face = QFontMetrics(font("caption" if column.chip else "body"))
        for row in _rows_on_screen(table):
            record = model.row_at(row)
            if record is None:
                continue
            cell = face.horizontalAdvance(column.text(record)) + px(16 + (32 if column.chip else 0))
            if cell > width + SLACK:
                yield f"{_name(table)}: “{column.text(record)}” is {cell} px wide, has {width}"
                break


def _rows_on_screen(table: QTableView) -> range:
    seen = table.viewport().visibleRegion().boundingRect()
    last = table.rowAt(seen.bottom())
    return range(max(table.rowAt(seen.top()), 0), last + 1 if last >= 0 else table.model().rowCount())


def _shown(root: QWidget) -> list[QWidget]:
    return [
        each for each in root.findChildren(QWidget) if each.isVisible() and each.window() is root.window()
    ]


def _counts(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.isWindow() and not isinstance(widget, QSizeGrip)


def _in_viewport(widget: QWidget) -> bool:
    """Whether it may be larger than what shows it, because that scrolls."""
    parent = widget.parentWidget()
    above = parent.parentWidget() if parent is not None else None
    return isinstance(above, QAbstractScrollArea) and above.viewport() is parent


def _speaks(widget: QWidget) -> bool:
    """Whether anything of it could be missed."""
    return not isinstance(widget, QAbstractItemView | QHeaderView | QSizeGrip)


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    said = widget.accessibleName() or widget.objectName() or (text() if callable(text) else "")
    return f"{type(widget).__name__} “{said[:60]}”"


def _told(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}x{rect.height()}"
