"""Every cause of ux.md §7.6: provoked for real, said where it belongs in words one understands, and its buttons do what they say."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from qbodesk.app.compose import open_workspace
from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft, Source
from qbodesk.models.domain.findings import Severity, Step
from qbodesk.models.domain.outbox import State
from qbodesk.services.secrets import Kind, Vault
from qbodesk.services.signin.stored import AppKeys
from qbodesk.simulator.faults import Fault, Match
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.connecting import ConnectDialog
from qbodesk.ui.wizard.dialog import WizardDialog
from qbodesk.ui.wizard.item_picker import ItemPicker
from tests.ui.scenarios.conftest import Desk

RELAUNCH, REFIT, NOBODY = "Website relaunch", "Workshop refit", "Patient portal"
SERVICE_DATE = (
    '{"Fault":{"Error":[{"Message":"Business Validation Error","Detail":"A service date is required for each line.",'
    '"code":"6000"}],"type":"ValidationFault"}}'
)


@pytest.fixture
def demo() -> bool:
    return False


@dataclass
class Scene:
    """A window with its sync running, and what happened in it."""

    desk: Desk
    qtbot: QtBot
    folder: Path
    opened: list[str]
    wizard: WizardDialog | None = None
    there: Any = None
    vault: Vault | None = None
    ends: list[Callable[[], object]] = field(default_factory=list)

    @property
    def asked(self) -> WizardDialog:
        assert self.wizard is not None
        return self.wizard

    @property
    def draft(self) -> InvoiceDraft:
        return self.asked.flow.draft

    def sync(self) -> None:
        """A whole pass, whatever runs already."""
        engine, asked = self.desk.workspace.engine, self.desk.workspace.clock()
        self.desk.host.sync_now()

        def done() -> bool:
            report = engine.last_report
            return report is not None and report.started_at >= asked and not self.desk.host.busy

        self.wait(done)

    def prefer(self, country: str, **changes: object) -> None:
        """A user of QuickBooks changes its settings."""
        realm = self.desk.servers.realm(country)
        self.desk.servers.running.state.companies[realm].change_preferences(changes)

    def settings_arrive(self) -> None:
        self.desk.workspace.settings.are_due()
        self.sync()

    def open(self, deal: str, step: Step | None = None) -> WizardDialog:
        """The wizard as the window opens it."""
        workspace = self.desk.workspace
        found = workspace.deals.rows(workspace.deals.ids(words=deal)).values()
        deal_id = next(each.deal_id for each in found if each.name == deal)
        self.desk.window.desk.create(deal_id)
        dialogs = self.desk.window.findChildren(WizardDialog)
        self.wizard = next(each for each in dialogs if each.isVisible())
        self.ends.append(lambda dialog=self.wizard: isValid(dialog) and dialog.close())
        if step is not None:
            self.wizard.flow.edit(step)
        return self.wizard

    @property
    def page(self) -> Any:
        """The page that is shown."""
        return self.asked.page()

    def confirm(self, deal: str) -> WizardDialog:
        """An invoice of a deal that is ready, queued and on its way."""
        wizard = self.open(deal, Step.REVIEW)
        for each in wizard.flow.all_findings():
            if each.severity is Severity.WARN:
                wizard.flow.accept(each.problem.code, accepted=True)
        wizard.create_invoice()
        assert wizard.flow.step is Step.RESULT, [each.problem.sentence for each in wizard.flow.all_findings()]
        return wizard

    def arm(self, fault: Fault) -> None:
        self.desk.servers.running.state.faults.armed.append(fault)

    def state(self) -> State:
        entry = self.desk.workspace.status.entry(self.asked.flow.op_id or "")
        assert entry is not None
        return entry.state

    def wait(self, met: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(met()), timeout=20_000)


Provoke = Callable[[Scene], QWidget]
Effect = Callable[[Scene], object]


@dataclass(frozen=True)
class Row:
    """A row of the table: how it comes about and where it is told, in which words, and what each button brings about."""

    provoke: Provoke
    says: str
    does: dict[str, Effect]


def taken_name_typed(scene: Scene) -> QWidget:
    scene.open(NOBODY, Step.CUSTOMER)
    page = scene.page
    scene.wait(page.picker.choices)
    page.create_button.click()
    edit = page.form.fields["display_name"].control
    edit.clear()
    scene.qtbot.keyClicks(edit, "Copperline Outfitters")
    return page.form


def taken_name_refused(scene: Scene) -> QWidget:
    wizard = scene.open(NOBODY, Step.CUSTOMER)
    new = scene.desk.workspace.invoicing.suggested_customer(scene.draft)
    wizard.flow.choose_customer(CustomerChoice(name=new.display_name, email=new.email, new=new))
    scene.desk.servers.post("US", "Customer", {"DisplayName": new.display_name})
    wizard.close()
    scene.confirm(NOBODY)
    scene.wait(lambda: scene.page.headline.text() == "This name is taken in QuickBooks")
    scene.sync()
    return scene.page


def created(scene: Scene) -> bool:
    return scene.state() is State.SUCCEEDED and len(scene.desk.servers.marked("US")) == 1


def custom_numbers(scene: Scene) -> QWidget:
    scene.prefer("US", SalesFormsPrefs={"CustomTxnNumbers": True})
    scene.settings_arrive()
    scene.open(RELAUNCH, Step.TERMS)
    return scene.asked.numbering


def usual_numbers_again(scene: Scene) -> bool:
    return scene.asked.numbering.isHidden()


def tax_code_missing(scene: Scene) -> QWidget:
    wizard = scene.open(REFIT, Step.TAX)
    lines = scene.draft.lines
    bare = (lines[0], replace(lines[1], tax_code_id=None), *lines[2:])
    wizard.flow.change(replace(scene.draft, lines=bare))
    return scene.page


def item_inactive(scene: Scene) -> QWidget:
    scene.open(RELAUNCH).close()
    line = scene.draft.lines[0]
    (item,) = scene.desk.servers.all("US", "Item", f"WHERE Id = '{line.item_id}'")
    gone = {"Id": item["Id"], "SyncToken": item["SyncToken"], "sparse": True, "Active": False}
    scene.desk.servers.post("US", "Item", gone)
    scene.sync()
    scene.open(RELAUNCH, Step.PRODUCTS)
    return scene.page.findings


def quote_expired(scene: Scene) -> QWidget:
    wizard = scene.open(RELAUNCH)
    assert scene.draft.source is Source.QUOTE
    wizard.close()
    past = (scene.desk.workspace.clock() - timedelta(days=60)).date().isoformat()
    for change in (
        {"hs_status": "DRAFT"},
        {"hs_expiration_date": past},
        {"hs_status": "APPROVAL_NOT_NEEDED"},
    ):
        scene.desk.servers.patch("quotes", scene.draft.quote_id or "", **change)
    scene.sync()
    scene.open(RELAUNCH, Step.SOURCE)
    return scene.page


def nobody_fits(scene: Scene) -> QWidget:
    scene.open(NOBODY, Step.CUSTOMER)
    return scene.page


def books_close(scene: Scene) -> None:
    realm = scene.desk.servers.realm("US")
    today = scene.desk.servers.running.state.companies[realm].today()
    scene.prefer("US", AccountingInfoPrefs={"BookCloseDate": today.isoformat()})


def books_closed(scene: Scene) -> QWidget:
    books_close(scene)
    scene.settings_arrive()
    scene.open(RELAUNCH, Step.TERMS)
    return scene.page.fields["invoice_date"]


def books_closed_meanwhile(scene: Scene) -> QWidget:
    books_close(scene)
    scene.confirm(RELAUNCH)
    scene.wait(lambda: scene.state() is State.REJECTED)
    return scene.page


def service_date_wanted(scene: Scene) -> QWidget:
    match = Match(method="POST", path_regex="/invoice$")
    scene.arm(Fault(do="status", match=match, status=400, body=SERVICE_DATE))
    scene.confirm(RELAUNCH)
    scene.wait(lambda: scene.state() is State.REJECTED)
    return scene.page


def created_with_service_dates(scene: Scene) -> bool:
    if not created(scene):
        return False
    (made,) = scene.desk.servers.marked("US")
    details = [line["SalesItemLineDetail"] for line in made["Line"] if "SalesItemLineDetail" in line]
    return bool(details) and all(each["ServiceDate"] == made["TxnDate"] for each in details)


def consent_withdrawn(scene: Scene) -> QWidget:
    scene.desk.servers.running.state.tokens.expire(refresh_too=True)
    scene.sync()
    return scene.desk.window.banner


def slowed_down(scene: Scene) -> QWidget:
    fault = Fault(
        do="status", match=Match(path_regex="/v3/company/"), status=429, headers={"Retry-After": "40"}
    )
    scene.arm(fault)
    scene.desk.host.sync_now()
    line = scene.desk.window.status_line.connection
    scene.wait(lambda: "limit" in line.text())
    scene.ends.append(scene.desk.workspace.engine.stop.set)
    return line


def no_answer_to_create(scene: Scene) -> QWidget:
    """The line breaks, the first look-up comes too early, and then QuickBooks makes the invoice all the same."""
    scene.arm(Fault(do="late", ms=2000, match=Match(method="POST", path_regex="/invoice$")))
    scene.confirm(RELAUNCH)
    scene.wait(scene.page.check.isVisible)
    scene.wait(lambda: len(scene.desk.servers.marked("US")) == 1 and not scene.desk.host.busy)
    assert scene.state() is State.UNKNOWN
    return scene.page


def no_secret_store(scene: Scene) -> QWidget:
    folder = scene.folder / "other"
    workspace = open_workspace(folder, vault=Vault(folder, None, lambda: None, cost=2))
    pool = ReaderPool()
    dialog = ConnectDialog(workspace, pool, "quickbooks", None, server=scene.desk.servers.running.url)
    dialog.show()
    scene.ends += [dialog.close, pool.close, workspace.close]
    dialog.keys.given.emit(AppKeys("client", "secret", "http://localhost:1/", scene.desk.servers.running.url))
    scene.wait(lambda: dialog.stack.currentWidget() is dialog.keeping)
    dialog.keeping.run.click()
    scene.there = dialog.keeping
    scene.vault = workspace.signin.sign_ins.vault
    return dialog.keeping


CAUSES = {
    "duplicate display name, typed": Row(
        taken_name_typed,
        "“Copperline Outfitters” already exists in QuickBooks. Use that customer, or change the name.",
        {"Use that customer": lambda scene: scene.draft.customer.name == "Copperline Outfitters"
            and scene.draft.customer.customer_id},
    ),
    "duplicate display name, refused": Row(
        taken_name_refused,
        "A customer, vendor or employee has it",
        {
            "Use that customer": created,
            "Edit again": lambda scene: scene.asked.flow.step is Step.REVIEW,
        },
    ),
    "custom transaction numbers on": Row(
        custom_numbers,
        "uses custom transaction numbers",
        {
            "Show steps": lambda scene: scene.asked.numbering.way.isVisible(),
            "Check again": usual_numbers_again,
        },
    ),
    "tax code missing": Row(
        tax_code_missing,
        "Line 2 needs a tax code",
        {
            "Go to line 2": lambda scene: scene.page.table.currentIndex().row() == 1,
            "Apply to all": lambda scene: all(line.tax_code_id for line in scene.draft.lines),
        },
    ),
    "item inactive": Row(
        item_inactive,
        "is inactive in QuickBooks",
        {
            "Choose product": lambda scene: [
                each for each in scene.asked.findChildren(ItemPicker) if each.isVisible()
            ],
            "Open in QuickBooks": lambda scene: scene.opened == ["https://app.qbo.intuit.com/app/items"],
        },
    ),
    "quote expired": Row(
        quote_expired,
        r"The quote “.+” expired on \d+",
        {
            "Use the deal": lambda scene: scene.draft.source is Source.DEAL
            and not scene.asked.flow.findings(Step.SOURCE),
            "Open quote in HubSpot": lambda scene: scene.opened[0].endswith(
                f"/record/0-14/{scene.draft.quote_id}"
            ),
        },
    ),
    "customer missing": Row(
        nobody_fits,
        "No QuickBooks customer is chosen",
        {
            "Create new QuickBooks customer": lambda scene: scene.draft.customer.new is not None,
        },
    ),
    "closed period, known": Row(books_closed, r"The books of .+ are closed until", {}),
    "closed period, refused": Row(
        books_closed_meanwhile, r"The books of .+ are closed until", {"Use the next open day": created}
    ),
    "service date required": Row(
        service_date_wanted,
        "QuickBooks wants a service date on every line",
        {"Add the service dates": created_with_service_dates},
    ),
    "token expired": Row(
        consent_withdrawn,
        "QuickBooks asks you to sign in again",
        {"Reconnect": lambda scene: scene.desk.window.navigator.place.page == "settings"},
    ),
    "429": Row(slowed_down, r"waits \d+ s for a limit", {}),
    "time-out on create": Row(
        no_answer_to_create,
        "We do not know yet whether QuickBooks created the invoice. Checking.",
        {"Check now": created},
    ),
    "no secret store": Row(
        no_secret_store,
        "This system has no password store that works",
        {
            "How to get a password store": lambda scene: scene.there.how.isVisible(),
            "Go on": lambda scene: scene.vault and scene.vault.kind is Kind.RUN,
        },
    ),
}  # fmt: skip


@pytest.fixture
def scene(desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    with qtbot.waitSignal(desk.host.pass_finished, timeout=20_000):
        desk.host.start()
    made = Scene(desk, qtbot, tmp_path, opened)
    yield made
    for end in made.ends:
        end()
    QApplication.sendPostedEvents()


def told(place: QWidget) -> str:
    """All that can be read there."""
    labels = [*place.findChildren(QLabel), *([place] if isinstance(place, QAbstractButton) else [])]
    return "\n".join(each.text() for each in labels if each.isVisible())


def buttons(place: QWidget, words: str) -> list[QAbstractButton]:
    """Those of that name that can be seen there."""
    return [each for each in place.findChildren(QAbstractButton) if each.text() == words and each.isVisible()]


@pytest.mark.parametrize(
    ("cause", "verb"), [(cause, verb) for cause, row in CAUSES.items() for verb in row.does or [""]]
)
def test_a_cause_is_told_in_its_place_and_its_button_helps(scene: Scene, cause: str, verb: str) -> None:
    row = CAUSES[cause]
    place = row.provoke(scene)
    scene.wait(lambda: re.search(row.says, told(place)))
    if not verb:
        return
    if verb == "Check again":
        scene.prefer("US", SalesFormsPrefs={"CustomTxnNumbers": False})
    scene.wait(lambda: buttons(place, verb))
    (pressed,) = buttons(place, verb)
    assert pressed.isEnabled(), pressed.toolTip()
    pressed.setFocus()
    scene.qtbot.keyClick(pressed, Qt.Key.Key_Space)
    scene.wait(lambda: row.does[verb](scene))
