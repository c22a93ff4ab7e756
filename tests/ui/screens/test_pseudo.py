"""The pseudo-language is longer than English and keeps what the program fills in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.screens.pseudo import Pseudo, stretched


@given(st.text(st.characters(categories=("L",)), min_size=4, max_size=80))
def test_it_is_two_fifths_longer(text: str) -> None:
    assert len(stretched(text)) >= round(len(text) * 1.4) - 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Create an invoice for {deal}", "{deal}"),
        ("&Quit", "&"),
        ("{rate} of {net}: {tax:>8}", "{tax:>8}"),
    ],
)
def test_places_and_mnemonics_stay(text: str, kept: str) -> None:
    assert kept in stretched(text)


@pytest.mark.parametrize("text", ["", "{a}", "{a}: {b}", "–"])
def test_what_has_no_words_stays_as_it_is(text: str) -> None:
    assert stretched(text) == text


def test_one_and_many_differ() -> None:
    words = Pseudo()
    assert words.ngettext("{n} line", "{n} lines", 1) != words.ngettext("{n} line", "{n} lines", 2)
