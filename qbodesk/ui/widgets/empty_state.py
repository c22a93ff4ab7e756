"""What stands where a list would be: an icon, one sentence, one button, one link. Decides nothing about why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qbodesk.ui.theme import follow_theme, pixmap, px
from qbodesk.ui.widgets.buttons import link_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label


class EmptyState(QWidget):
    """Three uses: nothing yet (create), filtered to nothing (clear the filters), failed to load (try again)."""

    acted = Signal()
    followed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = "empty"
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence = plain_label("", "secondary", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._action = secondary_button("")
        self._action.clicked.connect(self.acted)
        self._link = link_button("")
        self._link.clicked.connect(self.followed)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        for widget in (self._icon, self._sentence):
            self._column.addWidget(widget)
        for button in (self._action, self._link):
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(2)
        self.set_content("empty", "")
        follow_theme(self._restyle)

    def set_content(self, icon_name: str, sentence: str, action: str = "", link: str = "") -> None:
        """`sentence` says what is missing; `action` and `link` are button texts, empty ones disappear."""
        self._icon_name = icon_name
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        for button, text in ((self._action, action), (self._link, link)):
            button.setText(text)
            button.setVisible(bool(text))
        self._restyle()

    def sentence(self) -> str:
        return self._sentence.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where a table is low, the sentence stays and the picture goes."""
        inside = self.width() - 2 * px(24)
        need = self._sentence.heightForWidth(max(inside, 1))
        roomy = self.height() >= need + px(32) + px(12) + 2 * px(24)
        self._icon.setVisible(roomy)
        edge = px(24) if roomy else px(2)
        self._column.setContentsMargins(px(24), edge, px(24), edge)

    def _restyle(self) -> None:
        self._icon.setPixmap(pixmap(self._icon_name, "text_3", px(32), self.devicePixelRatioF()))
        self._column.setSpacing(px(12))
        self._make_room()
