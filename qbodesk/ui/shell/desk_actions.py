"""What buttons and keys of the screens do: open the wizard, the preview, a record, the browser.

Every fault of an action ends in a dialog here; screens only say what is wanted.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from qbodesk.models.errors import InvalidInput, QboDeskError
from qbodesk.models.words import _
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.navigation import RECORDS, Place
from qbodesk.ui.problems import Remedy, ask, tell
from qbodesk.ui.shell import outside
from qbodesk.ui.shell.screens import Screens
from qbodesk.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from qbodesk.services.reading.deals import DealRow
    from qbodesk.services.reading.find import Found
    from qbodesk.ui.panels.fixing_actions import FixingActions
    from qbodesk.ui.panels.linking_actions import LinkingActions
    from qbodesk.ui.queue.actions import QueueActions
    from qbodesk.ui.settings.sections import Tools
    from qbodesk.ui.shell.record_window import RecordWindow


class DeskActions:
    """Bound to one window; `toast` says what was done."""

    def __init__(
        self,
        workspace: Workspace,
        host: SyncHost,
        screens: Screens,
        window: QWidget,
        toast: Callable[[], Toast],
        *,
        go: Callable[[Place], object],
        readers: ReaderPool | None,
        demo: bool,
    ) -> None:
        self._workspace = workspace
        self._host = host
        self._screens = screens
        self.window = window
        self._toast = toast
        self._go = go
        self._readers = readers
        self._demo = demo
        # of its own: a server that hangs must not keep the lists from being read
        self.askers = ReaderPool(window, threads=2)
        self._apart: list[RecordWindow] = []
        self._has_company: bool | None = None

    def refusal(self) -> str:
        """Why no invoice can be created now, "" if one can; offline is no reason: it is queued."""
        if self._has_company is None:
            # kept, because commands ask at every commit of a sync, and each query then waits for its turn
            known = self._workspace.status.status().connections
            self._has_company = any(each.service == "quickbooks" for each in known)
        return "" if self._has_company else _("Connect a QuickBooks company first.")

    def connections_changed(self) -> None:
        """A service was connected or left."""
        self._has_company = None

    @cached_property
    def queue(self) -> "QueueActions":
        """What can be decided about what waits."""
        from qbodesk.ui.queue.actions import QueueActions

        return QueueActions(self._workspace, self)

    @cached_property
    def linking(self) -> "LinkingActions":
        """Existing invoices on deals, contacts and companies."""
        from qbodesk.ui.panels.linking_actions import LinkingActions

        return LinkingActions(self._workspace, self, self._readers)

    @cached_property
    def fixing(self) -> "FixingActions":
        """Records that are not in step."""
        from qbodesk.ui.panels.fixing_actions import FixingActions

        return FixingActions(self._workspace, self, self._go)

    def report_problem(self) -> None:
        """What can be sent to whoever helps, shown before it is saved."""
        from qbodesk.services.diagnosis.report import Report, gather, save
        from qbodesk.ui.shell.report_dialog import ReportDialog

        cache = self._workspace.cache if self._workspace.is_open else None
        dialog = ReportDialog(save, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

        def read() -> Report:
            return gather(self._workspace.folder, cache, self._workspace.clock(), {"qt": qVersion()})

        if self._readers is None:
            dialog.show_report(read().text)
        else:
            self._readers.run(
                read,
                lambda found: dialog.show_report(found.text),
                lambda error: (tell(dialog, error), None)[1],
                owner=dialog,
            )

    def settings_tools(self) -> "Tools":
        """What the sections of the settings may use."""
        from qbodesk.ui.settings.sections import Tools

        return Tools(
            self._workspace,
            self.askers,
            sync=self._host.sync_now,
            say=self.say,
            restore=self._screens.restore,
            erase=self._screens.erase,
            fixing=self.fixing,
        )

    def refresh(self, deal: "DealRow | None") -> None:
        """The deal in view by itself, ahead of everything, then everything that changed."""
        if deal is not None:
            self._host.refresh("deal", deal.deal_id)
        if deal is None or not self._host.paused:
            self._host.sync_now()

    def refreshed(self, trouble: str) -> None:
        """Say what came of refreshing the deal by itself; `trouble` is "" or a sentence."""
        done = (
            _("The deal is as it is in HubSpot now; its quotes and lines wait because syncing is paused.")
            if self._host.paused
            else _("The deal is as it is in HubSpot now; its quotes and lines follow with this sync.")
        )
        self.say(trouble or done)

    def create(self, deal_id: str) -> None:
        """The wizard for a deal."""
        self.safely(lambda: self._screens.open_wizard(self._workspace, deal_id, self.window))

    def from_quote(self, deal_id: str, quote_id: str) -> None:
        """The wizard for a deal, beginning with one of its quotes."""
        self.safely(
            lambda: self._screens.open_wizard(self._workspace, deal_id, self.window, quote_id=quote_id)
        )

    def continue_draft(self, deal_id: str, draft_id: str) -> None:
        """The wizard where it was left."""
        self.safely(
            lambda: self._screens.open_wizard(self._workspace, deal_id, self.window, draft_id=draft_id)
        )

    def discard_draft(self, draft_id: str) -> None:
        """Throw a draft away, after asking: it cannot be brought back."""
        ask(
            self.window,
            _("Discard this draft?"),
            _("What was prepared for this invoice is thrown away. Nothing changes in QuickBooks or HubSpot."),
            _("Discard draft"),
            lambda: self.safely(lambda: self._workspace.invoicing.discard(draft_id)),
        )

    def preview(self, pk: int, invoices: Sequence[int] = ()) -> None:
        """The PDF of an invoice; `invoices` are those one walks through from it with the arrow keys."""
        self.safely(lambda: self._screens.open_preview(self._workspace, pk, self.window, invoices=invoices))

    def print_invoices(self, pks: Sequence[int]) -> None:
        """Ask for a printer once and print these; the PDFs that are not here are fetched before."""
        from qbodesk.ui.preview import print_invoices

        if pks:
            self.safely(lambda: print_invoices(self._workspace, pks, self.window))

    def open_outside(self, kind: str, remote_id: str) -> None:
        """The record's own page in the browser."""
        portal = next(
            (c.remote_id for c in self._workspace.status.status().connections if c.service == "hubspot"), ""
        )
        address = outside.address_of(kind, remote_id, portal_id=portal)
        if self._demo or address is None:
            service = outside.service_of(kind)
            self.say(
                _("The demo has no {service} pages to open in the browser.").format(service=service)
                if self._demo
                else _("This record has no page in the browser.")
            )
        else:
            QDesktopServices.openUrl(QUrl(address))

    def open_invoice(self, pk: int) -> None:
        """An invoice's own page in QuickBooks."""
        row = self._workspace.invoices.rows([pk]).get(pk)
        if row is not None:
            self.open_outside("invoice", row.invoice_id)

    def close(self) -> None:
        """Close what was opened apart; nobody waits any more for what a server was asked."""
        for window in self._apart:
            if isValid(window):
                window.close()
        self.askers.close(timeout_ms=0)

    def open_deal(self, deal_id: str) -> None:
        """The page of a deal by its HubSpot id; one that is not in the cache is said to be missing."""
        pk = self._workspace.deals.pk_of(deal_id)
        if pk is None:
            self.missing(_("Deal"), deal_id)
        else:
            self._go(Place("deal", pk))

    def open_found(self, found: "Found", apart: bool = False) -> None:
        """A record the palette found: here where a page shows it (`apart` in a window of its own), else in the browser."""
        if found.kind not in RECORDS:
            self.open_outside(found.kind, found.remote_id)
        elif apart:
            self.open_apart(Place(found.kind, found.pk))
        else:
            self._go(Place(found.kind, found.pk))

    def open_apart(self, place: Place) -> "RecordWindow":
        """A record in a window of its own, beside this one."""
        from qbodesk.ui.shell.record_window import RecordWindow

        self._workspace.open()
        window = RecordWindow(self._workspace, self._host, self._screens, place, demo=self._demo)
        self._apart = [each for each in self._apart if isValid(each)]
        self._apart.append(window)
        window.show()
        return window

    def windows_apart(self) -> list[tuple[str, QByteArray]]:
        """The records that have a window of their own now: their addresses and where the windows stand."""
        shown = [each for each in self._apart if isValid(each) and each.isVisible()]
        return [(each.navigator.place.address, each.saveGeometry()) for each in shown]

    def sync_now(self) -> None:
        """Fetch and send now."""
        self._host.sync_now()

    def nudge(self) -> None:
        """Something was queued in the background: send it soon."""
        self._host.nudge()

    @property
    def try_demo(self) -> Callable[[], object] | None:
        """Opens the sample companies in a window of their own; None where that cannot be, as in that window itself."""
        return None if self._demo else self._screens.try_demo

    @property
    def can_connect(self) -> bool:
        """Whether a lost sign-in can be renewed from here."""
        return self._screens.connect is not None

    def connect(self) -> None:
        """Reconnect a service, where this version can."""
        connect = self._screens.connect
        if connect is not None:
            self.safely(lambda: connect(self._workspace, self.window))

    def missing(self, kind: str, remote_id: str) -> None:
        """Say that a record is not in the cache."""
        tell(
            self.window,
            InvalidInput("NOT_FOUND", kind=kind, id=remote_id),
            Remedy(_("Sync now"), self._host.sync_now),
        )

    def say(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """A toast; `action` (for example "Undo") runs `run`."""
        self._toast().show_message(text, action, run)

    def safely(self, run: Callable[[], object]) -> None:
        """Run it; a fault ends in a dialog."""
        try:
            # before what it imports: two threads that import the same packages crosswise see half of them
            self._workspace.open()
            run()
        except QboDeskError as error:
            tell(self.window, error)
