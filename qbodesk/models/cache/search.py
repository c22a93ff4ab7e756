"""The full-text index over every kind of record; folds nothing itself, that is the caller's rule.

FTS5's own folding keeps ł and đ apart from l and d, so text comes in folded (models/domain/text.py) on writing and on asking.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from qbodesk.models.cache.schema import SEARCH_KINDS

_SHIFT = 16
_NAMES = {number: name for name, number in SEARCH_KINDS.items()}
_SHORTEST = 3  # a trigram index cannot find less


def index(connection: Connection, kind: str, texts: Mapping[int, str], *, known: bool) -> None:
    """Write the folded text of rows (row number -> text); `known` when some of them may be in the index already."""
    rows = [(pk * _SHIFT + SEARCH_KINDS[kind], folded) for pk, folded in texts.items()]
    if not rows:
        return
    if known:
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", [(at,) for at, _folded in rows])
    connection.exec_driver_sql("INSERT INTO search(rowid, folded) VALUES (?, ?)", rows)


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
    long = [word for word in words if len(word) >= _SHORTEST]
    short = [word for word in words if len(word) < _SHORTEST]
    where = []
    values: dict[str, object] = {"limit": limit}
    if long:
        where.append("search MATCH :match")
        values["match"] = " AND ".join('"' + word.replace('"', '""') + '"' for word in long)
    for number, word in enumerate(short):
        where.append(f"(' ' || folded) LIKE :short{number} ESCAPE '\\'")
        values[f"short{number}"] = "% " + _escaped(word) + "%"
    if kind is not None:
        where.append(f"rowid % {_SHIFT} = :kind")
        values["kind"] = SEARCH_KINDS[kind]
    statement = f"SELECT rowid FROM search WHERE {' AND '.join(where)} ORDER BY rowid DESC LIMIT :limit"  # noqa: S608 - built from constants only
    found = connection.execute(text(statement), values).scalars()
    return [(_NAMES[rowid % _SHIFT], rowid // _SHIFT) for rowid in found]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
