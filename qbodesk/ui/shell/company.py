"""The QuickBooks company in view: its tile, the header of the sidebar with its menu, the coloured line. Stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.reading.status import ConnectionState
from qbodesk.ui.theme import COMPANY_COLOURS, current, follow_theme, font, pixmap, px
from qbodesk.ui.widgets.labels import ElidedLabel, plain_tooltip


@dataclass(frozen=True, slots=True)
class CompanyChoice:
    """A company as the window shows it; `realm_id` is None for all of them."""

    realm_id: str | None
    name: str
    detail: str
    colour: str


def choices(connections: Sequence[ConnectionState]) -> list[CompanyChoice]:
    """All companies together, then each in the order it was connected; the order decides the colour."""
    known = [each for each in connections if each.service == "quickbooks"]
    every = CompanyChoice(None, _("All companies"), ", ".join(sorted({each.currency for each in known})), "")
    return [every] + [
        CompanyChoice(
            each.remote_id,
            each.name,
            ", ".join(part for part in (each.currency, each.country) if part),
            COMPANY_COLOURS[number % len(COMPANY_COLOURS)],
        )
        for number, each in enumerate(known)
    ]


class Tile(QWidget):
    """The initial of a company on its colour; two boxes for all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: CompanyChoice | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_choice(self, choice: CompanyChoice) -> None:
        self._choice = choice
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(28), px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._choice is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._choice.colour or current().hover))
        painter.drawRoundedRect(QRectF(self.rect()), px(6), px(6))
        if self._choice.realm_id is None:
            size = px(18)
            corner = (self.width() - size) // 2
            painter.drawPixmap(corner, corner, pixmap("companies", "text_2", size, self.devicePixelRatioF()))
        else:
            painter.setFont(font("strong"))
            painter.setPen(QColor("#FFFFFF"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._choice.name[:1].upper())


class CompanyHeader(QPushButton):
    """`chosen` carries the realm id (None for all) when another company was picked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self._tile = Tile()
        self._name = ElidedLabel("", "strong")
        self._detail = ElidedLabel("", "caption")
        self._caret = QLabel()
        for label in (self._name, self._detail, self._caret):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._name)
        texts.addWidget(self._detail)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._tile)
        self._row.addLayout(texts, 1)
        self._row.addWidget(self._caret)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._group = QActionGroup(self)
        self._narrow = False
        self.choices: list[CompanyChoice] = []
        self.choice = CompanyChoice(None, "", "", "")
        follow_theme(self._restyle)

    def show_choices(self, found: Sequence[CompanyChoice], realm_id: str | None) -> None:
        """Offer these companies, with the one in view marked; an unknown one counts as all."""
        self.choices = list(found)
        self.choice = next((each for each in found if each.realm_id == realm_id), found[0])
        for action in self._group.actions():
            self._group.removeAction(action)
        self._menu.clear()
        for each in found:
            action = QAction(each.name.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(each == self.choice)
            action.triggered.connect(lambda _checked=False, realm=each.realm_id: self.chosen.emit(realm))
            self._group.addAction(action)
            self._menu.addAction(action)
        self._tile.show_choice(self.choice)
        self._name.set_whole_text(self.choice.name)
        self._detail.set_whole_text(self.choice.detail)
        self.setAccessibleName(_("QuickBooks company: {name}").format(name=self.choice.name))
        self._say()

    def set_narrow(self, *, narrow: bool) -> None:
        """The tile alone, with the name as its tooltip."""
        self._narrow = narrow
        for label in (self._name, self._detail, self._caret):
            label.setVisible(not narrow)
        self._say()
        self._restyle()

    def _say(self) -> None:
        self.setToolTip(plain_tooltip(self.choice.name) if self._narrow else "")

    def sizeHint(self) -> QSize:
        return QSize(px(44 if self._narrow else 200), px(52))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(44 if self._narrow else 120), px(52))

    def _restyle(self) -> None:
        self._row.setContentsMargins(px(8), px(8), px(8), px(8))
        self._row.setSpacing(px(8))
        self._caret.setPixmap(pixmap("down", "text_3", px(12), self.devicePixelRatioF()))


class CompanyLine(QWidget):
    """The 3 px under the toolbar in the colour of the company in view: the wrong company is the costliest slip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = ""
        self.setAccessibleName("")
        follow_theme(self._restyle)

    def show_colour(self, colour: str) -> None:
        """A colour, or nothing for all companies."""
        self._colour = colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._colour:
            painter.fillRect(self.rect(), QColor(self._colour))
        else:
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(current().border))

    def _restyle(self) -> None:
        self.setFixedHeight(px(3))
