"""The sentences of the invoice rules: all there, none too many, and as the house writes them."""

import re
from pathlib import Path
from string import Formatter

import pytest

import qbodesk.models.domain
from qbodesk.models.problem_texts import TEXTS as ALL
from qbodesk.models.problem_texts.invoicing import TEXTS
from qbodesk.models.problem_texts.text import Text

DOMAIN = Path(next(iter(qbodesk.models.domain.__path__)))
CODE = re.compile(r'"([A-Z]{2,}(?:_[A-Z]+)+)"')
COMPOSED = {"MESSAGE_TOO_LONG", "MEMO_TOO_LONG"}


def test_every_code_of_the_rules_has_sentences_and_no_other() -> None:
    used = {
        code
        for file in DOMAIN.rglob("*.py")
        if file.parent.name not in {"mapping", "sync_plan"}  # they have sentences of their own
        for code in CODE.findall(file.read_text("utf-8"))
    }
    hubspot_statuses = {"PENDING_APPROVAL"}
    used = used - hubspot_statuses | COMPOSED
    assert set(TEXTS) <= used, "none too many"
    assert used - set(ALL) == set(), "each has its sentences, here or beside"


@pytest.mark.parametrize("code", TEXTS)
def test_copy_rules(code: str) -> None:
    text = TEXTS[code]
    assert text.title
    assert text.detail
    assert not text.title.endswith(".")
    for part in (text.detail, text.hint):
        assert part == "" or part.endswith(".")
    whole = " ".join(text)
    assert not re.search(r"\b(error|invalid|oops|please|successfully|failed)\b|!", whole, re.IGNORECASE)


@pytest.mark.parametrize("text", TEXTS.values())
def test_places_are_plain_names(text: Text) -> None:
    # "code" is taken: `Problem` fills it with the problem's own code.
    for _, place, spec, conversion in Formatter().parse(" ".join(text)):
        assert place is None or (place.isidentifier() and place != "code" and not spec and not conversion)
