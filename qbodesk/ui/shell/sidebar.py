"""The left pane: company in view and the pages with their counts; icons alone where room is scarce. Goes nowhere itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from qbodesk.models.words import _
from qbodesk.ui.shell.company import CompanyHeader
from qbodesk.ui.shell.page_table import PAGES
from qbodesk.ui.theme import current, follow_theme, font, pixmap, px

PAGE = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
ALERT = Qt.ItemDataRole.UserRole + 2
ICON = Qt.ItemDataRole.UserRole + 3
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the sidebar; without `page` it is a heading."""

    text: str
    page: str = ""
    icon: str = ""


def entries() -> list[Entry]:
    """The pages of the table, each under its heading."""
    found: list[Entry] = []
    section = ""
    for entry in PAGES:
        if entry.section is None or entry.aside:
            continue
        if entry.section != section:
            section = entry.section
            if section:
                found.append(Entry(_(section)))
        found.append(Entry(entry.title, entry.name, entry.icon))
    return found


class Sidebar(QFrame):
    """`wanted` carries the page to show: a click, Enter, or the arrow keys."""

    wanted = Signal(str)

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.company = CompanyHeader()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Pages"))
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        # the first layout comes before the list has its width
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setStyleSheet("QListWidget { background: transparent; }")
        for entry in entries:
            item = QListWidgetItem(entry.text)
            item.setData(PAGE, entry.page)
            item.setData(ICON, entry.icon)
            if not entry.page:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.company)
        self._column.addWidget(self.list, 1)
        self.narrow = False
        follow_theme(self._restyle)

    def set_narrow(self, *, narrow: bool) -> None:
        """Icons alone, with the names as tooltips; or icons and names."""
        if narrow == self.narrow:
            return
        self.narrow = narrow
        self.company.set_narrow(narrow=narrow)
        for row in range(self.list.count()):
            item = self.list.item(row)
            spoken = item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text()
            item.setToolTip(str(spoken) if narrow and item.data(PAGE) else "")
        self._restyle()

    def show_page(self, page: str) -> None:
        """Mark the page in view."""
        item = self._item(page)
        if item is not None:
            self.list.setCurrentItem(item)

    def show_count(self, page: str, count: str, *, alert: bool = False) -> None:
        """The number at the right of a page, in the colour of danger where it calls for a person."""
        item = self._item(page)
        if item is not None:
            item.setData(COUNT, count)
            item.setData(ALERT, alert)
            spoken = _("{page}, {count}").format(page=item.text(), count=count) if count else item.text()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setToolTip(spoken if self.narrow else "")

    def count(self, page: str) -> str:
        """The number shown at a page."""
        item = self._item(page)
        return str(item.data(COUNT) or "") if item is not None else ""

    def _item(self, page: str) -> QListWidgetItem | None:
        items = (self.list.item(row) for row in range(self.list.count()))
        return next((item for item in items if item.data(PAGE) == page), None)

    def _go(self, item: QListWidgetItem) -> None:
        if item.data(PAGE):
            self.wanted.emit(item.data(PAGE))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().sunken))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(current().border))

    def _restyle(self) -> None:
        self.setFixedWidth(px(64 if self.narrow else 220))
        self._column.setContentsMargins(px(8), px(8), px(9), px(8))
        self._column.setSpacing(px(8))
        self.list.doItemsLayout()
        self.update()


class EntryDelegate(QStyledItemDelegate):
    """Paints the entries of a list of pages: icon, name, count."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if _narrow(option):
            return QSize(px(40), px(36) if index.data(PAGE) else px(12))
        return QSize(px(160), px(36) if index.data(PAGE) else px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        narrow = _narrow(option)
        if not index.data(PAGE):
            if narrow:
                painter.fillRect(rect.adjusted(px(8), px(6), -px(8), 1 - px(6)), QColor(tokens.border))
                painter.restore()
                return
            painter.setFont(font("caption"))
            painter.setPen(QColor(tokens.text_3))
            painter.drawText(rect.adjusted(px(8), 0, 0, -px(4)), Qt.AlignmentFlag.AlignBottom, index.data())
            painter.restore()
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        box = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(QColor(tokens.selection if selected else tokens.hover))
            painter.drawRoundedRect(box, px(6), px(6))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(tokens.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, px(6), px(6))
        ink = tokens.on_selection if selected else tokens.text
        size = px(18)
        ratio = painter.device().devicePixelRatioF()
        top = rect.top() + (rect.height() - size) // 2
        left = rect.left() + ((rect.width() - size) // 2 if narrow else px(10))
        painter.drawPixmap(left, top, pixmap(index.data(ICON), ink, size, ratio))
        if narrow:
            self._mark(painter, rect, index)
            painter.restore()
            return
        painter.setPen(QColor(ink))
        painter.setFont(font("strong" if selected else "body"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            rect.adjusted(px(38), 0, -px(8), 0), middle | Qt.AlignmentFlag.AlignLeft, index.data()
        )
        self._count(painter, rect, index, ink)
        painter.restore()

    def _mark(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """A dot where a count stands when there is room; the tooltip says how many."""
        if index.data(COUNT):
            tokens = current()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.danger if index.data(ALERT) else tokens.text_3))
            painter.drawEllipse(QRectF(rect.right() - px(12), rect.top() + px(6), px(7), px(7)))

    def _count(self, painter: QPainter, rect: QRect, index: Index, ink: str) -> None:
        count = str(index.data(COUNT) or "")
        if not count:
            return
        tokens = current()
        painter.setFont(font("caption"))
        if index.data(ALERT):
            metrics = QFontMetrics(font("caption"))
            height = metrics.height() + px(2)
            width = max(metrics.horizontalAdvance(count) + px(12), height)
            pill = QRect(rect.right() - px(8) - width, rect.center().y() - height // 2, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.danger))
            painter.drawRoundedRect(pill, height / 2, height / 2)
            painter.setPen(QColor(tokens.surface))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, count)
        else:
            painter.setPen(QColor(ink if ink == tokens.on_selection else tokens.text_3))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(rect.adjusted(0, 0, -px(12), 0), side, count)


def _narrow(option: QStyleOptionViewItem) -> bool:
    widget: QWidget | None = option.widget
    return widget is not None and widget.width() < px(100)
