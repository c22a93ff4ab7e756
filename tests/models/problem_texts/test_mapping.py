"""The sentences of mappings: every code of the rules has one."""

import re
from pathlib import Path

import qbodesk.models.domain.mapping
from qbodesk.models.problem_texts.mapping import TEXTS

DOMAIN = Path(next(iter(qbodesk.models.domain.mapping.__path__)))
ELSEWHERE = {"MAPPING_LOCKED", "MAPPING_UNKNOWN", "MAPPING_COMPANY", "MAPPING_TO_HUBSPOT_ONLY"}


def test_every_code_of_the_rules_has_sentences_and_no_other() -> None:
    code = re.compile(r'"(MAPPING_[A-Z_]+)"')
    used = {found for file in DOMAIN.rglob("*.py") for found in code.findall(file.read_text("utf-8"))}
    assert used | ELSEWHERE == set(TEXTS)


def test_copy_rules() -> None:
    for text in TEXTS.values():
        assert text.title
        assert text.detail
        assert not text.title.endswith(".")
        assert not re.search(r"\b(error|invalid|oops|please|failed)\b|!", " ".join(text), re.IGNORECASE)
