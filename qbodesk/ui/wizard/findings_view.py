"""What was found on a page, one row each: icon, headline, reason, and a button for each remedy. Decides nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from qbodesk.models.domain.findings import Finding, Severity
from qbodesk.models.words import ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, pixmap, px
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.told import SEVERITY_TONES, readable

Remedy = tuple[str, Callable[[], object]]
_ORDER = tuple(Severity)


class FindingRow(QWidget):
    """One finding; the buttons of its remedies stand at the right."""

    def __init__(self, finding: Finding, remedies: Sequence[Remedy] = ()) -> None:
        super().__init__()
        self._tone = SEVERITY_TONES[finding.severity]
        problem = readable(finding.problem)
        self._icon = QLabel()
        self._title = plain_label(problem.title, "strong", tone=self._tone, wrap=True)
        reason = " ".join(part for part in (problem.detail, problem.hint) if part)
        self._reason = plain_label(reason, "secondary", wrap=True)
        if not reason:
            self._reason.hide()
        self.setAccessibleName(problem.sentence)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._reason)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(texts, 1)
        for words, run in remedies:
            button = link_button(words)
            button.setAccessibleDescription(problem.title)
            button.clicked.connect(lambda _checked=False, run=run: run())
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._icon.setPixmap(pixmap(self._tone, self._tone, px(16), self.devicePixelRatioF()))
        self._row.setContentsMargins(0, px(2), 0, px(2))
        self._row.setSpacing(px(8))


class FindingsView(QWidget):
    """Shows at most `most` findings, the gravest first; hidden when there are none.

    Rows are made anew only when something else was found, so that nothing flickers while one types.
    """

    def __init__(self, *, most: int = 2) -> None:
        super().__init__()
        self._most = most
        self._shown: tuple[Finding, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_findings(
        self, findings: Sequence[Finding], remedies: Callable[[Finding], Sequence[Remedy]] = lambda _found: ()
    ) -> None:
        """Show these; `remedies` gives the buttons of a finding, the best first."""
        ordered = tuple(sorted(findings, key=lambda each: _ORDER.index(each.severity)))
        if ordered == self._shown:
            return
        fresh = [each for each in ordered if each not in self._shown]
        self._shown = ordered
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for each in ordered[: self._most]:
            self._column.addWidget(FindingRow(each, remedies(each)))
        if rest := len(ordered) - self._most:
            self._tell_rest(rest)
        self.setVisible(bool(ordered))
        if fresh and self.isVisible():
            told = readable(fresh[0].problem).sentence
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))

    def findings(self) -> tuple[Finding, ...]:
        """What is shown, the gravest first."""
        return self._shown

    def _tell_rest(self, rest: int) -> None:
        if rest > 0:
            text = ngettext("and {n} more", "and {n} more", rest).format(n=formats().number(rest))
            label = plain_label(text, "secondary")
            label.setContentsMargins(px(24), 0, 0, 0)
            self._column.addWidget(label)
