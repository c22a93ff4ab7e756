"""What every command does alike: find the workspace, print an answer as text or JSON. Decides nothing."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from qbodesk.models.cache.place import FILE_NAME
from qbodesk.models.domain.money import Money
from qbodesk.models.errors import InvalidInput, Problem
from qbodesk.services.workspace import Workspace


def folder_of(options: argparse.Namespace) -> Path:
    """The workspace's folder: `--data-dir`, else the system's place for a program's data."""
    return Path(options.data_dir) if options.data_dir else user_data_path("qbodesk", appauthor=False)


@contextmanager
def workspace(
    options: argparse.Namespace, *, read_only: bool = False, create: bool = False
) -> Iterator[Workspace]:
    """The open workspace; reading commands leave it unlocked, so they work beside an open window."""
    from qbodesk.app.compose import open_workspace
    from qbodesk.services.diagnosis.logbook import logbook

    folder = folder_of(options)
    if not create and not (folder / FILE_NAME).exists():
        raise InvalidInput("NO_WORKSPACE", folder=folder)
    found = open_workspace(folder, read_only=read_only)
    try:
        with nullcontext() if read_only else logbook(folder):
            yield found
    finally:
        found.close()


def answer(options: argparse.Namespace, document: Any, *lines: str) -> None:
    """Print the answer: with `--json` exactly one document, else the lines."""
    import msgspec

    if getattr(options, "json", False):
        print(msgspec.json.encode(plain(document)).decode())
    else:
        for line in lines:
            print(line)


def say(text: str) -> None:
    """A message beside the answer."""
    print(text, file=sys.stderr)


def plain(value: Any) -> Any:
    """Values as JSON can hold them: money as digits and currency, decimals as digits, moments as ISO text."""
    match value:
        case Money():
            return {"amount": value.plain, "currency": value.currency}
        case Problem():
            return {
                "code": value.code,
                "title": value.title,
                "detail": value.detail,
                "hint": value.hint,
                "facts": dict(value.facts),
            }
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case _:
            return value
