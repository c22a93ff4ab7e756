"""Fourteen bugs, each a patch of one function of the program: whoever cannot find them proves nothing. Finds none itself."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from qbodesk.app import compose
from qbodesk.models.cache import epoch, freeze, outbox
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_sync import outbox as outbox_op
from qbodesk.models.domain import outbox as rules
from qbodesk.models.domain import writeback
from qbodesk.models.domain.outbox import State, same_invoice
from qbodesk.models.errors import Duplicate, Refused, ServerTrouble
from qbodesk.services.changes import ChangeSet
from qbodesk.services.http import trouble
from qbodesk.services.invoicing.body import print_of_body, print_of_record
from qbodesk.services.invoicing.intents import InvoiceIntent
from qbodesk.services.outbox import entries, review, sender
from qbodesk.services.outbox.handlers import quickbooks
from qbodesk.services.outbox.handlers.quickbooks import CreateInvoice
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.sync.pull_quickbooks import QuickBooksPull

Patch = AbstractContextManager[Any]


def no_wait() -> Patch:
    """The look-up comes without the two minutes' wait before a resend."""
    return patch.object(compose, "RESEND_WAIT", timedelta(0))


def key_per_attempt() -> Patch:
    """Every attempt makes itself a key."""
    create = QuickBooksClient.create
    made = iter(range(10**9))

    def with_own_key(self: QuickBooksClient, entity: Any, body: bytes, request_key: str) -> Any:
        return create(self, entity, body, f"{request_key}-{next(made)}")

    return patch.object(QuickBooksClient, "create", with_own_key)


def key_in_client() -> Patch:
    """The key belongs to the HTTP client, which forgets it with every process."""
    create = QuickBooksClient.create
    held: dict[int, int] = {}

    def with_clients_key(self: QuickBooksClient, entity: Any, body: bytes, request_key: str) -> Any:
        number = held[id(self)] = held.get(id(self), 0) + 1
        return create(self, entity, body, f"{id(self):x}-{number}"[-36:])

    return patch.object(QuickBooksClient, "create", with_clients_key)


def told_before_stored() -> Patch:
    """The screens hear of a success before it is committed."""
    succeeded = entries.Entries.succeeded

    def early(self: Any, entry: Any, handler: Any, reply: Any, *, by: str = "answer") -> None:
        self._changes.publish(ChangeSet.of("outbox", entry.op_id))
        changes, self._changes = self._changes, _Nobody()
        try:
            succeeded(self, entry, handler, reply, by=by)
        finally:
            self._changes = changes

    return patch.object(entries.Entries, "succeeded", early)


def anchor_early() -> Patch:
    """The anchor moves before the rows it covers are stored."""
    take = QuickBooksPull._take

    def early(self: Any, entity: Any, found: Any) -> Iterator[Any]:
        with self._cache.write() as tx:
            self._put(tx, "changes", "changes", instant(found.time))
        yield from take(self, entity, found)

    return patch.object(QuickBooksPull, "_take", early)


def retry_on_400() -> Patch:
    """A certain refusal is tried again."""
    failed = sender.Outbox._failed

    def again(self: Any, entry: Any, error: Any, *, repeatable: bool) -> None:
        if isinstance(error, Refused) and not isinstance(error, Duplicate):
            error = ServerTrouble(service="QuickBooks")
        failed(self, entry, error, repeatable=repeatable)

    return patch.object(sender.Outbox, "_failed", again)


def no_claim() -> Patch:
    """Nobody writes down which entry made a record."""
    return patch.object(outbox, "claim_remote", lambda *_words: None)


@contextmanager
def cancel_while_sending() -> Iterator[None]:
    """What may have left can be withdrawn."""
    free = {state: moves | {State.CANCELLED} for state, moves in rules.TRANSITIONS.items()}
    loose = review.WITHDRAWABLE | {State.SENDING, State.UNKNOWN, State.RECONCILING}
    with patch.object(rules, "TRANSITIONS", free), patch.object(review, "WITHDRAWABLE", loose):
        yield


def timeout_not_applied() -> Patch:
    """No answer counts as "surely not done"."""

    def never(service: str, text: str, *, writing: bool, answer: Any = None) -> ServerTrouble:
        del writing, answer
        return ServerTrouble(service=service, server_text=text)

    return patch.object(trouble, "lost", never)


def lanes_by_time() -> Patch:
    """The newest due entry goes first, whatever lane it is in and whatever it waits for."""

    def newest(connection: Any, now: datetime, conn_ids: Sequence[int]) -> Any:
        table = outbox_op
        query = (
            select(table)
            .where(
                table.c.state.in_([state.value for state in outbox._MOVING]),
                table.c.conn_id.in_(conn_ids),
                (table.c.not_before == "") | (table.c.not_before <= instant(now)),
            )
            .order_by(table.c.created_at.desc(), table.c.seq.desc())
        )
        row = connection.execute(query).mappings().first()
        return None if row is None else outbox._entry(row)

    return patch.object(outbox, "next_due", newest)


def crash_forgotten() -> Patch:
    """After a crash what was being sent is simply sent again."""

    def recover(self: Any) -> None:
        table = outbox_op
        with self._cache.write() as tx:
            half = table.c.state.in_([State.SENDING.value, State.RECONCILING.value, State.UNKNOWN.value])
            tx.execute(table.update().where(half).values(state=State.QUEUED.value, not_before=""))

    return patch.object(entries.Entries, "recover", recover)


def twin_taken() -> Patch:
    """Whatever looks like our invoice is taken for ours, marker or not."""

    def look_up(self: Any, entry: Any) -> Any:
        intent = InvoiceIntent.decode(entry.intent)
        sent = self._fields(entry)
        since = (entry.first_sent_at or entry.created_at) - quickbooks.MARKED_MARGIN
        found = self._quickbooks(entry.conn_id).find_invoices(sent["CustomerRef"]["value"], since)
        ours = print_of_body(sent, intent.home_currency)
        looks = [
            row for row in found if same_invoice(ours, print_of_record(row.record, intent.home_currency))
        ]
        return [self._reply(row) for row in looks]

    return patch.object(CreateInvoice, "look_up", look_up)


def restored_and_sent() -> Patch:
    """What a restored workspace holds is sent as if nothing had happened."""

    def thawed(tx: Any, mark: str, _now: datetime, _code: str) -> Any:
        return epoch.begin(tx, mark)

    return patch.object(freeze, "freeze", thawed)


def first_invoice_speaks() -> Patch:
    """A deal goes on saying what its first invoice says."""

    def first(invoices: Any) -> Any:
        return min(invoices, key=writeback._recency, default=None)

    return patch.object(writeback, "owner", first)


class _Nobody:
    def publish(self, _changes: object) -> None:
        pass


SEEDED: dict[str, Callable[[], Patch]] = {
    bug.__name__: bug
    for bug in (
        no_wait, key_per_attempt, key_in_client, told_before_stored, anchor_early, retry_on_400, no_claim, cancel_while_sending,
        timeout_not_applied, lanes_by_time, crash_forgotten, twin_taken, restored_and_sent,
        first_invoice_speaks,
    )
}  # fmt: skip


def seeded(name: str | None) -> Patch:
    """The patch of that name; none without a name."""
    return SEEDED[name]() if name else nullcontext()
