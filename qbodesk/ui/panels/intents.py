"""What the panel of a record can ask for; the window decides how it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from qbodesk.models.domain.fixes import Fix
from qbodesk.services.rules.health import Standing
from qbodesk.ui.queue.entries import Entry


class CardIntents(Protocol):
    """What the Invoices card of any record can ask for; invoices by row number."""

    @property
    def create(self) -> Callable[[], object]: ...
    @property
    def preview(self) -> Callable[[int], object]: ...
    @property
    def open_invoice(self) -> Callable[[int], object]: ...
    @property
    def add_existing(self) -> Callable[[], object]: ...
    @property
    def unlink(self) -> Callable[[int], object]: ...
    @property
    def open_record(self) -> Callable[[str, int], object]: ...


@dataclass(frozen=True, slots=True)
class DealIntents:
    """Ids are HubSpot's for quotes, ours for drafts, the row number for invoices; `open_record` takes a kind and a row number."""

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
    open_record: Callable[[str, int], object]


@dataclass(frozen=True, slots=True)
class RecordIntents:
    """For the other records. `create` takes the HubSpot id of the deal the invoice is for, `from_quote` the quote's too;
    `unlink` kind and HubSpot id of the record, and the invoice.
    """

    create: Callable[[str], object]
    from_quote: Callable[[str, str], object]
    preview: Callable[[int], object]
    open_invoice: Callable[[int], object]
    add_existing: Callable[[str, str], object]
    unlink: Callable[[str, str, int], object]
    open_record: Callable[[str, int], object]
    open_outside: Callable[[str, str], object]
    fix: Callable[[Fix, Sequence[Standing]], object]


@dataclass(frozen=True, slots=True)
class BoundIntents:
    """The intents of a card, for the record that is in view when one is used."""

    create: Callable[[], object]
    preview: Callable[[int], object]
    open_invoice: Callable[[int], object]
    add_existing: Callable[[], object]
    unlink: Callable[[int], object]
    open_record: Callable[[str, int], object]
