"""Outbox entries of invoices: queueing one with its customer, finding them again, taking one back. Sends nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from qbodesk.models.cache import connections, outbox
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import InvalidInput, NotInvoiceable
from qbodesk.services.clock import Chance
from qbodesk.services.invoicing import drafts, prefill
from qbodesk.services.invoicing.intents import CREATE_CUSTOMER, CREATE_INVOICE, CustomerIntent, InvoiceIntent

EDITABLE = frozenset({State.QUEUED, State.RETRY_WAIT, State.REJECTED, State.BLOCKED})
"""States in which an entry certainly did not reach its server."""


def queue(
    tx: Connection, draft: InvoiceDraft, rules: CompanyRules, op_id: str, *, chance: Chance, now: datetime
) -> None:
    """The entries of an invoice, its new customer's before it, in the caller's transaction."""
    conn_id = next(
        each.conn_id for each in connections.listed(tx, "quickbooks") if each.remote_id == rules.realm_id
    )
    customer_op = None
    if draft.customer.new:
        customer_op = chance.new_id()
        outbox.add(
            tx,
            op_id=customer_op,
            kind=CREATE_CUSTOMER,
            conn_id=conn_id,
            lane=f"draft:{draft.draft_id}:customer:{customer_op}",
            business_key=f"deal:{draft.deal_id}",
            intent=CustomerIntent.of(draft, rules, prefill.people(tx, draft)[0]).encode(),
            now=now,
        )
    outbox.add(
        tx,
        op_id=op_id,
        kind=CREATE_INVOICE,
        conn_id=conn_id,
        lane=f"draft:{draft.draft_id}:{op_id}",
        business_key=f"deal:{draft.deal_id}",
        depends_on=customer_op,
        intent=InvoiceIntent.of(draft, rules, customer_op).encode(),
        now=now,
    )


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking an invoice back comes to: the draft as it is then, and the entries that are withdrawn for it."""

    draft: InvoiceDraft
    entries: tuple[Entry, ...]


def taken_back(tx: Connection, op_id: str) -> TakenBack:
    """The draft of an invoice that was not sent or was refused, with its new customer as far as that one got.

    Raises `InvalidInput` (`CANNOT_EDIT_NOW`) while either may have reached QuickBooks. Changes nothing.
    """
    entry = outbox.get(tx, op_id)
    if entry is None or entry.kind != CREATE_INVOICE or entry.state not in EDITABLE:
        raise InvalidInput("CANNOT_EDIT_NOW")
    intent = InvoiceIntent.decode(entry.intent)
    draft = drafts.load(tx, intent.draft_id)
    if draft is None:
        raise InvalidInput("NOT_FOUND", kind="Draft", id=op_id)
    customer = outbox.get(tx, intent.customer_op) if intent.customer_op else None
    if customer is None or customer.state is State.CANCELLED:
        return TakenBack(draft, (entry,))
    if customer.state is State.SUCCEEDED:
        email = draft.customer.new.email if draft.customer.new else ""
        made = CustomerChoice(customer.remote_id, customer.remote_number, email)
        return TakenBack(replace(draft, customer=made), (entry,))
    if customer.state not in EDITABLE:
        raise InvalidInput("CANNOT_EDIT_NOW")
    return TakenBack(draft, (customer, entry))


def withdraw(tx: Connection, back: TakenBack, now: datetime) -> None:
    """Take it back: its entries are never sent, its draft is open again. `EntryMovedError` when one was moved meanwhile."""
    for entry in back.entries:
        outbox.shift(tx, entry, State.CANCELLED)
    drafts.reopen(tx, back.draft.draft_id)
    drafts.save(tx, back.draft, now)


def queued_invoices(tx: Connection, draft: InvoiceDraft, but: str = "") -> list[str]:
    """Invoices of the deal that are on their way, except for the entry `but`: it is invoiced before QuickBooks has answered."""
    waiting = [
        entry
        for entry in outbox.listed(tx, business_key=f"deal:{draft.deal_id}")
        if entry.kind == CREATE_INVOICE
        and entry.op_id != but
        and entry.state not in {State.SUCCEEDED, State.CANCELLED, State.REJECTED}
    ]
    return [entry.remote_number or entry.op_id[:8] for entry in waiting]


def entry_of(tx: Connection, draft: InvoiceDraft) -> str:
    """The entry a confirmed draft was queued as; `DRAFT_DISCARDED` when there is none."""
    for entry in reversed(outbox.listed(tx, business_key=f"deal:{draft.deal_id}")):
        if entry.kind == CREATE_INVOICE and InvoiceIntent.decode(entry.intent).draft_id == draft.draft_id:
            return entry.op_id
    raise NotInvoiceable("DRAFT_DISCARDED")
