"""Rows about fetching: full pulls against bare scripts, with latency and with refusals, and what a day's changes cost."""

import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from qbodesk.models.cache import bulk, search
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import association
from qbodesk.models.domain.text import fold
from qbodesk.services.hubspot import codec as hubspot
from qbodesk.services.quickbooks import codec
from qbodesk.services.quickbooks.records import Invoice
from qbodesk.services.sync import apply
from qbodesk.services.sync.rows_hubspot import PROPERTIES
from tests.benchmarks.places import simulator, workspace
from tests.benchmarks.row import Row, row

Taken = tuple[float, float]
"""Seconds by the wall and of CPU."""


def _folded(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> list[str]:
    return [fold(" ".join(filter(None, (each[name] for name in names)))) for each in rows]


def bare_invoices(control: str, *, searched: bool = True) -> Taken:
    """Download page after page, decode, insert; no comparing, no cursor, nobody to tell.

    `searched`: into all the tables the pull writes, the index for searching among them, as the row of the design has it.
    """
    info = _info(control)
    realm = info["realms"][0]["realm_id"]
    kind = apply.QUICKBOOKS[Invoice]
    assert kind.children is not None
    assert kind.child_rows is not None
    headers = {"Authorization": f"Bearer {info['realms'][0]['access_token']}", "Accept": "application/json"}
    with (
        tempfile.TemporaryDirectory() as folder,
        httpx.Client(base_url=info["quickbooks_url"], headers=headers, timeout=120) as http,
    ):
        cache = Cache(Path(folder) / "bare")
        started, cpu = time.perf_counter(), time.process_time()
        pk, position, count = 0, 1, 1000
        while count == 1000:
            query = f"SELECT * FROM Invoice ORDERBY Id STARTPOSITION {position} MAXRESULTS 1000"
            page = codec.decode_page(
                Invoice, http.get(f"/v3/company/{realm}/query", params={"query": query}).content
            )
            rows: list[dict[str, Any]] = []
            lines: list[dict[str, Any]] = []
            for one in page.rows:
                pk += 1
                found = kind.row(realm, "USD", one.record, one.raw)
                rows.append({**found, "pk": pk})
                lines += kind.child_rows(pk, found["currency"], one.record)
            with cache.write() as tx:
                if searched:
                    texts = list(
                        zip((each["customer_id"] for each in rows), _folded(rows, kind.shared), strict=True)
                    )
                    numbers = search.share(tx, realm, texts)
                    for each, text in zip(rows, texts, strict=True):
                        each["shared"] = numbers[text]
                bulk.insert_rows(tx, kind.table, rows)
                bulk.insert_rows(tx, kind.children, lines)
                if searched:
                    own = zip((each["pk"] for each in rows), _folded(rows, kind.searched), strict=True)
                    search.index(tx, kind.name, dict(own), known=False)
            count = page.count
            position += 1000
        taken = time.perf_counter() - started, time.process_time() - cpu
        cache.close()
    return taken


def bare_contacts(control: str, *, searched: bool = True) -> Taken:
    """The same for contacts with their companies."""
    info = _info(control)
    kind = apply.HUBSPOT["contacts"]
    headers = {"Authorization": f"Bearer {info['hubspot_token']}"}
    asked = {"limit": "100", "properties": ",".join(PROPERTIES["contacts"]), "associations": "companies"}
    with (
        tempfile.TemporaryDirectory() as folder,
        httpx.Client(base_url=info["hubspot_url"], headers=headers, timeout=120) as http,
    ):
        cache = Cache(Path(folder) / "bare")
        started, cpu = time.perf_counter(), time.process_time()
        pk = 0
        after: str | None = ""
        while after is not None:
            params = asked | ({"after": after} if after else {})
            page = hubspot.decode_listing(http.get("/crm/v3/objects/contacts", params=params).content)
            after = page.after
            rows = []
            links = []
            for one in (each.record for each in page.rows):
                pk += 1
                rows.append({**kind.row(one, apply.kept_properties(one), "USD"), "pk": pk})
                links += [
                    {
                        "from_type": "contact",
                        "from_id": one.id,
                        "to_type": "company",
                        "to_id": to,
                        "position": at,
                    }
                    for at, to in enumerate(one.linked("companies"))
                ]
            with cache.write() as tx:
                bulk.insert_rows(tx, kind.table, rows)
                bulk.insert_rows(tx, association, links)
                if searched:
                    own = zip((each["pk"] for each in rows), _folded(rows, kind.searched), strict=True)
                    search.index(tx, kind.name, dict(own), known=False)
        taken = time.perf_counter() - started, time.process_time() - cpu
        cache.close()
    return taken


def pull_invoices(count: int) -> Iterator[Row]:
    words = _only(invoices=count, customers=min(2000, count))
    with simulator(*words) as control, workspace(control) as ws:
        bare, bare_cpu = bare_invoices(control)
        unsearched, unsearched_cpu = bare_invoices(control, searched=False)
        started, cpu = time.perf_counter(), time.process_time()
        report = ws.engine.run(full=True, only="quickbooks")
        taken, used = time.perf_counter() - started, time.process_time() - cpu
        pages = _asked(control, "%20FROM%20Invoice%20")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name, what = "pull-invoices", f"full pull of {count:,} invoices"
    without = f"{taken / unsearched:.2f} and {used / unsearched_cpu:.2f} x one without the search index"
    against = f"{what} against a bare script ({bare:.1f} s, {bare_cpu:.1f} s of CPU; {without})"
    yield row(name, against, taken / bare, "x", 1.5, 1)
    yield row(name, f"{what} against a bare script: CPU", used / bare_cpu, "x", 1.5, 1)
    yield row(name, f"{what}: CPU", used, "s", 8.0, 1)
    yield row(name, f"{what}: requests for invoices", pages, "requests", 5 + count // 1000, 1)
    yield row(name, f"{what}: all requests of the pass", report.http_calls, "requests", 20 + count // 1000, 1)
    yield row(name, f"{what}: peak memory", peak, "MB", 300, 1)


def pull_contacts(count: int) -> Iterator[Row]:
    """Half as many contacts as invoices elsewhere."""
    count //= 2
    with simulator(*_only(contacts=count)) as control, workspace(control) as ws:
        bare, bare_cpu = bare_contacts(control)
        unsearched, unsearched_cpu = bare_contacts(control, searched=False)
        started, cpu = time.perf_counter(), time.process_time()
        ws.engine.run(full=True, only="hubspot")
        taken, used = time.perf_counter() - started, time.process_time() - cpu
        pages = _asked(control, "/contacts")
        bare_pages = 2 * -(-count // 100)
    name, what = "pull-contacts", f"full pull of {count:,} contacts"
    without = f"{taken / unsearched:.2f} and {used / unsearched_cpu:.2f} x one without the search index"
    against = f"{what} against a bare script ({bare:.1f} s, {bare_cpu:.1f} s of CPU; {without})"
    yield row(name, against, taken / bare, "x", 1.5, 1)
    yield row(name, f"{what} against a bare script: CPU", used / bare_cpu, "x", 1.5, 1)
    yield row(name, f"{what}: CPU", used, "s", 3.0, 1)
    yield row(name, f"{what}: requests for contacts", pages - bare_pages, "requests", 5 + count // 100, 1)


def latency(count: int) -> Iterator[Row]:
    with simulator(*_only(invoices=count, customers=100), "--latency-ms", "250") as control:
        alone, _cpu = bare_invoices(control)
        with workspace(control) as ws:
            started = time.perf_counter()
            ws.engine.run(full=True, only="quickbooks")
            taken = time.perf_counter() - started
    what = f"{count:,} invoices with 250 ms of latency: a bare script, one page at a time, against the pull"
    yield row("latency", what, alone / taken, "x faster", 5, 1, least=True)


def refused(count: int) -> Iterator[Row]:
    count //= 10
    held: list[int] = []
    seconds: list[float] = []
    for weather in ("none", "refused"):
        words = [*_only(invoices=count, customers=100), "--faults", weather]
        with simulator(*words) as control, workspace(control) as ws:
            started = time.perf_counter()
            report = ws.engine.run(full=True)
            seconds.append(time.perf_counter() - started)
            held.append(_held(ws))
    usual, taken = seconds
    missing = held[0] - held[1]
    stopped = sum(part.problem is not None for part in report.connections)
    what = f"{count:,} invoices with one request in seven refused"
    yield row("refused", f"{what}: rows missing", missing, "rows", 0, 1)
    yield row("refused", f"{what}: connections that gave up", stopped, "times", 0, 1)
    yield row("refused", f"{what}, against nothing refused ({usual:.1f} s)", taken / usual, "x", 20, 1)


def _held(ws: Any) -> int:
    with ws.cache.read() as tx:
        tables = [kind.table for kind in (*apply.QUICKBOOKS.values(), *apply.HUBSPOT.values())]
        return sum(len(tx.execute(table.select().with_only_columns(table.c.pk)).all()) for table in tables)


def _only(**sizes: int) -> list[str]:
    kinds = ("customers", "items", "invoices", "payments", "contacts", "companies", "deals", "quotes")
    least = {"payments": 0, "items": 20, "deals": 5, "quotes": 5, "companies": 10}
    words = ["--realms", "US"]
    for kind in kinds:
        words += [f"--{kind}", str(sizes.get(kind, least.get(kind, 10)))]
    return words


def _info(control: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{control}/connection", timeout=30).json()
    return found


def _asked(control: str, part: str) -> int:
    entries = httpx.get(f"{control}/journal", params={"since": 0}, timeout=120).json()
    entries = entries if isinstance(entries, list) else entries.get("entries", [])
    return sum(part in f"{each['path']}?{each['query']}" for each in entries)
