"""Labels that show text as text: nothing from a server is ever read as markup. Formats nothing."""

import re
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from qbodesk.models.words import _

Role = Literal["body", "caption", "secondary", "strong", "subtitle", "title", "display", "section"]
Tone = Literal["", "info", "warning", "danger", "success"]


def plain_label(
    text: str = "",
    role: Role = "body",
    *,
    tone: Tone = "",
    wrap: bool = False,
    selectable: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A label in a role of the type scale; `wrap` for sentences, `selectable` for what one wants to copy."""
    label = QLabel(parent)
    _prepare(label, role, tone)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    label.setText(text)
    return label


def _prepare(label: QLabel, role: Role, tone: Tone) -> None:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setProperty("tone", tone)


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Change the tone of a label or banner; style sheets read properties only when polished again."""
    set_style_property(widget, "tone", tone)


def set_style_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet selects on, and make it look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


_MAY_BREAK = re.compile(r"([@._/-])(?=\w)")


def breakable(text: str) -> str:
    """The text with places where a line may end inside addresses and internal names, which hold no space."""
    return _MAY_BREAK.sub("\\1\N{ZERO WIDTH SPACE}", text)


class ValueLabel(QLabel):
    """A value to be read and copied: it wraps inside long addresses, and what is copied is the value itself."""

    def __init__(self, text: str = "", tone: Tone = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _prepare(self, "body", tone)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setText(breakable(text))

    def value(self) -> str:
        """The text without the places where it may break."""
        return _whole(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Copy"), self._copy)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(_whole(self.selectedText() or self.text()))


def _whole(text: str) -> str:
    return text.replace("\N{ZERO WIDTH SPACE}", "")


class ElidedLabel(QLabel):
    """A one-line label that shortens names with an ellipsis and shows the whole in its tooltip; never for amounts."""

    def __init__(self, text: str = "", role: Role = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _prepare(self, role, "")
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_whole_text(text)

    def whole_text(self) -> str:
        return self._whole

    def set_whole_text(self, text: str) -> None:
        """The text as it is; line breaks become spaces."""
        self._whole = " ".join(text.split("\n"))
        self.setAccessibleName(self._whole)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("\u2026"), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_whole"):
            self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(plain_tooltip(self._whole) if shown != self._whole else "")


def plain_tooltip(text: str) -> str:
    """Text from outside for `setToolTip`, which has no plain-text switch: it is escaped where Qt could see markup."""
    if "<" not in text:
        return text
    return "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>") + "</p>"
