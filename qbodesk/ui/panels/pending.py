"""The invoices of a deal that are not in QuickBooks yet, as rows of its card: queued ones and drafts. Does nothing itself."""

from datetime import datetime

from qbodesk.models.words import _
from qbodesk.services.reading.deals import DealPanel, DraftRow
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.intents import DealIntents
from qbodesk.ui.panels.pending_row import PendingRow, Verb
from qbodesk.ui.queue import entries
from qbodesk.ui.queue.entries import Entry
from qbodesk.ui.tables import ChipText


def pending_rows(panel: DealPanel, intents: DealIntents, now: datetime) -> list[PendingRow]:
    """What is on its way first, then what is being prepared."""
    rows = [_entry_row(entry, intents, now) for entry in panel.queued]
    return [*rows, *(_draft_row(draft, intents, now) for draft in panel.drafts)]


def _entry_row(entry: Entry, intents: DealIntents, now: datetime) -> PendingRow:
    verbs: list[Verb] = []
    if entries.can_edit(entry):
        verbs.append((_("Edit"), lambda: intents.edit_entry(entry)))
    if entries.can_check(entry):
        verbs.append((entries.check_verb(entry), lambda: intents.check_entry(entry)))
    if entries.can_cancel(entry):
        verbs.append((_("Withdraw"), lambda: intents.cancel_entry(entry)))
    title = entries.subject_of(entry).title
    return PendingRow(entries.chip_of(entry.state), title, entries.why(entry, now), verbs)


def _draft_row(draft: DraftRow, intents: DealIntents, now: datetime) -> PendingRow:
    when = formats().relative(draft.updated_at, now) if draft.updated_at else "–"
    return PendingRow(
        ChipText("pending_send", _("Draft")),
        _("An invoice is being prepared"),
        _("Last changed {time}.").format(time=when),
        [
            (_("Continue"), lambda: intents.continue_draft(draft.draft_id)),
            (_("Discard"), lambda: intents.discard_draft(draft.draft_id)),
        ],
    )
