"""The Invoices card of a record: its invoices in QuickBooks, those on their way, and the buttons. Does nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.services.reading.records import CardInvoice, CardInvoices
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.card_columns import card_columns, comes_by, shown_in_hubspot
from qbodesk.ui.panels.intents import CardIntents
from qbodesk.ui.panels.pending_row import PendingRow
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.panels.sums import DealSums, deal_sums
from qbodesk.ui.problems import show_problem
from qbodesk.ui.theme import follow_theme, px, set_icon
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import explain, link_button, primary_button, secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label


class InvoicesCard(Card):
    """Enter opens an invoice, Space previews it, Delete takes it off the record if it is on the record itself.

    `linkable` records (deal, contact, company) have the buttons to create an invoice and to add an existing one. Without
    `tells_via` the column is left out that says how an invoice comes here.
    """

    def __init__(
        self,
        intents: CardIntents,
        parent: QWidget | None = None,
        *,
        deal: bool = True,
        linkable: bool = True,
        tells_via: bool = True,
    ) -> None:
        super().__init__(_("Invoices"), parent)
        self._intents = intents
        self._linkable = linkable
        self._owner = 0
        self.create_button = primary_button(_("Create invoice"), "add")
        self.create_button.clicked.connect(lambda _checked=False: intents.create())
        self.existing = secondary_button(_("Add existing invoice"), "link")
        self.existing.clicked.connect(lambda _checked=False: intents.add_existing())
        for button in (self.existing, self.create_button):
            self.add_action(button)
            # only once it has a parent: shown without one it would be a window of its own for a moment, and take the focus
            button.setVisible(linkable)
        self.note = Banner(self)
        self.pending = QVBoxLayout()
        self.empty = plain_label(_empty_text(deal=deal, linkable=linkable), "secondary", wrap=True)
        owner, via = shown_in_hubspot(lambda one: one.pk == self._owner), comes_by()
        last = [owner] if deal else [via] if tells_via else []
        self.table: SmallTable[CardInvoice] = SmallTable(_("Invoices of this record"), card_columns(*last))
        self.table.opened.connect(self._open)
        self.table.previewed.connect(self._preview)
        self.table.selected.connect(self._explain_unlink)
        self.sums = plain_label("", "secondary", wrap=True)
        self.preview = link_button(_("Preview"), "preview")
        self.preview.clicked.connect(lambda: self._preview(self.table.currentIndex().row()))
        self.outside = link_button(_("Open in QuickBooks"), "open_outside")
        self.outside.clicked.connect(self._open_outside)
        self.unlink = link_button(_("Remove link"), "unlink")
        self.unlink.clicked.connect(self._unlink)
        self._add_menu()
        self.add(self.note)
        self.body.addLayout(self.pending)
        for widget in (self.empty, self.table):
            self.add(widget)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.sums, 1)
        self._foot.addWidget(self.preview)
        self._foot.addWidget(self.outside)
        self._foot.addWidget(self.unlink)
        self.body.addLayout(self._foot)
        self.note.hide()
        follow_theme(self._restyle_rows)

    def show_invoices(
        self,
        found: CardInvoices,
        *,
        refusal: str,
        create_refusal: str = "",
        owner: int = 0,
        pending: Sequence[PendingRow] = (),
        skipped: Problem | None = None,
    ) -> None:
        """Show them; `refusal` says why nothing can be done now, "" if it can, `create_refusal` why only nothing new.

        `owner` is the invoice whose values HubSpot shows, `skipped` why it shows none.
        """
        self._owner = owner
        self._replace_pending(pending)
        self.table.show_rows(found.rows)
        self.empty.setVisible(not found.rows and not pending)
        for widget in (self.preview, self.outside, self.unlink):
            widget.setVisible(bool(found.rows))
        self.unlink.setVisible(self._linkable and any(one.removable for one in found.rows))
        self.sums.setText("   ".join(sums_text(each) for each in deal_sums(one.row for one in found.rows)))
        self.set_title(_("Invoices"), _counted(found))
        if skipped is not None:
            show_problem(self.note, skipped)
        else:
            self.note.hide()
        explain(self.create_button, refusal or create_refusal)
        explain(self.existing, refusal)
        if not self.create_button.toolTip():
            self.create_button.setToolTip(_("Create invoice (Ctrl+I)"))
        if not refusal:
            self.existing.setToolTip(_("Add existing invoice (Ctrl+Shift+I)"))
        self._explain_unlink()

    def _add_menu(self) -> None:
        """What can be done with the invoice under the cursor, by the menu key too."""
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        delete = QKeySequence(QKeySequence.StandardKey.Delete)
        for text, icon_name, keys, run in (
            (_("Open"), "invoices", None, lambda: self._open(self.table.currentIndex().row())),
            (_("Preview"), "preview", None, lambda: self._preview(self.table.currentIndex().row())),
            (_("Open in QuickBooks"), "open_outside", None, self._open_outside),
            (_("Copy number"), "copy", None, self._copy_number),
            (_("Remove link"), "unlink", delete, self._unlink),
        ):
            action = QAction(text, self.table)
            set_icon(action, icon_name)
            if keys is not None:
                action.setShortcut(keys)
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, run=run: run())
            self.table.addAction(action)
        self._remove = self.table.actions()[-1]

    def _open(self, number: int) -> None:
        row = self.table.row(number)
        if row is not None:
            self._intents.open_record("invoice", row.pk)

    def _copy_number(self) -> None:
        one = self.table.chosen()
        if one is not None:
            QGuiApplication.clipboard().setText(one.row.number or one.row.invoice_id)

    def walk(self) -> list[int]:
        """The invoices shown, in their order: those the preview leafs through."""
        return [
            row.pk for n in range(self.table.model().rowCount()) if (row := self.table.row(n)) is not None
        ]

    def _explain_unlink(self) -> None:
        one = self.table.chosen()
        removable = one is not None and one.removable and self._linkable
        self._remove.setEnabled(removable)
        explain(
            self.unlink,
            "" if removable else _("This invoice is here by its deal or customer, not by a link of its own."),
        )
        if removable:
            self.unlink.setToolTip(
                _("Takes the invoice off this record (Delete). QuickBooks is not changed.")
            )

    def _preview(self, number: int) -> None:
        row = self.table.row(number)
        if row is not None:
            self._intents.preview(row.pk)

    def _open_outside(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self._intents.open_invoice(row.pk)

    def _unlink(self) -> None:
        row = self.table.chosen()
        if row is not None and row.removable and self._linkable:
            self._intents.unlink(row.pk)

    def _replace_pending(self, rows: Sequence[PendingRow]) -> None:
        while (item := self.pending.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row in rows:
            self.pending.addWidget(row)

    def _restyle_rows(self) -> None:
        self.pending.setSpacing(px(8))
        self._foot.setSpacing(px(8))


def _empty_text(*, deal: bool, linkable: bool) -> str:
    if deal:
        return _(
            "No invoices for this deal. Create one from the deal or a quote, or add one that already exists in"
            " QuickBooks."
        )
    if linkable:
        return _("No invoices yet. Create one from a deal, or add one that already exists in QuickBooks.")
    return _("No invoices.")


def _counted(found: CardInvoices) -> str:
    number = formats().number
    if found.total > len(found.rows):
        return _("{shown} of {total}").format(shown=number(len(found.rows)), total=number(found.total))
    return number(len(found.rows)) if found.rows else ""


def sums_text(sums: DealSums) -> str:
    """Everything invoiced, open and overdue in one currency, as one line."""
    money = formats().money
    if sums.overdue:
        return _("Invoiced {billed}, open {open}, overdue {overdue}").format(
            billed=money(sums.billed), open=money(sums.open), overdue=money(sums.overdue)
        )
    return _("Invoiced {billed}, open {open}").format(billed=money(sums.billed), open=money(sums.open))
