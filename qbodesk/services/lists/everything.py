"""Everything that is here, as one file per list in a new folder: for another program, or to keep. Paints nothing."""

import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal

from qbodesk.models.cache.backup import system_errors
from qbodesk.models.cache.place import private_folder
from qbodesk.models.domain.listing import Question
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.lists.export import write_csv, write_xlsx
from qbodesk.services.lists.field import Field
from qbodesk.services.lists.kinds import LISTS
from qbodesk.services.lists.reader import Lists
from qbodesk.services.lists.row import InvoiceStage
from qbodesk.services.lists.sheet import Sheet, Worded

Format = Literal["csv", "xlsx"]


def in_codes(field: Field, value: Any) -> str:
    """A choice in words, a stage by its code: the same in every language."""
    if isinstance(value, InvoiceStage):
        return value.stage.value
    return _(field.words[value]) if value in field.words else str(value)


def export_all(
    lists: Lists,
    into: Path,
    kind: Format,
    *,
    worded: Worded = in_codes,
    decimal_mark: str = ".",
    told: Callable[[float], object] = lambda _share: None,
) -> dict[str, int]:
    """All columns and rows of every list in `into`, a folder made for it; returns the rows by file name.

    `told` hears the share of the lists that is done; what it raises ends the work. Whatever ends it early, nothing of it stays.
    Raises `FOLDER_NOT_EMPTY`, `FILE_UNUSABLE`,
    `EXPORT_FAILED` or `DISK_FULL`.
    """
    with system_errors(into):
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise InvalidInput("FOLDER_NOT_EMPTY", folder=into)
        made = not into.exists()
        private_folder(into)
    rows: dict[str, int] = {}
    try:
        _write_all(lists, into, kind, worded, decimal_mark, told, rows)
    except BaseException:
        for name in LISTS:
            (into / f"{name}.{kind}").unlink(missing_ok=True)
        if made:
            with contextlib.suppress(OSError):
                into.rmdir()
        raise
    return rows


def _write_all(
    lists: Lists,
    into: Path,
    kind: Format,
    worded: Worded,
    decimal_mark: str,
    told: Callable[[float], object],
    rows: dict[str, int],
) -> None:
    for done, (name, described) in enumerate(LISTS.items()):
        told(done / len(LISTS))
        asked = Question()
        ids = lists.ids(described, asked)
        sheet = Sheet(
            name, "", "", described.fields, ids, lists.totals(described, asked), lists, described, worded
        )
        path = into / f"{name}.{kind}"
        if kind == "csv":
            write_csv(sheet, path, decimal_mark=decimal_mark)
        else:
            write_xlsx(sheet, path)
        rows[path.name] = len(ids)
    told(1.0)


def folder_name(today: date) -> str:
    """What the folder is called unless a person says otherwise."""
    return f"qbodesk-{today:%Y-%m-%d}"
