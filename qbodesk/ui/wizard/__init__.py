"""The invoice wizard: from a deal or quote to a queued invoice, page by page. Decides nothing: `invoice_flow` does."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from qbodesk.models.domain.draft import InvoiceDraft, Source
from qbodesk.services.workspace import Workspace
from qbodesk.ui.wizard.flow import WizardFlow

__all__ = ["open_wizard"]


def open_wizard(
    workspace: Workspace,
    deal_id: str,
    parent: QWidget | None,
    *,
    quote_id: str | None = None,
    draft_id: str | None = None,
    on_confirmed: Callable[[str], object] | None = None,
    recheck: Callable[[], object] | None = None,
    demo: bool = False,
) -> QDialog:
    """Open the wizard for a HubSpot deal over `parent` and return at once.

    `draft_id` goes on with that draft and `quote_id` begins with that quote; with neither, the deal's open draft goes on
    or a new one begins. `on_confirmed` hears the outbox entry once the invoice is queued, `recheck` asks for a fresh look
    at QuickBooks' settings, and a `demo` has no page in the browser. Raises the `InvalidInput` of `Invoicing.open_draft`
    (`NOT_FOUND`, `NO_CONNECTION`).
    """
    from qbodesk.ui.wizard.dialog import WizardDialog

    known = _known_drafts(workspace, deal_id)
    draft = _draft(workspace, deal_id, quote_id, draft_id, has_open_draft=bool(known))
    flow = WizardFlow(workspace, draft, resumed=draft.draft_id in known)
    dialog = WizardDialog(flow, parent, on_confirmed=on_confirmed, recheck=recheck, demo=demo)
    dialog.open()
    return dialog


def _known_drafts(workspace: Workspace, deal_id: str) -> set[str]:
    pk = workspace.deals.pk_of(deal_id)
    return set() if pk is None else {each.draft_id for each in workspace.deals.panel(pk).drafts}


def _draft(
    workspace: Workspace, deal_id: str, quote_id: str | None, draft_id: str | None, *, has_open_draft: bool
) -> InvoiceDraft:
    if draft_id is not None:
        return workspace.invoicing.draft(draft_id)
    draft = workspace.invoicing.open_draft(deal_id)
    if quote_id is None or (draft.source is Source.QUOTE and draft.quote_id == quote_id):
        return draft
    if has_open_draft:
        # what was typed for another source stays a draft of its own
        draft = workspace.invoicing.open_draft(deal_id, fresh=True)
    draft = workspace.invoicing.choose_source(draft, Source.QUOTE, quote_id)
    workspace.invoicing.save(draft)
    return draft
