"""Folded names: what looks alike is alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.text import bare_company, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zakład  Żółw\tSp. z o.o. ", "zaklad zolw sp. z o.o."),
        ("ÅNGSTRÖM", "angstrom"),
        ("Straße", "strasse"),
        ("Ærø & Øresund", "aero & oresund"),
        ("Đorđe İstanbul ısı", "dorde istanbul isi"),
        ("ﬁrma\u00a0X", "firma x"),
        ("Ǿ", "o"),
        ("Acme", "acme"),
        ("", ""),
        ("東京", "東京"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Zakład Żółw Sp. z o.o.", "zaklad zolw"),
        ("Zakład Żółw SP Z OO", "zaklad zolw"),
        ("Żółw sp. z o. o. sp. k.", "zolw"),
        ("Żółw Spółka z ograniczoną odpowiedzialnością", "zolw"),
        ("Orzeł S.A.", "orzel"),
        ("Acme, Inc.", "acme"),
        ("Acme Ltd", "acme"),
        ("Acme Co., Ltd.", "acme"),
        ("Acme L.L.C.", "acme"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Dupont S.A.R.L.", "dupont"),
        ("Nordisk A/S", "nordisk"),
        ("Smith & Sons", "smith sons"),
        ("Kansa", "kansa"),
        ("Visa", "visa"),
        ("Ltd", "ltd"),
        ("Ltd.", "ltd"),
        ("...", "..."),
        ("", ""),
    ],
)
def test_bare_company(text: str, bare: str) -> None:
    assert bare_company(text) == bare


@given(st.text(max_size=60))
def test_a_name_never_vanishes(text: str) -> None:
    assert bool(bare_company(text)) == bool(fold(text))
