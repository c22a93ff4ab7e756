"""The one place where a problem becomes something on the screen: a banner or a dialog with its next step.

Screens hand over what they caught and what can be done about it; the sentences are the problem's own.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from qbodesk.models.errors import Problem, QboDeskError
from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.widgets.banner import Banner, BannerKind

log = logging.getLogger(__name__)

_ISO_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")

_CALM: Final = frozenset({
    "OFFLINE", "RATE_LIMITED", "DAILY_LIMIT", "PORTAL_MOVING", "INTERRUPTED", "CURRENCY_MISMATCH", "NO_CONNECTION"
})  # fmt: skip
"""What passes by itself or is meant to be so: told, never coloured as a failure."""
_STOPS: Final = frozenset({
    "SIGN_IN_EXPIRED", "TOKEN_REVOKED", "APP_KEYS_REFUSED", "QUICKBOOKS_ACCESS_LOST", "QUICKBOOKS_WRONG_COMPANY",
    "CACHE_CORRUPT", "DISK_FULL", "REJECTED", "UNEXPECTED", "WORKSPACE_OF_ANOTHER_PORTAL",
})  # fmt: skip
"""What keeps work from going on until somebody does something."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A next step: its button and what the button does."""

    text: str
    run: Callable[[], object]


def problem_of(error: BaseException) -> Problem:
    """What to tell about an error; one that is not ours is a bug and is logged with its traceback."""
    if isinstance(error, QboDeskError):
        return error.problem
    log.error("unexpected", exc_info=error)
    return Problem("UNEXPECTED")


def readable(problem: Problem) -> Problem:
    """The problem with the dates among its facts written the way the reader writes them."""
    return replace(problem, facts={key: _readable(value) for key, value in problem.facts.items()})


def _readable(value: str) -> str:
    if not _ISO_DATE.fullmatch(value):
        return value
    try:
        return formats().date(date.fromisoformat(value))
    except ValueError:  # the 31st of a month that has 30 days: a number of somebody's, no date
        return value


def tone_of(problem: Problem) -> BannerKind:
    """How loud it is said."""
    if problem.code in _CALM:
        return "info"
    return "danger" if problem.code in _STOPS else "warning"


def reason_of(problem: Problem) -> str:
    """Why, and what to do next, as one paragraph."""
    return _joined(problem.detail, problem.hint)


def short_reason(problem: Problem) -> str:
    """What happened and what to do next, where there is no room for the reason."""
    shown = readable(problem)
    return _joined(shown.title, shown.hint)


def sentence_of(problem: Problem) -> str:
    """Everything in one paragraph."""
    shown = readable(problem)
    return _joined(shown.title, shown.detail, shown.hint)


def _joined(*sentences: str) -> str:
    # what a server said may come without a full stop, and headlines have none
    ended = (text if text.endswith((".", "?", "!", "…", ":")) else f"{text}." for text in sentences if text)
    return " ".join(ended)


def details_of(problem: Problem) -> str:
    """What a support desk asks for: code and facts, one per line."""
    facts = (f"{key}: {value}" for key, value in sorted(problem.facts.items()) if value)
    return "\n".join([problem.code, *facts])


def show_problem(banner: Banner, problem: Problem, *remedies: Remedy) -> None:
    """Fill and show a banner; the first remedy is the one to take, the last button copies the details."""
    shown = readable(problem)
    banner.show_message(tone_of(problem), shown.title, reason_of(shown))
    for remedy in remedies:
        banner.add_button(remedy.text, remedy.run)
    if tone_of(problem) == "danger":
        banner.add_button(_("Copy details"), lambda: QGuiApplication.clipboard().setText(details_of(problem)))


def tell(parent: QWidget, error: BaseException | Problem, *remedies: Remedy) -> QMessageBox:
    """Show a dialog for an action that cannot go on; returns at once, the dialog belongs to the window of `parent`."""
    problem = error if isinstance(error, Problem) else problem_of(error)
    shown = readable(problem)
    box = _box(parent, shown.title, reason_of(shown))
    box.setDetailedText(details_of(problem))
    for remedy in remedies:
        button = box.addButton(remedy.text, QMessageBox.ButtonRole.ActionRole)
        button.clicked.connect(lambda _checked=False, run=remedy.run: run())
    box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
    return _open(box)


def ask(parent: QWidget, question: str, reason: str, verb: str, on_yes: Callable[[], object]) -> QMessageBox:
    """Ask before something that cannot be undone; the safe button is the default and says what it keeps."""
    box = _box(parent, question, reason)
    yes = box.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
    yes.clicked.connect(lambda _checked=False: on_yes())
    keep = box.addButton(_("Keep it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    return _open(box)


def _box(parent: QWidget, title: str, reason: str) -> QMessageBox:
    box = QMessageBox(parent.window())
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(title)
    box.setInformativeText(reason)
    return box


def _open(box: QMessageBox) -> QMessageBox:
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
