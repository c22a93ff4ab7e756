"""The palette: one field that finds commands and records. Runs commands; records it only names."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from qbodesk.models.domain.text import fold
from qbodesk.models.words import _
from qbodesk.services.reading.find import Find, Found
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.commands import Commands
from qbodesk.ui.formats import formats
from qbodesk.ui.queue.columns import kind_word
from qbodesk.ui.theme import current, follow_theme, font, pixmap, px
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.search_field import SearchField

MOST_COMMANDS = 6
MOST_OF_A_KIND = 6
MOST_RECENT = 4
_ICONS = {
    "deal": "deals", "invoice": "invoices", "customer": "customers", "company": "companies", "contact": "contact",
    "quote": "quotes", "item": "items", "product": "products",
}  # fmt: skip
_PREFIXES = {"#": "invoice", "@": "contact"}
_AMOUNT = "="
HIT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the palette: a command (its id) or a record."""

    title: str
    detail: str
    side: str
    icon: str
    command: str = ""
    found: Found | None = None


def matching(commands: Commands, typed: str) -> list[Hit]:
    """Commands that can run now and whose text holds every typed word, accents and case aside."""
    words = fold(typed).split()
    hits = []
    for command in commands:
        text = command.text().replace("&", "")
        if command.id != "go.palette" and not command.refusal() and all(word in fold(text) for word in words):
            hits.append(Hit(text, "", commands.shown_keys(command.id), command.icon or "right", command.id))
    return hits


def record_hit(found: Found) -> Hit:
    """A record as a line."""
    amount = formats().money(found.amount) if found.amount is not None else ""
    day = formats().date(found.day) if found.day is not None else ""
    detail = " · ".join(part for part in (found.detail, amount, day) if part)
    return Hit(found.title, detail, kind_word(found.kind), _ICONS.get(found.kind, "list"), found=found)


class Palette(QDialog):
    """`>` finds commands only, `#` invoices, `@` contacts, `=` invoices of an amount. Before anything is typed it offers
    the `recent` records (kind and row number). Ctrl+Enter opens apart, Esc returns to where one was.

    `record_chosen` carries the record and whether it is wanted in a window of its own.
    """

    record_chosen = Signal(object, bool)

    def __init__(
        self,
        commands: Commands,
        find: Find,
        window: QWidget,
        *,
        recent: Sequence[tuple[str, int]] = (),
        readers: ReaderPool | None = None,
    ) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._window = window
        self.setAccessibleName(_("Search or command"))
        self._commands = commands
        self._apart = False
        self._find = find
        self._recent = recent
        self._reader = readers.channel("palette", self) if readers else None
        self._frame = QFrame()
        self._frame.setProperty("kind", "popup")
        self.search = SearchField(_("Search records, or type a command"), pause_ms=60)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Results"))
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self._take())
        self._hint = plain_label(
            _("> commands   # invoices   @ contacts   = amount   Ctrl+Enter in a window of its own"),
            "caption",
            wrap=True,
        )
        self._none = plain_label(_("Nothing found."), "secondary")
        self._none.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        self._column = QVBoxLayout(self._frame)
        for widget in (self.search, self.list, self._none, self._hint):
            self._column.addWidget(widget)
        self._answered, self._take_next = True, False
        self.search.searched.connect(self.ask)
        follow_theme(self._restyle)
        self.ask("")

    def ask(self, typed: str) -> None:
        """Show what fits; commands at once, records as soon as they are found."""
        self._answered = False
        prefix = typed[:1] if typed[:1] in {">", _AMOUNT, *_PREFIXES} else ""
        words = typed[len(prefix) :]
        commands = [] if prefix in {_AMOUNT, *_PREFIXES} else matching(self._commands, words)
        recent = not typed and self._recent
        if prefix == ">" or not (words.strip() or recent):
            self._show(commands)
            return

        def read() -> list[Hit]:
            return self._lately() if recent else self._records(prefix, words)

        def show(hits: list[Hit]) -> None:
            self._show([*hits, *commands] if recent else [*commands[:MOST_COMMANDS], *hits])

        if self._reader is None:
            show(read())
        else:
            self._reader.run(read, show, lambda _error: self._show(commands))

    def hits(self) -> list[Hit]:
        """What is shown, in order."""
        return [self.list.item(row).data(HIT) for row in range(self.list.count())]

    def _lately(self) -> list[Hit]:
        return [record_hit(each) for each in self._find.named(self._recent)]

    def _records(self, prefix: str, words: str) -> list[Hit]:
        if prefix == _AMOUNT:
            amount = formats().parse_number(words)
            found = [] if amount is None else self._find.of_amount(amount)
        elif prefix:
            found = self._find.find(words, kind=_PREFIXES[prefix], limit=MOST_OF_A_KIND * 5)
        else:
            found = self._find.everywhere(words, most=MOST_OF_A_KIND)
        return [record_hit(each) for each in found]

    def _show(self, hits: Sequence[Hit]) -> None:
        self._answered = True
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem()
            item.setData(HIT, hit)
            spoken = ", ".join(part for part in (hit.title, hit.detail, hit.side) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(hits))
        self._none.setVisible(not hits)
        if self._take_next:
            self._take_next = False
            self._take()

    def _enter(self, *, apart: bool) -> None:
        """Enter typed faster than the answer came means the first of that answer, never what is still shown."""
        self._apart = apart
        self.search.send_now()
        if self._answered:
            self._take()
        else:
            self._take_next = True

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        hit: Hit = item.data(HIT)
        self.accept()
        if hit.command:
            self._commands.run(hit.command)
        elif hit.found is not None:
            self.record_chosen.emit(hit.found, self._apart)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The field keeps the focus, so that one can go on typing; the list follows the arrow keys.
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in steps:
                row = self.list.currentRow() + steps[Qt.Key(event.key())]
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._enter(apart=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.reject()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window = self._window.window()
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - self.width()) // 2, corner.y() + px(80))
        self.search.setFocus()

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(12), px(12), px(12), px(8))
        self._column.setSpacing(px(8))
        self.setFixedSize(px(640), px(420))


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(px(320), px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HIT)
        tokens = current()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(tokens.selection if selected else tokens.surface))
        ink = tokens.on_selection if selected else tokens.text
        quiet = tokens.on_selection if selected else tokens.text_2
        size = px(16)
        top = rect.top() + (rect.height() - size) // 2
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.left() + px(8), top, pixmap(hit.icon, quiet, size, ratio))
        middle = Qt.AlignmentFlag.AlignVCenter
        caption = QFontMetrics(font("caption"))
        side = caption.horizontalAdvance(hit.side) + px(12)
        painter.setFont(font("caption"))
        painter.setPen(QColor(quiet))
        painter.drawText(rect.adjusted(0, 0, -px(8), 0), middle | Qt.AlignmentFlag.AlignRight, hit.side)
        room = rect.adjusted(px(34), 0, -px(8) - side, 0)
        body = QFontMetrics(font("body"))
        title = body.elidedText(hit.title, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font("body"))
        painter.setPen(QColor(ink))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, title)
        rest = room.adjusted(body.horizontalAdvance(title) + px(8), 0, 0, 0)
        if rest.width() > px(24):
            painter.setFont(font("caption"))
            painter.setPen(QColor(quiet))
            detail = caption.elidedText(hit.detail, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, middle | Qt.AlignmentFlag.AlignLeft, detail)
        painter.restore()
