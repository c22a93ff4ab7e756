"""Every reason that sync rules, queue and servers can give has its sentences and says what is offered; no other has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import qbodesk
from qbodesk.models import errors
from qbodesk.models.domain.fixes import FIXES, Fix, fixes_of_entry, fixes_of_record
from qbodesk.models.problem_texts import TEXTS

ROOT = Path(next(iter(qbodesk.__path__)))
CODE = re.compile(r'"([A-Z]{2,}(?:_[A-Z]+)*)"')
GIVING = (
    "models/domain/sync_plan",
    "models/domain/mapping/values.py",
    "models/domain/mapping/transforms.py",
    "models/domain/customer_rules.py",
    "models/domain/new_item.py",
    "models/domain/quotes.py",
    "models/domain/writeback.py",
    "services/hubspot",
    "services/http",
    "services/oauth/endpoint.py",
    "services/oauth/tokens.py",
    "services/outbox",
    "services/quickbooks",
    "services/rules",
    "services/signin/stored.py",
    "services/sync",
    "services/writeback.py",
)
"""What decides about records and entries, asks the servers and reads what they say."""
ASKED = ("models/domain/checks",)
"""What the wizard checks, and a refused invoice once more before it leaves again."""
COMMANDS = frozenset({
    "ADDRESS_NOT_SAFE", "CANNOT_CANCEL_NOW", "INVALID_INPUT", "NOT_A_CANDIDATE", "NOT_FETCHED_YET", "NOT_FOUND",
    "NOT_WAITING_FOR_REVIEW", "PLAN_FILE", "PROXY_UNUSABLE", "RULE_KEY", "RULE_VALUE", "RUN_UNDONE", "RUN_UNKNOWN", "RUN_WAITS",
    "TWO_SOURCES",
})  # fmt: skip
"""Why something a person asked for was not done: no record is out of step for it."""

DOCUMENTED = {
    "NO_CUSTOMER": "CUSTOMER_MISSING",
    "DISPLAYNAME_TAKEN": "DISPLAYNAME_TAKEN",
    "SERVICE_DATE_REQUIRED": "SERVICE_DATE_REQUIRED",
    "ORIGIN_CONFLICT": "CHANGED_ON_BOTH_SIDES",
    "DOCNUMBER_TAKEN": "DOCNUMBER_TAKEN",
    "QBO_FAULT": "REJECTED",
    "PERIOD_CLOSED": "PERIOD_CLOSED",
    "NAME_LOCK": "NAME_LOCK",
    "QBO_READONLY": "SUBSCRIPTION_LAPSED",
    "REAUTH": "SIGN_IN_EXPIRED",
}
"""The codes of features.md §2.5 and what they are called here."""


def in_files(places: tuple[str, ...]) -> set[str]:
    files = [
        file
        for place in places
        for file in ((ROOT / place).rglob("*.py") if "." not in place else [ROOT / place])
    ]
    return {code for file in files for code in CODE.findall(file.read_text("utf-8")) if code in TEXTS}


def kinds(kind: type[errors.QboDeskError]) -> Iterator[type[errors.QboDeskError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from kinds(each)


def given() -> set[str]:
    groups = (errors.TryLater, errors.Refused, errors.SignInExpired, errors.PermissionMissing)
    return in_files(GIVING) | {kind.default_code for group in groups for kind in kinds(group)}


def test_every_reason_says_what_is_offered() -> None:
    assert given() - set(FIXES) == COMMANDS


def test_nothing_is_offered_for_what_never_happens() -> None:
    assert set(FIXES) - given() <= in_files(ASKED)
    assert not COMMANDS & set(FIXES)


@pytest.mark.parametrize("code", sorted(FIXES))
def test_every_reason_has_its_sentences(code: str) -> None:
    assert TEXTS[code].title
    assert TEXTS[code].detail or TEXTS[code].hint
    assert len(set(FIXES[code])) == len(FIXES[code])


@pytest.mark.parametrize(("documented", "ours"), DOCUMENTED.items())
def test_every_documented_reason_has_a_fix_or_passes_by_itself(documented: str, ours: str) -> None:
    assert FIXES[ours] or documented == "NAME_LOCK"


def test_only_what_is_meant_so_or_passes_by_itself_offers_nothing() -> None:
    assert {code for code, fixes in FIXES.items() if not fixes} == {
        *(
            "ITEM_IS_CATEGORY",
            "ITEM_IS_BUNDLE",
            "CURRENCY_MISMATCH",
            "UNDO_WITHDRAWN",
        ),
        *(
            "OFFLINE",
            "INTERRUPTED",
            "RATE_LIMITED",
            "DAILY_LIMIT",
            "PORTAL_MOVING",
            "NAME_LOCK",
            "SERVER_TROUBLE",
        ),
        *("WAITS_FOR_HUBSPOT", "OUTCOME_UNKNOWN", "OUTCOME_UNKNOWN_REPEATED"),
    }


def test_whatever_was_refused_can_be_sent_again() -> None:
    assert fixes_of_entry("SOMETHING_NEW") == (Fix.AGAIN,)
    assert all(fixes_of_entry(code)[-1] is Fix.AGAIN for code in FIXES)


def test_an_invoice_and_a_record_are_offered_what_fits_each() -> None:
    assert fixes_of_entry("DISPLAYNAME_TAKEN") == (Fix.EXISTING_CUSTOMER, Fix.AGAIN)
    assert fixes_of_record("DISPLAYNAME_TAKEN") == (Fix.HUBSPOT, Fix.AGAIN)
    assert fixes_of_record("PERIOD_CLOSED") == fixes_of_record("SOMETHING_NEW") == (Fix.AGAIN,)
