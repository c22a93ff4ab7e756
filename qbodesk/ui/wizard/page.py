"""What every page of the wizard is: a heading, its content, and below it what was found. Knows no other page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.domain.findings import Finding, Step
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.findings_view import FindingsView, Remedy
from qbodesk.ui.wizard.flow import WizardFlow

Outside = Callable[[str, str], object]
"""Opens a record's own page in the browser, by its kind and id."""


class WizardPage(QWidget):
    """`refresh` shows the flow as it is now and is called after every change; `enter` when the page is turned to.

    `next_wanted` asks the dialog to go on. A page shows the findings of its step, except those in `own_fields`, which it
    shows at the field itself.
    """

    next_wanted = Signal()
    step: Step
    own_fields: frozenset[str] = frozenset()

    def __init__(self, flow: WizardFlow, title: str, intro: str = "") -> None:
        super().__init__()
        self.flow = flow
        self.setAccessibleName(title)
        self.title = plain_label(title, "title", wrap=True)
        self.intro = plain_label(intro, "secondary", wrap=True)
        if not intro:
            # a label without a parent is never told to be visible: it would be shown as a window of its own
            self.intro.hide()
        self.body = QVBoxLayout()
        self.findings = FindingsView()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.intro)
        self._column.addLayout(self.body, 1)
        self._column.addWidget(self.findings)
        follow_theme(self._spacing)

    def set_intro(self, text: str) -> None:
        """The sentence below the heading."""
        self.intro.setText(text)
        self.intro.setVisible(bool(text))

    def enter(self) -> None:
        """The page is shown: put the focus where one starts."""
        self.setFocus()

    def leave(self) -> None:
        """The page is left: take what is still being typed."""

    def held_back(self) -> bool:
        """Whether something typed cannot be read, so that going on would lose it; the page leads to it."""
        return False

    def refresh(self) -> None:
        """Show the flow as it is now."""
        self.show_findings()

    def show_findings(self) -> None:
        """Below the page, what is not shown at its field."""
        found = [each for each in self.flow.findings(self.step) if not self.own(each)]
        self.findings.show_findings(found, self.remedies)

    def remedies(self, finding: Finding) -> Sequence[Remedy]:
        """The buttons beside a finding below the page, the best first."""
        del finding
        return ()

    def own(self, finding: Finding) -> bool:
        """Whether the page shows this finding at its field."""
        return finding.field in self.own_fields

    def focus_obstacle(self, finding: Finding) -> None:
        """Next was refused: go to the place that must be mended."""
        del finding
        self.enter()

    def _spacing(self) -> None:
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(8))
        self.body.setSpacing(px(12))


class Downwards(QScrollArea):
    """Scrolls its content downwards only: it is never narrower than what it holds."""

    def __init__(self, layout: QLayout, name: str) -> None:
        super().__init__()
        inside = QWidget()
        self._inside = inside
        inside.setLayout(layout)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        # a scroll area paints its own ground over the page's otherwise
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, px(120))
