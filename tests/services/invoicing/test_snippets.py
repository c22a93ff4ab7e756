"""Saved messages: one per name, renamed without a copy, kept as they were written."""

import pytest

from qbodesk.models.errors import InvalidInput
from qbodesk.services.invoicing.snippets import Snippet


def test_saving_renaming_and_deleting(ws) -> None:
    snippets = ws.invoicing.snippets
    assert snippets.listed() == ()
    snippets.save(Snippet("Thanks", "Thank you, {contact first name}.\n{unknown}"))
    snippets.save(Snippet(" THANKS ", "Thank you.\n\n<b>Bye</b>"))
    assert snippets.listed() == (Snippet("THANKS", "Thank you.\n\n<b>Bye</b>"),)
    snippets.save(Snippet("Bye", "x"), instead_of="Thanks")
    snippets.save(Snippet("Ąbc", "y"))
    assert [each.name for each in snippets.listed()] == ["Ąbc", "Bye"]
    snippets.delete("bye")
    snippets.delete("never there")
    assert [each.name for each in snippets.listed()] == ["Ąbc"]


@pytest.mark.parametrize("empty", [Snippet(" ", "text"), Snippet("name", "\n ")])
def test_an_empty_one_is_refused(ws, empty) -> None:
    with pytest.raises(InvalidInput):
        ws.invoicing.snippets.save(empty)
    assert ws.invoicing.snippets.listed() == ()
