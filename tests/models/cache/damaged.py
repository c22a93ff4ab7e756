"""A workspace file with something of everything in it, and ways to damage it. Asserts nothing."""

import random
from datetime import UTC, datetime
from pathlib import Path

from qbodesk.models.cache import connections, links, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.links import Link
from qbodesk.models.cache.tables_local import draft
from qbodesk.models.cache.tables_qbo import customer
from qbodesk.models.domain.outbox import State

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGE = 4096
ENTRIES = 120


def token(n: int) -> str:
    """Stands in the entry's own row and in no index."""
    return f"only-in-the-row-{n:05d}-of-the-outbox"


def op_id(n: int) -> str:
    return f"{n:032x}"


def workspace(folder: Path) -> Path:
    """Entries in many states over many pages, drafts, links, a trail, settings, and a mirror; closed."""
    cache = Cache(folder)
    for start in range(0, ENTRIES, 10):
        with cache.write() as tx:
            if not start:
                connections.save(
                    tx, service="quickbooks", remote_id="1", name="US", state="connected", last_ok_at="x"
                )
                connections.set_setting(tx, "kept", {"a": 1})
            for n in range(start, start + 10):
                _entry(tx, n)
                tx.execute(
                    customer.insert().values(realm_id="1", id=str(n), name=f"Customer {n}", raw=b"{}" * 300)
                )
    cache.close()
    return folder / "qbodesk.db"


def _entry(tx, n: int) -> None:
    intent = f'{{"t": "{token(n)}", "pad": "{"x" * (n % 7 * 90)}"}}'
    outbox.add(
        tx,
        op_id=op_id(n),
        kind="make",
        conn_id=1,
        lane=f"lane{n}",
        business_key=f"b{n}",
        intent=intent.encode(),
        now=NOW,
    )
    entry = outbox.get(tx, op_id(n))
    assert entry
    if n % 3:
        entry = outbox.shift(
            tx, entry, State.SENDING, payload="{}", req_key=f"{n}-1", attempts=1, last_sent_at=NOW
        )
        outbox.open_attempt(tx, entry, 1, NOW)
    if n % 3 == 2:
        outbox.claim_remote(tx, entry, "invoice", str(n))
        outbox.shift(tx, entry, State.SUCCEEDED, remote_id=str(n))
        links.add_link(tx, Link("1", "invoice", str(n), "deal", str(n), "created"), NOW)
        links.write_audit(tx, now=NOW, kind="write", target=str(n), before=None, after={"n": n}, cause={})
    values = {
        "draft_id": f"d{n}",
        "deal_id": str(n),
        "body": b'{"d": 1}',
        "created_at": "x",
        "updated_at": "x",
    }
    tx.execute(draft.insert().values(values))


def overwrite(path: Path, page: int, content: bytes) -> None:
    """One page (counted from 0) becomes something else."""
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(content)


def noise(chance: random.Random) -> bytes:
    return chance.randbytes(PAGE)
