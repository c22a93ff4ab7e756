"""Large choices side by side, of which one is taken: an icon, a title and a line about it. Know no draft."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from qbodesk.ui.theme import current, follow_theme, font, icon, px
from qbodesk.ui.widgets.labels import plain_tooltip


class Tile(QAbstractButton):
    """A radio button as a card. A reason disables it and stands in place of the caption."""

    def __init__(self, icon_name: str, title: str) -> None:
        super().__init__()
        self._icon_name = icon_name
        self._caption = ""
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        follow_theme(self._restyle)

    def set_caption(self, caption: str, refusal: str = "") -> None:
        """The line below the title; a refusal takes its place and disables the tile."""
        self._caption = refusal or caption
        self.setEnabled(not refusal)
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._caption)
        self.setToolTip(plain_tooltip(self._caption))
        self.update()

    def caption(self) -> str:
        return self._caption

    def sizeHint(self) -> QSize:
        tall = QFontMetrics(font("strong")).height() + 2 * QFontMetrics(font("caption")).height()
        return QSize(px(150), tall + px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -1, -1)
        chosen, on = self.isChecked(), self.isEnabled()
        ground = tokens.selection if chosen else tokens.hover if self.underMouse() and on else tokens.surface
        edge = tokens.focus if self.hasFocus() else tokens.accent if chosen else tokens.border_strong
        painter.setPen(QPen(QColor(edge if on else tokens.border), 2 if chosen or self.hasFocus() else 1))
        painter.setBrush(QColor(ground if on else tokens.bg))
        painter.drawRoundedRect(box, px(8), px(8))
        ink = tokens.on_selection if chosen else tokens.text if on else tokens.text_3
        self._paint_radio(painter, box)
        left = box.left() + px(36)
        upper = QRect(
            left, box.top() + px(10), box.right() - left - px(32), QFontMetrics(font("strong")).height()
        )
        painter.setFont(font("strong"))
        painter.setPen(QColor(ink))
        title = QFontMetrics(font("strong")).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, upper.width()
        )
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignVCenter), title)
        glyph = QRect(box.right() - px(28), box.top() + px(10), px(18), px(18))
        icon(self._icon_name, "on_selection" if chosen else "text_3").paint(painter, glyph)
        lower = QRect(
            left, upper.bottom() + px(4), box.right() - left - px(8), box.bottom() - upper.bottom() - px(6)
        )
        painter.setFont(font("caption"))
        painter.setPen(QColor(tokens.on_selection if chosen else tokens.text_2 if on else tokens.text_3))
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), self._caption)

    def _paint_radio(self, painter: QPainter, box: QRect) -> None:
        tokens = current()
        ring = QRect(box.left() + px(12), box.top() + px(11), px(16), px(16))
        painter.setPen(QPen(QColor(tokens.accent if self.isChecked() else tokens.border_strong), 1.5))
        painter.setBrush(QColor(tokens.surface))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(ring.adjusted(px(4), px(4), -px(4), -px(4)))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class Tiles(QWidget):
    """`chosen` carries the key of the tile the user took; arrows move between the tiles."""

    chosen = Signal(object)

    def __init__(self, name: str, tiles: dict[object, Tile]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.tiles = tiles
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for key, tile in tiles.items():
            self._group.addButton(tile)
            self._row.addWidget(tile, 1)
            tile.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
        follow_theme(self._restyle)

    def set_current(self, key: object) -> None:
        """Show which one is taken; a key without a tile shows none."""
        tile = self.tiles.get(key)
        if tile is not None:
            tile.setChecked(True)
            self.setFocusProxy(tile)
            return
        self._group.setExclusive(False)
        for each in self.tiles.values():
            each.setChecked(False)
        self._group.setExclusive(True)
        self.setFocusProxy(next(each for each in self.tiles.values() if each.isEnabled()))

    def _restyle(self) -> None:
        self._row.setSpacing(px(8))
