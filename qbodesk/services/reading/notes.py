"""What was written on an invoice: message to the customer, private memo, custom fields such as a P.O. number. Reads rows only."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from qbodesk.models.cache.tables_qbo import invoice
from qbodesk.models.domain.text import fold

READ = 2000
"""The newest invoices whose notes are read in a search: notes have no index, and a page of typing must not read them all."""


class _Memo(msgspec.Struct):
    value: str = ""


class _Field(msgspec.Struct, rename="pascal"):
    string_value: str = ""


class Notes(msgspec.Struct, rename="pascal"):
    """The written parts of an invoice as QuickBooks sent it."""

    customer_memo: _Memo = msgspec.field(default_factory=_Memo)
    private_note: str = ""
    custom_field: list[_Field] = []

    @property
    def text(self) -> str:
        """All of it."""
        fields = (each.string_value for each in self.custom_field)
        return " ".join((self.customer_memo.value, self.private_note, *fields))


_decoder = msgspec.json.Decoder(Notes)


def notes_of(raw: bytes) -> Notes:
    """The notes of a stored invoice; a record that holds none, or others than we know, has none."""
    try:
        return _decoder.decode(raw) if raw else Notes()
    except msgspec.ValidationError:
        return Notes()


def noted(tx: Connection, words: str, where: Iterable[ColumnElement[bool]]) -> list[int]:
    """Row numbers of invoices whose notes hold every word, among the newest `READ` that fit `where`."""
    wanted = fold(words).split()
    if not wanted:
        return []
    return [pk for pk, text in _texts(tx, where) if all(word in text for word in wanted)]


def _texts(tx: Connection, where: Iterable[ColumnElement[bool]]) -> Iterator[tuple[int, str]]:
    query = (
        select(invoice.c.pk, invoice.c.raw).where(*where).order_by(invoice.c.invoice_date.desc()).limit(READ)
    )
    row: Any
    for row in tx.execute(query):
        yield row.pk, fold(notes_of(row.raw).text)
