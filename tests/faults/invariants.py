"""What must hold after every schedule, read from the servers' own tables and journal, never from what the program says it did.

The numbers are those of docs/faults.md.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from qbodesk.simulator.audit import audit
from qbodesk.simulator.wire import Body
from tests.faults import others
from tests.faults.schedule import Day
from tests.faults.user import CREATE, Confirmed

Found = Iterator[str]

FINAL = {"succeeded", "cancelled", "rejected"}


def exactly_one(day: Day) -> Found:
    """1. Every confirmed invoice exists exactly once, with its amounts; what was withdrawn does not exist.

    What a colleague has typed in by hand counts as the invoice when ours never came to be and the program says so. What a
    restored workspace does not know any more may have been sent before.
    """
    made = _documents(day)
    rows = {row["op_id"]: row for row in _rows(day, "SELECT * FROM outbox_op")}
    for one in day.user.confirmed:
        documents = made.pop(one.op_id, [])
        row = rows.get(one.op_id)
        state = row["state"] if row else "forgotten"
        name = f"{one.op_id[:6]} ({one.draft.deal_name}, {state})"
        if one.withdrawn:
            if documents:
                yield f"{name}: withdrawn, and exists as {_ids(documents)}"
        elif state == "rejected":
            if documents:
                yield f"{name}: refused, and exists as {_ids(documents)}"
        elif len(documents) > 1 and not _nobody_could_know(day, documents):
            yield f"{name}: DUPLICATE {_ids(documents)}"
        elif not documents:
            if row:
                yield f"{name}: LOST"
        elif row and row["remote_id"] != documents[-1]["Id"]:
            yield f"{name}: exists as {_ids(documents)}, the program calls it {row['remote_id']}"
        else:
            yield from _as_confirmed(one, documents[-1], name)
    for op_id, documents in made.items():
        yield f"{op_id[:6]}: nobody confirmed it, and it exists as {_ids(documents)}"


def one_customer(day: Day) -> Found:
    """1b. Every new customer exists at most once, and exactly once when its entry succeeded."""
    journal = list(_creations(day, "Customer"))
    keys = Counter(entry["requestid"] for entry in journal)
    for row in _rows(day, "SELECT * FROM outbox_op WHERE kind = 'quickbooks.customer.create'"):
        times = keys.pop(row["req_key"], 0)
        if times > 1:
            yield f"customer {row['op_id'][:6]}: DUPLICATE, {times} times"
        if row["state"] == "succeeded" and not others.company(day.lab).tables["Customer"].get(
            row["remote_id"]
        ):
            yield f"customer {row['op_id'][:6]}: LOST"
    for key in [] if day.restored_at else keys:
        yield f"a customer was made under the key {key} of no entry"


def nothing_stuck(day: Day) -> Found:
    """2. Nothing is left half way."""
    for row in _rows(day, "SELECT * FROM outbox_op"):
        if row["state"] not in FINAL:
            yield f"{row['op_id'][:6]} {row['kind']}: STUCK in {row['state']} {row['fault_code']} {row['fault_facts']}"
        if row["state"] == "rejected" and row["kind"] not in {CREATE, "quickbooks.customer.create"}:
            yield f"{row['op_id'][:6]} {row['kind']}: refused {row['fault_code']} {row['fault_facts']}"


def claimed_once(day: Day) -> Found:
    """3. Whatever succeeded at QuickBooks is claimed, by one entry."""
    claims = {row["op_id"]: row["remote_id"] for row in _rows(day, "SELECT * FROM outbox_claim")}
    for row in _rows(
        day, "SELECT * FROM outbox_op WHERE state = 'succeeded' AND kind = 'quickbooks.invoice.create'"
    ):
        if claims.get(row["op_id"]) != row["remote_id"]:
            yield f"{row['op_id'][:6]}: made {row['remote_id']}, claims {claims.get(row['op_id'])}"
    held = Counter((row["remote_type"], row["remote_id"]) for row in _rows(day, "SELECT * FROM outbox_claim"))
    yield from (f"{key} has {times} owners" for key, times in held.items() if times > 1)


def one_key_one_payload(day: Day) -> Found:
    """4. All requests of one entry carry one key and, at QuickBooks, never the same key with another content."""
    keys: dict[str, set[str]] = defaultdict(set)
    for entry in _asked(day):
        if entry["method"] == "POST" and entry["path"].rsplit("/", 1)[-1] in {"invoice", "customer"}:
            keys[(entry["requestid"] or "").partition("-")[0]].add(entry["requestid"] or "none")
    yield from _asked_after_refusal(day)
    for op_id, used in keys.items():
        if len(used) > 1:
            yield f"{op_id[:6]}: sent under the keys {sorted(used)}"
    for row in _rows(day, "SELECT * FROM outbox_op WHERE req_key IS NOT NULL"):
        # of a batch every record's values are kept with its run instead, once it is done
        batch = row["kind"].startswith(("hubspot.records.", "hubspot.invoice"))
        if row["attempts"] and not row["payload"] and not (batch and row["state"] == "succeeded"):
            yield f"{row['op_id'][:6]}: sent, and nobody knows what"


def _asked_after_refusal(day: Day) -> Found:
    refused: set[str] = set()
    for entry in _asked(day):
        if entry["n"] <= day.restored_at:
            continue  # a restored workspace has forgotten it
        if (key := entry["requestid"]) and key in refused:
            yield f"{key}: sent again after QuickBooks refused it"
        if key and entry["status"] == 400 and entry["fault"] is None and entry["n"] not in day.lab.unheard:
            refused.add(key)


def in_order(day: Day) -> Found:
    """5. Within a lane in the order queued; nothing before what it depends on."""
    rows = {row["op_id"]: row for row in _rows(day, "SELECT * FROM outbox_op ORDER BY lane, lane_seq")}
    for row in rows.values():
        needed = rows.get(row["depends_on"] or "")
        if needed and row["state"] == "succeeded" and needed["state"] != "succeeded":
            yield f"{row['op_id'][:6]}: done before {needed['op_id'][:6]} ({needed['state']})"
        if needed and row["first_sent_at"] and needed["state"] != "succeeded":
            yield f"{row['op_id'][:6]}: sent before {needed['op_id'][:6]} was there"


def cache_equals_servers(day: Day) -> Found:
    """6. The cache says what the servers say, record for record."""
    books = others.company(day.lab)
    for entity, table in (
        ("Customer", "qb_customer"),
        ("Item", "qb_item"),
        ("Invoice", "qb_invoice"),
        ("Payment", "qb_payment"),
    ):
        deleted = "WHERE deleted = 0" if entity in {"Invoice", "Payment"} else ""
        held = {row["id"]: row for row in _rows(day, f"SELECT * FROM {table} {deleted}")}
        there = {record.id: record for record in books.tables[entity]}
        yield from _same_ids(entity, set(held), set(there))
        for key in held.keys() & there.keys():
            ours, theirs = msgspec.json.decode(held[key]["raw"]), msgspec.json.decode(there[key].body)
            if ours != theirs:
                yield f"{entity} {key}: the cache has {_difference(ours, theirs)}"
    for kind, table in (("contacts", "crm_contact"), ("companies", "crm_company"), ("deals", "crm_deal")):
        held = {row["id"]: row for row in _rows(day, f"SELECT * FROM {table}")}
        live = {str(record.id): record for record in day.lab.servers.portal.stores[kind].live.values()}
        yield from _same_ids(kind, set(held), set(live))
        for key in held.keys() & live.keys():
            ours = msgspec.json.decode(held[key]["raw"])["properties"]
            for name, value in ours.items():
                if (value or "") != live[key].properties.get(name, "") and not name.startswith("hs_"):
                    yield f"{kind} {key}: {name} is {value!r}, at HubSpot {live[key].properties.get(name)!r}"


def deals_say_it(day: Day) -> Found:
    """7. A deal's five values are those of its invoice that was updated last in QuickBooks."""
    books = others.company(day.lab)
    of_deal: dict[str, list[Body]] = defaultdict(list)
    made = _documents(day)
    for one in day.user.confirmed:
        for document in made.get(one.op_id, []):
            record = books.tables["Invoice"].get(document["Id"])
            of_deal[one.draft.deal_id] += [record.read()] if record else []
    known = {row["op_id"] for row in _rows(day, "SELECT op_id FROM outbox_op")}
    written = [one for one in day.user.confirmed if made.get(one.op_id)]
    # a restored workspace does not know that an invoice made meanwhile is the deal's
    forgotten = {one.draft.deal_id for one in written if one.op_id not in known}
    for deal_id in {one.draft.deal_id for one in written} - forgotten:
        alive = of_deal[deal_id]
        expected = _five(max(alive, key=_recency), books.today()) if alive else dict.fromkeys(_FIVE, "")
        held = day.lab.servers.portal.stores["deals"].live[int(deal_id)].properties
        for name, value in expected.items():
            said = held.get(f"qbodesk_invoice_{name}", "")
            same = (
                _number(said) == _number(value) if name == "amount" else said[: len(value) or None] == value
            )
            if not same:
                yield f"deal {deal_id}: {name} is {said!r}, its invoice says {value!r}"


def anchors(day: Day) -> Found:
    """8. No anchor is ahead of the servers' time."""
    now = day.lab.time.now()
    for row in _rows(
        day, "SELECT * FROM sync_cursor WHERE kind IN ('changes', 'window') AND object <> 'setup'"
    ):
        if row["value"] and _moment(row["value"]) > now:
            yield f"anchor {row['object']} of {row['conn_id']} is at {row['value']}, it is {now}"


def file_is_sound(day: Day) -> Found:
    """9. SQLite finds nothing wrong."""
    with closing(sqlite3.connect(day.lab.ws.cache.path)) as file:
        if (said := file.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            yield str(said)
        yield from (str(row) for row in file.execute("PRAGMA foreign_key_check"))


def no_secret(day: Day) -> Found:
    """10. No token stands in the file or in what the program remembers of its troubles."""
    content = day.lab.ws.cache.path.read_bytes()
    wal = day.lab.ws.cache.path.with_name("qbodesk.db-wal")
    content += wal.read_bytes() if wal.exists() else b""
    servers = day.lab.servers
    access, refresh = servers.tokens.pair(others.company(day.lab).realm_id)
    for name, secret in (
        ("access token", access),
        ("refresh token", refresh),
        ("HubSpot's key", servers.portal.token),
        ("client secret", servers.tokens.client_secret),
    ):
        if secret.encode() in content:
            yield f"the {name} stands in the file"


def books_balance(day: Day) -> Found:
    """11. The servers' own ledger check finds nothing; a key had one effect wherever the server remembers keys."""
    servers = day.lab.servers
    made = _made(day, "Invoice")
    for problem in audit(servers.companies, servers.portal, servers.journal)["problems"]:
        key = problem["record"].rpartition("/")[2].partition("-")[0]
        if problem["rule"] == "requestid" and _nobody_could_know(day, made.get(key, [])):
            continue
        yield f"{problem['rule']} {problem['record']}: {problem['detail']}"


def screens_say_it(day: Day) -> Found:
    """12. A screen that reads again whenever it is told shows what is stored."""
    for row in _rows(day, "SELECT * FROM outbox_op"):
        if (shown := day.lab.screen.get(row["op_id"])) != row["state"]:
            yield f"{row['op_id'][:6]}: the screen says {shown}, it is {row['state']}"


INVARIANTS: tuple[Callable[[Day], Found], ...] = (
    exactly_one, one_customer, nothing_stuck, claimed_once, one_key_one_payload, in_order, cache_equals_servers, deals_say_it,
    anchors, file_is_sound, no_secret, books_balance, screens_say_it,
)  # fmt: skip


def broken(day: Day) -> list[str]:
    """Everything that does not hold."""
    return [f"{check.__name__}: {found}" for check in INVARIANTS for found in check(day)]


_FIVE = ("amount", "recipient", "number", "status", "due_date")


def _five(body: Body, today: date) -> dict[str, str]:
    return {
        "amount": str(body["TotalAmt"]),
        "recipient": body["CustomerRef"]["name"],
        "number": body.get("DocNumber", ""),
        "status": _stage(body, today),
        "due_date": body["DueDate"],
    }


def _stage(body: Body, today: date) -> str:
    total, balance = Decimal(str(body["TotalAmt"])), Decimal(str(body["Balance"]))
    if not total and "Voided" in body.get("PrivateNote", ""):
        return "voided"
    if not balance:
        return "paid"
    if date.fromisoformat(body["DueDate"]) < today:
        return "overdue"
    if balance < total:
        return "partially_paid"
    return "sent" if body.get("EmailStatus") == "EmailSent" else "pending_send"


def _recency(body: Body) -> tuple[datetime, int]:
    return _moment(body["MetaData"]["LastUpdatedTime"]), int(body["Id"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _as_confirmed(one: Confirmed, created: Body, name: str) -> Found:
    lines = [each for each in created["Line"] if each["DetailType"] == "SalesItemLineDetail"]
    total = sum((Decimal(str(each["Amount"])) for each in lines), Decimal(0))
    if total != one.lines_total:
        yield f"{name}: confirmed {one.lines_total}, made {total}"
    wanted = (one.draft.invoice_date.isoformat(), one.draft.due_date.isoformat(), one.draft.message_sent)
    got = (created["TxnDate"], created["DueDate"], created.get("CustomerMemo", {}).get("value", ""))
    if wanted != got:
        yield f"{name}: confirmed {wanted}, made {got}"
    choice = one.draft.customer
    ref = created["CustomerRef"]
    if choice.customer_id and ref["value"] != choice.customer_id:
        yield f"{name}: for customer {choice.customer_id}, made for {ref['value']}"


def _asked(day: Day) -> Iterator[Body]:
    """Requests of the program to the products."""
    for entry in day.lab.servers.journal.since(writes=False):
        if entry["who"].get("client", "").startswith("qbodesk/"):
            yield entry


def _creations(day: Day, entity: str) -> list[Body]:
    return [
        entry
        for entry in _asked(day)
        if any(each["type"] == entity and each["op"] == "create" for each in entry["effect"])
    ]


def _made(day: Day, entity: str) -> dict[str, list[Body]]:
    """Entry -> documents the program's requests made under its key, as they were first stored."""
    found: dict[str, list[Body]] = defaultdict(list)
    for entry in day.lab.servers.journal.since():
        if not entry["who"].get("client", "").startswith("qbodesk/"):
            continue
        for write in entry["writes"] or []:
            if write["type"] == entity and write["before"] is None:
                found[(entry["requestid"] or "no key").partition("-")[0]].append(_plain(write["after"]))
    return found


def _documents(day: Day) -> dict[str, list[Body]]:
    """Entry -> its documents: those made under its key, else the one made by hand that the program knows as its own.

    Else: ours never came to be, or a colleague had deleted it before anybody looked.
    """
    found = _made(day, "Invoice")
    invoices = others.company(day.lab).tables["Invoice"]
    by_hand = {
        write["id"]: _plain(write["after"])
        for entry in day.lab.servers.journal.since()
        if entry["who"].get("client") == "somebody"
        for write in entry["writes"] or []
        if write["type"] == "Invoice" and write["before"] is None
    }
    for row in _rows(day, "SELECT * FROM outbox_op WHERE state = 'succeeded'"):
        ours = found.get(row["op_id"], [])
        stands = len(ours) > 1 or any(invoices.get(each["Id"]) for each in ours)
        if row["kind"] == CREATE and not stands and row["remote_id"] in by_hand:
            found[row["op_id"]] = [by_hand[row["remote_id"]]]
    return found


def _nobody_could_know(day: Day, documents: list[Body]) -> bool:
    """It was looked for, and somebody had deleted it: it was made once more.

    So it is where a workspace was restored since, or no answer had ever told that it was made.
    """
    invoices = others.company(day.lab).tables["Invoice"]
    *before, _last = documents or [{"Id": ""}]
    unknown = day.restored_at or all(_is_untold(day, each["Id"]) for each in before)
    return bool(unknown and before) and not any(invoices.get(each["Id"]) for each in before)


def _is_untold(day: Day, invoice_id: str) -> bool:
    """Whether the answer to the request that made it was lost, or its process died before it could store that."""
    return any(
        entry["fault"] is not None or entry["n"] in day.lab.unheard
        for entry in _creations(day, "Invoice")
        if any(each["id"] == invoice_id and each["op"] == "create" for each in entry["effect"])
    )


def _plain(shown: Any) -> Body:
    body: Body = shown if isinstance(shown, dict) else msgspec.json.decode(shown)
    return body


def _ids(documents: list[Body]) -> str:
    return ", ".join(each["Id"] for each in documents)


def _rows(day: Day, query: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"{day.lab.ws.cache.path.as_uri()}?mode=ro", uri=True)) as file:
        file.row_factory = sqlite3.Row
        return [dict(row) for row in file.execute(query)]


def _same_ids(kind: str, ours: set[str], theirs: set[str]) -> Found:
    if ours - theirs:
        yield f"{kind}: the cache also has {sorted(ours - theirs)}"
    if theirs - ours:
        yield f"{kind}: the cache lacks {sorted(theirs - ours)}"


def _difference(ours: Body, theirs: Body) -> dict[str, Any]:
    keys = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
    return {key: (ours.get(key), theirs.get(key)) for key in sorted(keys)}
