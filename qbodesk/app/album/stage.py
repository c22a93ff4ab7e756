"""Opens pages and dialogs of a window one after the other, as a user would have them open. Judges and photographs nothing."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from qbodesk.app.album.ready import READY, StuckError
from qbodesk.models.domain.draft import CustomerChoice
from qbodesk.models.domain.findings import Severity, Step
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.main_window import MainWindow
from qbodesk.ui.navigation import Place
from qbodesk.ui.wizard.dialog import WizardDialog

D = TypeVar("D", bound=QWidget)
_LETTERS = ("studio", "design", "group", "relaunch", "10", "an", "e")
_PAGES_OF_A_WIZARD = 12
_ROUNDS = 500


class Stage:
    """One window over a workspace that holds the sample companies."""

    def __init__(self, window: MainWindow, workspace: Workspace, *, round_ms: int = 25) -> None:
        """A screen has settled when nothing moved for two rounds of `round_ms`."""
        self.window = window
        self._round_ms = round_ms
        self.workspace = workspace
        self._standing = set(QApplication.topLevelWidgets())

    # Pages

    def page(self, page: str, record: int = 0, search: str = "") -> QWidget:
        """The window at a page."""
        self.window.navigator.go(Place(page, record, search))
        self.settle()
        return self.window

    def record(self, kind: str) -> QWidget:
        """The window at some record of a kind."""
        found = next(
            (each.pk for letter in _LETTERS for each in self.workspace.find.find(letter, kind=kind)), 0
        )
        return self.page(kind, found or self._no(kind))

    def deal(self, country: str = "US") -> QWidget:
        """The window at the deal of a country that is ready to be invoiced."""
        return self.page("deal", self.deal_row(country))

    def deal_row(self, country: str = "US") -> int:
        """The row number of that deal."""
        found = self.workspace.find.find(READY[country], kind="deal")
        return next((each.pk for each in found if each.title == READY[country]), 0) or self._no(
            f"deal “{READY[country]}”"
        )

    def deal_id(self, country: str = "US") -> str:
        """Its HubSpot id."""
        row = self.deal_row(country)
        return self.workspace.deals.rows([row])[row].deal_id

    # Dialogs

    def command(self, command_id: str) -> QWidget:
        """What a command of the window opens."""
        refusal = self.window.commands.refusal(command_id)
        if refusal:
            raise StuckError(f"{command_id}: {refusal}")
        return self.opened(lambda: self.window.commands.run(command_id), QDialog)

    def opened(self, do: Callable[[], object], kind: type[D]) -> D:
        """The window of a kind that comes up when something is done."""
        before = _windows(kind)
        do()
        found = next((each for each in _windows(kind) if each not in before), None)
        if found is None:
            raise StuckError(f"no {kind.__name__} came up")
        self.settle()
        return found

    def wizard(self, step: Step, country: str = "US") -> WizardDialog:
        """The wizard on a page, filled in as the deal of that country has it."""
        dialog = self.opened(lambda: self.window.desk.create(self.deal_id(country)), WizardDialog)
        flow = dialog.flow
        for _page in range(_PAGES_OF_A_WIZARD):
            if flow.step is step:
                self.settle()
                return dialog
            for found in flow.findings():
                if found.severity is Severity.WARN:
                    flow.accept(found.problem.code, accepted=True)
            if flow.step is Step.REVIEW and step is Step.RESULT:
                self._accept_all(dialog)
                dialog.create_invoice()
            else:
                dialog.go_next()
        obstacle = flow.obstacle()
        raise StuckError(
            f"wizard, {flow.step.value}: {obstacle.problem.sentence if obstacle else 'no way on'}"
        )

    def new_customer(self) -> WizardDialog:
        """The wizard's form of a new customer."""
        dialog = self.wizard(Step.CUSTOMER)
        flow = dialog.flow
        suggested = flow.workspace.invoicing.suggested_customer(flow.draft)
        flow.choose_customer(CustomerChoice(new=replace(suggested, display_name="Acme")))
        self.settle()
        return dialog

    def settle(self, seconds: float = 0.0) -> None:
        """Let what was shown be laid out and painted, and what was asked of the cache arrive; look on for some seconds."""
        QTest.qWait(round(seconds * 1000))
        before: list[QRect] = []
        for _round in range(_ROUNDS):
            QTest.qWait(self._round_ms)
            now = [each.geometry() for each in QApplication.allWidgets() if each.isVisible()]
            if now == before and not _reading():
                return
            before = now

    def close(self) -> None:
        """Close whatever was opened above the window."""
        for each in reversed(QApplication.topLevelWidgets()):
            if each not in self._standing and isinstance(each, QDialog) and each.isVisible():
                each.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.settle()

    def _accept_all(self, dialog: WizardDialog) -> None:
        for found in dialog.flow.all_findings():
            if found.severity is Severity.WARN:
                dialog.flow.accept(found.problem.code, accepted=True)

    def _no(self, what: str) -> int:
        raise StuckError(f"the sample companies have no {what}")


def _reading() -> bool:
    """Whether a screen waits for something it asked for."""
    children = Qt.FindChildOption.FindDirectChildrenOnly
    return any(
        pool.busy
        for each in QApplication.topLevelWidgets()
        for pool in each.findChildren(ReaderPool, options=children)
    )


def _windows(kind: type[D]) -> list[D]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
