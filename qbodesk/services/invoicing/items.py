"""A product that is missing in QuickBooks: suggested from a line of HubSpot, checked, queued. Sends nothing itself."""

from collections import Counter
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from qbodesk.models.cache import connections, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import line_item
from qbodesk.models.cache.tables_qbo import account, item
from qbodesk.models.domain.draft import DraftLine, InvoiceDraft
from qbodesk.models.domain.new_item import NewItem, check_new_item
from qbodesk.models.domain.outbox import FINAL_STATES
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import InvalidInput, NotInvoiceable
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.invoicing.intents import CREATE_ITEM, ItemIntent
from qbodesk.services.quickbooks.records import Item


@dataclass(frozen=True, slots=True)
class IncomeAccount:
    """An account a product's sales may be booked to."""

    id: str
    name: str


class ItemDesk:
    """Every method reads the cache; `create` writes the outbox, none needs the network."""

    def __init__(self, cache: Cache, changes: Changes, clock: Clock, chance: Chance) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance

    def accounts(self, realm_id: str) -> tuple[IncomeAccount, ...]:
        """Income accounts in use, the one most products are booked to first."""
        accounts = (
            select(account.c.id, account.c.name)
            .where(account.c.realm_id == realm_id, account.c.active == 1, account.c.type == "Income")
            .order_by(account.c.name)
        )
        with self._cache.read() as tx:
            found = [IncomeAccount(row.id, row.name) for row in tx.execute(accounts)]
            stored = tx.execute(select(item.c.raw).where(item.c.realm_id == realm_id, item.c.active == 1))
            used = Counter(_account_of(row.raw) for row in stored)
        return tuple(sorted(found, key=lambda each: -used[each.id]))

    def suggested(self, draft: InvoiceDraft, line: DraftLine) -> NewItem:
        """The form for a line's product, from what HubSpot says of it."""
        with self._cache.read() as tx:
            wanted = line.origin.rpartition(" ")[2]
            product = tx.execute(select(line_item.c.product_id).where(line_item.c.id == wanted)).scalar()
        accounts = self.accounts(draft.realm_id or "")
        name = " ".join((line.origin_name or line.description).replace(":", " ").split())
        return NewItem(
            name=name[:100],
            price=line.unit_price or None,
            sku=line.origin_sku,
            description=line.description if line.description != name else "",
            account_id=accounts[0].id if accounts else "",
            tax_code_id=line.tax_code_id or "",
            product_id=product or "",
        )

    def taken(self, realm_id: str, name: str) -> bool:
        """Whether an item, inactive ones too, or one on its way has the name."""
        wanted = fold(name)
        query = select(item.c.id).where(item.c.realm_id == realm_id, item.c.name_folded == wanted)
        with self._cache.read() as tx:
            if tx.execute(query).first() is not None:
                return True
            return any(
                entry.kind == CREATE_ITEM
                and entry.state not in FINAL_STATES
                and fold(ItemIntent.decode(entry.intent).name) == wanted
                for entry in outbox.listed(tx, business_key=_key(realm_id))
            )

    def create(self, draft: InvoiceDraft, new: NewItem) -> str:
        """Queue the product; returns its outbox entry. Raises `NotInvoiceable` with the first thing in the way."""
        realm_id = draft.realm_id or ""
        found = check_new_item(new, lambda name: self.taken(realm_id, name))
        if found:
            raise NotInvoiceable(found[0].problem.code, **found[0].problem.facts)
        with self._cache.write() as tx:
            conn_id = next(
                (each.conn_id for each in connections.listed(tx, "quickbooks") if each.remote_id == realm_id),
                None,
            )
            if conn_id is None:
                raise InvalidInput("NO_CONNECTION", service="QuickBooks")
            op_id = self._chance.new_id()
            outbox.add(
                tx,
                op_id=op_id,
                kind=CREATE_ITEM,
                conn_id=conn_id,
                lane=f"item:{op_id}",
                business_key=_key(realm_id),
                intent=ItemIntent.of(draft, new).encode(),
                now=self._clock(),
            )
        self._changes.publish(ChangeSet.of("outbox", op_id))
        return op_id


def _key(realm_id: str) -> str:
    return f"items:{realm_id}"


def _account_of(raw: bytes) -> str:
    try:
        return msgspec.json.decode(raw, type=Item).income_account_ref.value
    except msgspec.MsgspecError:
        return ""
