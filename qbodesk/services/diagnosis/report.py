"""A report on a problem: the program, the workspace in numbers, the log. Names nobody, and leaves only by the user's own hand."""

import contextlib
import platform
import shutil
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from qbodesk import __version__
from qbodesk.models.cache.backup import system_errors
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.migrate import NEWEST, version_of
from qbodesk.models.cache.place import FILE_NAME, private_file
from qbodesk.models.cache.tables_sync import connection, outbox, problem
from qbodesk.models.errors import QboDeskError
from qbodesk.services.diagnosis.logbook import last_lines, stopped_at
from qbodesk.services.sync.apply import HUBSPOT, QUICKBOOKS

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Report:
    """The facts of one moment, as lines under their titles."""

    made: datetime
    parts: Mapping[str, Sequence[str]]

    def text(self, told: str = "") -> str:
        """The whole report with what the user wrote, in English for whoever reads it."""
        lines = [
            "qbodesk problem report",
            f"made {self.made.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
            'Apart from what is written under "What happened" it holds no names, amounts, addresses or keys.',
        ]
        for title, held in {"What happened": told.strip().splitlines(), **self.parts}.items():
            lines += ["", f"== {title}", *(held or ["(nothing)"])]
        return "\n".join(lines) + "\n"


def gather(folder: Path, cache: Cache | None, now: datetime, more: Mapping[str, str] | None = None) -> Report:
    """The facts of now; `more` are the caller's (the version of Qt).

    Without a cache, or with one that cannot be read, the workspace's numbers are left out and it says so.
    """
    return Report(
        now,
        {
            "Program": _facts({**_program(), **(more or {})}),
            "Workspace": _workspace(folder, cache),
            "Ended by a fault": stopped_at(folder),
            "Log": last_lines(folder),
        },
    )


def save(text: str, to: Path) -> None:
    """Write the report for its owner only, replacing a file of that name.

    Raises `InvalidInput` (`FILE_UNUSABLE`) or `DiskFull`; then a file that was there is as it was.
    """
    working = to.with_name(f"{to.name}.part")
    try:
        with system_errors(to):
            with private_file(working, "w") as file:
                file.write(text)
            working.replace(to)
    finally:
        with contextlib.suppress(OSError):
            working.unlink(missing_ok=True)


def _facts(facts: Mapping[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in facts.items()]


def _program() -> dict[str, str]:
    return {
        "qbodesk": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "bundled": str(bool(getattr(sys, "frozen", False))).lower(),
    }


def _workspace(folder: Path, cache: Cache | None) -> list[str]:
    path = folder / FILE_NAME
    try:
        facts = {
            "file": f"{path.stat().st_size // MEBIBYTE} MiB, free on its disk {shutil.disk_usage(folder).free // MEBIBYTE} MiB",
            "schema": f"{version_of(path)} of {NEWEST}",
        }
        return [*_facts(facts), *(_numbers(cache) if cache is not None else ["(not open)"])]
    except (OSError, sqlite3.Error, QboDeskError) as error:
        return [f"(cannot be read: {type(error).__name__})"]


def _numbers(cache: Cache) -> list[str]:
    with cache.read() as tx:
        known = tx.execute(select(connection.c.service, connection.c.state, connection.c.last_ok_at))
        lines = [
            f"connection: {row.service}, {row.state}, fetched {row.last_ok_at or 'never'}" for row in known
        ]
        for kind in (*QUICKBOOKS.values(), *HUBSPOT.values()):
            count = tx.execute(select(func.count()).select_from(kind.table)).scalar_one()
            lines.append(f"{kind.name}: {count}")
        columns = (outbox.c.kind, outbox.c.state, outbox.c.fault_code)
        entries = tx.execute(select(*columns, func.count()).group_by(*columns))
        lines += [f"outbox {kind} {state} {fault or '-'}: {many}" for kind, state, fault, many in entries]
        problems = tx.execute(select(problem.c.code, func.count()).group_by(problem.c.code))
        lines += [f"problem {code}: {many}" for code, many in problems]
    return lines
