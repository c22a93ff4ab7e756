"""What a deal panel can ask for; the window decides how it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from qbodesk.ui.queue.entries import Entry


@dataclass(frozen=True, slots=True)
class DealIntents:
    """Ids are HubSpot's for quotes, ours for drafts, the row number for invoices."""

    create: Callable[[], object]
    from_quote: Callable[[str], object]
    continue_draft: Callable[[str], object]
    discard_draft: Callable[[str], object]
    preview: Callable[[int], object]
    edit_entry: Callable[[Entry], object]
    cancel_entry: Callable[[Entry], object]
    check_entry: Callable[[Entry], object]
    open_invoice: Callable[[int], object]
    add_existing: Callable[[], object]
    unlink: Callable[[int], object]
