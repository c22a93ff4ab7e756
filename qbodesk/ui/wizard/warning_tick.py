"""A warning that wants one tick before the invoice may be created. Judges nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from qbodesk.models.domain.findings import Finding
from qbodesk.models.words import _
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.findings_view import Remedy
from qbodesk.ui.wizard.told import readable


class WarningTick(QFrame):
    """`ticked` carries the code of the warning and whether it was accepted."""

    ticked = Signal(str, bool)

    def __init__(self, finding: Finding, *, accepted: bool, remedies: Sequence[Remedy] = ()) -> None:
        """`remedies` are buttons beside the tick that lead to where the warning can be mended."""
        super().__init__()
        self.setProperty("kind", "banner")
        self.setProperty("tone", "warning")
        self.code = finding.problem.code
        told = readable(finding.problem)
        self.box = QCheckBox(_("I have checked this"))
        self.box.setAccessibleName(_("I have checked this: {problem}").format(problem=told.title))
        self.box.setAccessibleDescription(" ".join(part for part in (told.detail, told.hint) if part))
        self.box.setChecked(accepted)
        self.box.toggled.connect(lambda on: self.ticked.emit(self.code, on))
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(told.title, "strong", wrap=True))
        self._column.addWidget(plain_label(self.box.accessibleDescription(), "secondary", wrap=True))
        foot = QHBoxLayout()
        foot.addWidget(self.box)
        foot.addStretch(1)
        for words, run in remedies:
            button = link_button(words)
            button.setAccessibleDescription(told.title)
            button.clicked.connect(lambda _checked=False, run=run: run())
            foot.addWidget(button)
        self._column.addLayout(foot)
        follow_theme(self._spacing)

    def _spacing(self) -> None:
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._column.setSpacing(px(4))
