"""The full-text index over every kind of record; folds nothing itself, that is the caller's rule.

FTS5's own folding keeps ł and đ apart from l and d, so text comes in folded (models/domain/text.py) on writing and on asking.
Text that many rows have in common, as the customer on its invoices, is indexed once (`share`) and its rows point at it: a tenth
of the entries, and the same answers.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Column, ColumnElement, Connection, column, text

from qbodesk.models.cache import bulk
from qbodesk.models.cache.schema import SEARCH_KINDS, search_shared

_SHIFT = 16
_SHARED = 15
_SHARING = {"invoice": "qb_invoice"}
"""Kinds whose rows point at shared text by their column `shared`, and their tables."""
_NAMES = {number: name for name, number in SEARCH_KINDS.items()}
_SHORTEST = 3  # a trigram index cannot find less


def index(connection: Connection, kind: str, texts: Mapping[int, str], *, known: bool) -> None:
    """Write the folded text of rows (row number -> text); `known` when some of them may be in the index already."""
    _put(connection, SEARCH_KINDS[kind], texts, known=known)


def share(
    connection: Connection, realm_id: str, texts: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """The numbers by which rows point at these texts (customer id, folded); a text that is new gets one and is indexed."""
    wanted = dict.fromkeys(texts)
    names = ("customer_id", "folded", "pk")
    folded = dict.fromkeys(each for _customer, each in wanted)
    known = bulk.find_rows(connection, search_shared, names, folded, among="folded", realm_id=realm_id)
    numbers = {(row["customer_id"], row["folded"]): row["pk"] for row in known}
    if new := [each for each in wanted if each not in numbers]:
        last = connection.exec_driver_sql("SELECT max(pk) FROM search_shared").scalar() or 0
        added = dict(enumerate(new, start=last + 1))
        rows = [
            {"pk": pk, "realm_id": realm_id, "customer_id": customer, "folded": each}
            for pk, (customer, each) in added.items()
        ]
        bulk.insert_rows(connection, search_shared, rows)
        _put(connection, _SHARED, {pk: each for pk, (_customer, each) in added.items()}, known=False)
        numbers |= {each: pk for pk, each in added.items()}
    return numbers


def forget(connection: Connection, kind: str, numbers: Sequence[int]) -> None:
    """Take deleted rows out of the index."""
    if numbers:
        rows = [{"at": pk * _SHIFT + SEARCH_KINDS[kind]} for pk in numbers]
        connection.execute(text("DELETE FROM search WHERE rowid = :at"), rows)


def find(
    connection: Connection, folded: str, *, kind: str | None = None, limit: int = 200
) -> list[tuple[str, int]]:
    """Kind and row number of rows that hold every word of `folded`, newest rows first.

    Words shorter than three letters cannot use the index and filter what the longer ones found; a query of short words
    only scans the index text, which is bounded by `limit`.
    """
    words = folded.split()
    if not words:
        return []
    values = {**_values(words), "limit": limit}
    own = f"SELECT rowid FROM search WHERE {_own(words, kind)} ORDER BY rowid DESC LIMIT :limit"  # noqa: S608 - built from constants only
    found = set(connection.execute(text(own), values).scalars())
    for each, table in _SHARING.items():
        if kind in {None, each}:
            query = f"{_sharing(words, each, table)} ORDER BY {table}.pk DESC LIMIT :limit"
            found |= {
                pk * _SHIFT + SEARCH_KINDS[each] for pk in connection.execute(text(query), values).scalars()
            }
    newest = sorted(found, reverse=True)[:limit]
    return [(_NAMES[rowid % _SHIFT], rowid // _SHIFT) for rowid in newest]


def near(connection: Connection, pieces: Sequence[str], *, limit: int) -> list[tuple[str, int, str]]:
    """Kind, row number and text of entries that hold any of the pieces (three letters or more each); the best of them unknown."""
    match = " OR ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
    query = f"SELECT rowid, folded FROM search WHERE search MATCH :match AND rowid % {_SHIFT} <> {_SHARED} LIMIT :limit"  # noqa: S608 - built from constants only
    found = connection.execute(text(query), {"match": match, "limit": limit})
    return [(_NAMES[rowid % _SHIFT], rowid // _SHIFT, folded) for rowid, folded in found]


def holds(numbers: Column[int], folded: str, *, kind: str) -> ColumnElement[bool]:
    """The condition, for a list of one kind, that a row (by its number) holds every word of `folded`, of which there is one."""
    words = folded.split()
    found = f"SELECT rowid / {_SHIFT} FROM search WHERE {_own(words, kind)}"  # noqa: S608 - built from constants only
    if kind in _SHARING:
        found = f"{found} UNION ALL {_sharing(words, kind, _SHARING[kind])}"
    values = {name: value for name, value in _values(words).items() if f":{name}" in found}
    return numbers.in_(text(found).bindparams(**values).columns(column("pk")))


def _put(connection: Connection, number: int, texts: Mapping[int, str], *, known: bool) -> None:
    rows = [(pk * _SHIFT + number, folded) for pk, folded in texts.items()]
    if not rows:
        return
    if known:
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", [(at,) for at, _folded in rows])
    connection.exec_driver_sql("INSERT INTO search(rowid, folded) VALUES (?, ?)", rows)


def _own(words: Sequence[str], kind: str | None) -> str:
    """What must hold for an entry of the index that names every word by itself."""
    which = f"<> {_SHARED}" if kind is None else f"= {SEARCH_KINDS[kind]}"
    return " AND ".join(
        [*(_word(number, word) for number, word in enumerate(words)), f"rowid % {_SHIFT} {which}"]
    )


def _sharing(words: Sequence[str], kind: str, table: str) -> str:
    """Row numbers of the rows that find at least one word in the text they share, and the others there or in their own."""
    shared = [_shared(number, word) for number, word in enumerate(words)]
    some = " UNION ALL ".join(shared)
    own = f"SELECT 1 FROM search WHERE rowid = {table}.pk * {_SHIFT} + {SEARCH_KINDS[kind]}"  # noqa: S608 - built from constants only
    every = [
        f"({table}.shared IN ({theirs}) OR EXISTS ({own} AND {_inside(number, word)}))"
        for number, (word, theirs) in enumerate(zip(words, shared, strict=True))
    ]
    also = f" AND {' AND '.join(every)}" if len(words) > 1 else ""
    # CROSS JOIN: first the few texts, then their rows, from an index alone
    return (
        f"SELECT {table}.pk FROM search_shared CROSS JOIN {table}"  # noqa: S608 - built from constants only
        f" ON {table}.realm_id = search_shared.realm_id AND {table}.customer_id = search_shared.customer_id"
        f" AND {table}.shared = search_shared.pk WHERE search_shared.pk IN ({some}){also}"
    )


def _shared(number: int, word: str) -> str:
    if len(word) < _SHORTEST:
        return f"SELECT pk FROM search_shared WHERE {_inside(number, word)}"  # noqa: S608 - built from constants only
    return f"SELECT rowid / {_SHIFT} FROM search WHERE {_word(number, word)} AND rowid % {_SHIFT} = {_SHARED}"  # noqa: S608 - built from constants only


def _word(number: int, word: str) -> str:
    return f"search MATCH :word{number}" if len(word) >= _SHORTEST else _inside(number, word)


def _inside(number: int, word: str) -> str:
    """The word in one text that is at hand: anywhere, but a short one only where a word begins."""
    if len(word) >= _SHORTEST:
        return f"instr(folded, :plain{number})"
    return f"(' ' || folded) LIKE :word{number} ESCAPE '\\'"


def _values(words: Sequence[str]) -> dict[str, str]:
    values = {f"plain{number}": word for number, word in enumerate(words)}
    for number, word in enumerate(words):
        quoted = '"' + word.replace('"', '""') + '"'
        values[f"word{number}"] = quoted if len(word) >= _SHORTEST else f"% {_escaped(word)}%"
    return values


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
