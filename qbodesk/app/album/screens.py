"""The one list of all pages and dialogs: the house tests and the full tour open whatever stands here.

Pages, record pages and sections of the settings are in it by themselves; a dialog, or a page in another state, needs a line.
`tests/ui/screens/test_complete.py` fails, naming it, for one that no line opens.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from qbodesk.app.album import connecting, data, lists, mappings
from qbodesk.app.album.ready import StuckError
from qbodesk.app.album.stage import Stage
from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.domain.sync_plan.history import Event, Side
from qbodesk.models.errors import Problem
from qbodesk.ui.navigation import RECORDS
from qbodesk.ui.panels.sync_history import SyncHistoryDialog
from qbodesk.ui.preview.window import PreviewWindow
from qbodesk.ui.problems import Remedy, tell
from qbodesk.ui.queue.candidates import CandidatesDialog
from qbodesk.ui.settings.sections import SECTIONS
from qbodesk.ui.settings.sync.plan_dialog import PlanDialog
from qbodesk.ui.settings.sync.section import worked
from qbodesk.ui.shell.page_table import PAGES
from qbodesk.ui.wizard.draft_window import DraftWindow
from qbodesk.ui.wizard.item_picker import ItemPicker
from qbodesk.ui.wizard.new_item import NewItemDialog
from qbodesk.ui.wizard.paste_lines import PasteDialog
from qbodesk.ui.wizard.snippet_button import SnippetButton
from qbodesk.ui.wizard.snippets_dialog import SnippetsDialog
from qbodesk.ui.wizard.tax_codes import TaxCodesDialog, show_tax_codes

PASTED = "Website design\t2\t4800\nNobody knows this\tmany\t1\n"


@dataclass(frozen=True, slots=True)
class Screen:
    """A name (of its pictures and tests) and the way there: what `open` returns is the widget to look at."""

    name: str
    open: Callable[[Stage], QWidget]


def _preview(stage: Stage) -> QWidget:
    row = next(iter(stage.workspace.invoices.ids()))
    return stage.opened(lambda: stage.window.desk.preview(row), PreviewWindow)


def _candidates(stage: Stage) -> QWidget:
    from qbodesk.ui.background.pool import ReaderPool

    def dialog() -> None:
        pool = ReaderPool(stage.window)
        found = CandidatesDialog(pool, list, lambda _found: None, lambda _found: None, stage.window)
        found.finished.connect(lambda _result: pool.close())
        found.open()

    return stage.opened(dialog, CandidatesDialog)


def _item_picker(stage: Stage) -> QWidget:
    page = stage.wizard(Step.PRODUCTS).pages[Step.PRODUCTS]
    return stage.opened(page.add_products, ItemPicker)  # type: ignore[attr-defined] # the products page


def _existing(stage: Stage) -> QWidget:
    stage.deal()
    return stage.command("invoice.existing")


def _new_item(stage: Stage) -> QWidget:
    dialog = stage.wizard(Step.PRODUCTS)
    line = dialog.flow.draft.lines[0]
    return stage.opened(lambda: NewItemDialog(dialog.flow, line, dialog).open(), NewItemDialog)


def _paste(stage: Stage) -> QWidget:
    page = stage.wizard(Step.PRODUCTS).pages[Step.PRODUCTS]
    QGuiApplication.clipboard().setText(PASTED)
    return stage.opened(page.paste, PasteDialog)  # type: ignore[attr-defined] # the products page


def _snippets(stage: Stage) -> QWidget:
    button = stage.wizard(Step.TERMS).findChild(SnippetButton)
    if button is None:
        raise StuckError("the wizard has no saved messages")
    button.click()
    save = button.menu_of_snippets().actions()[-2]
    found = stage.opened(save.trigger, SnippetsDialog)
    button.menu_of_snippets().close()
    return found


def _tax_codes(stage: Stage) -> QWidget:
    dialog = stage.wizard(Step.TAX, "GB")
    return stage.opened(lambda: show_tax_codes(dialog.flow, dialog), TaxCodesDialog)


def _draft_window(stage: Stage) -> QWidget:
    page = stage.wizard(Step.REVIEW).pages[Step.REVIEW]
    return stage.opened(page.enlarge.click, DraftWindow)  # type: ignore[attr-defined] # the review


def _problem(stage: Stage) -> QWidget:
    problem = Problem("PERIOD_CLOSED", {"server_text": "Account period has closed"})
    return stage.opened(lambda: tell(stage.window, problem, Remedy("OK", bool)), QMessageBox)


def _plan(stage: Stage) -> QWidget:
    rulebook = stage.workspace.rulebook
    realm = next(iter(rulebook.rows(Object.CONTACTS))).rule.realm_id
    plans = [found for _rule, found in worked(rulebook.plan(Object.CONTACTS, realm, backfill=True))]
    return stage.opened(lambda: PlanDialog("CONTACTS", "OK", plans, stage.window).open(), PlanDialog)


def _history(stage: Stage) -> QWidget:
    at = stage.workspace.clock()
    events = [
        Event(at, 7, "update", Side.QUICKBOOKS, "contact", "phone", "555 0100", "555 0199"),
        Event(at, None, "update", Side.HUBSPOT, "contact", "phone", "555 0177", "555 0100"),
        Event(at, 3, "archive", Side.UNDO, "contact"),
    ]
    return stage.opened(lambda: SyncHistoryDialog("Acme", events, stage.window).open(), SyncHistoryDialog)


def _new_profile(stage: Stage) -> QWidget:
    rulebook = stage.workspace.rulebook
    rulebook.choose_profile(Profile.NEW)
    words = ["direction=both", "when_only_in_hubspot=create", "hubspot_filter=email filled"]
    rulebook.set(Object.CONTACTS, ["filter=city filled; balance at_least 100 | active any_of no", *words])
    return stage.page("settings", search="sync")


def _question(stage: Stage) -> QWidget:
    dialog = stage.wizard(Step.REVIEW)
    return stage.opened(dialog.footer.discard.click, QMessageBox)


def _page(name: str, search: str = "") -> Screen:
    shown = f"{name}-{search}" if search else name
    return Screen(shown, lambda stage: stage.page(name, search=search))


def _record(name: str) -> Screen:
    return Screen(name, lambda stage: stage.record(name))


SCREENS: tuple[Screen, ...] = (
    *(_page(entry.name) for entry in PAGES if entry.name not in (*RECORDS, "settings")),
    *(_page("settings", section.key) for section in SECTIONS),
    *(_record(name) for name in RECORDS if name != "deal"),
    Screen("deals-none", lambda stage: stage.page("deals", search="no such deal")),
    Screen("deal", Stage.deal),
    Screen("deal-pl", lambda stage: stage.deal("PL")),
    Screen("invoices-filtered", lists.filtered),
    Screen("list-condition", lists.condition),
    Screen("list-columns", lists.columns),
    Screen("list-export", lists.export),
    Screen("list-job", lists.job),
    Screen("settings-sync-new", _new_profile),
    Screen("sync-plan", _plan),
    Screen("sync-history", _history),
    Screen("existing", _existing),
    Screen("matches", lambda stage: stage.command("invoice.match")),
    Screen("palette", lambda stage: stage.command("go.palette")),
    Screen("shortcuts", lambda stage: stage.command("help.shortcuts")),
    Screen("report", lambda stage: stage.command("help.report")),
    Screen("wizard-company", lambda stage: stage.wizard(Step.COMPANY)),
    Screen("wizard-source", lambda stage: stage.wizard(Step.SOURCE)),
    Screen("wizard-customer", lambda stage: stage.wizard(Step.CUSTOMER)),
    Screen("wizard-new-customer", Stage.new_customer),
    Screen("wizard-products", lambda stage: stage.wizard(Step.PRODUCTS)),
    Screen("wizard-tax", lambda stage: stage.wizard(Step.TAX, "GB")),
    Screen("wizard-terms", lambda stage: stage.wizard(Step.TERMS)),
    Screen("wizard-review", lambda stage: stage.wizard(Step.REVIEW)),
    Screen("wizard-review-gb", lambda stage: stage.wizard(Step.REVIEW, "GB")),
    Screen("wizard-result", lambda stage: stage.wizard(Step.RESULT, "PL")),
    Screen("wizard-items", _item_picker),
    Screen("wizard-paste", _paste),
    Screen("wizard-new-item", _new_item),
    Screen("wizard-snippets", _snippets),
    Screen("wizard-tax-codes", _tax_codes),
    Screen("wizard-preview", _draft_window),
    Screen("mapping", mappings.editor),
    Screen("mapping-step", mappings.step),
    Screen("mapping-history", mappings.history),
    Screen("connect-quickbooks", lambda stage: connecting.dialog(stage, "quickbooks")),
    Screen("connect-hubspot", lambda stage: connecting.dialog(stage, "hubspot")),
    Screen("connect-waiting", connecting.waiting),
    Screen("connect-keeping", connecting.keeping),
    Screen("connect-found", connecting.found),
    Screen("restore", data.restore),
    Screen("erase", data.erase),
    Screen("preview", _preview),
    Screen("candidates", _candidates),
    Screen("problem", _problem),
    Screen("question", _question),
)
"""In the order of the pictures."""
