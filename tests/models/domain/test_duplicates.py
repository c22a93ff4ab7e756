"""The duplicate finder against 5,200 labelled customers, with its score in the report of the tests."""

import importlib.util
from pathlib import Path

import pytest

from qbodesk.models.domain.duplicates import Party, Sign, duplicates

_spec = importlib.util.spec_from_file_location(
    "duplicate_corpus", Path(__file__).with_name("duplicate_corpus.py")
)
assert _spec is not None
assert _spec.loader is not None
labels = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(labels)


def test_the_score_on_the_labelled_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    parties, wanted = labels.corpus()
    assert (len(parties), len(wanted), len(labels.LOOK_ALIKES)) == (5200, 37, 22)
    found = {frozenset((pair.one.id, pair.other.id)): pair for pair in duplicates(parties)}
    right = len(wanted & found.keys())
    precision, recall = right / len(found), right / len(wanted)
    wrong = [
        f"{pair.sign}: {pair.one.name} / {pair.other.name}"
        for key, pair in found.items()
        if key not in wanted
    ]
    names = {party.id: party.name for party in parties}
    missed = [" / ".join(names[each] for each in sorted(key)) for key in wanted - found.keys()]
    with capsys.disabled():
        print(  # noqa: T201 - the score is part of what the tests tell
            f"\nduplicates on S7: precision {precision:.3f}, recall {recall:.3f}, wrong {wrong}, missed {missed}"
        )
    assert precision >= 0.98
    assert recall >= 0.95


def test_the_order_of_the_records_does_not_matter() -> None:
    parties, _wanted = labels.corpus()
    there = {frozenset((pair.one.id, pair.other.id)): pair.sign for pair in duplicates(parties)}
    back = {frozenset((pair.one.id, pair.other.id)): pair.sign for pair in duplicates(parties[::-1])}
    assert there == back


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        (
            Party("1", "Acme Ltd", email="a@x.example"),
            Party("2", "ACME Limited", email="a@x.example"),
            Sign.EMAIL,
        ),
        (Party("1", "Acme Ltd"), Party("2", "Acme Limited"), Sign.NAME),
        (Party("1", "Ogrody Spółka z o.o."), Party("2", "Ogrody sp. z o.o."), Sign.NAME),
        (Party("1", "Acme Ltd"), Party("2", "Acme LLP"), None),
        (Party("1", "Acme Ltd", family="7"), Party("2", "Acme Ltd", family="7"), None),
        (Party("1", "Acme", phone="12"), Party("2", "Beta", phone="12"), None),
        (Party("1", ""), Party("2", ""), None),
    ],
)
def test_single_pairs(one: Party, other: Party, sign: Sign | None) -> None:
    assert [pair.sign for pair in duplicates([one, other])] == ([sign] if sign else [])


def test_a_sign_that_a_crowd_shares_belongs_to_nobody() -> None:
    crowd = [Party(str(n), "Guest", email="none@none.example") for n in range(20)]
    assert duplicates(crowd) == []
