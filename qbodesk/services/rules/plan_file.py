"""A plan as a document: printed as JSON, saved for somebody who signs it, read again as what was agreed to. Plans nothing.

The same document is the answer of `qbodesk plan --json`.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from qbodesk.models.domain.sync_plan import Approval, Decision, Rule, SyncPlan, kind_of
from qbodesk.models.errors import InvalidInput
from qbodesk.services.lists.sheet import guarded

Sets = Sequence[tuple[Rule, SyncPlan]]

_COUNTED = ("creates", "updates", "to_quickbooks", "made_in_quickbooks", "deletes", "links", "conflicts")
_COLUMNS = (
    "company",
    "object",
    "action",
    "record",
    "id",
    "hubspot_type",
    "hubspot_id",
    "property",
    "before",
    "after",
)


class _Change(msgspec.Struct):
    object: str
    realm_id: str
    action: str
    id: str
    hubspot_type: str
    after: dict[str, str]


class _Document(msgspec.Struct):
    changes: list[_Change]


def document(sets: Sets, companies: Mapping[str, str]) -> dict[str, Any]:
    """The counts of all change sets together, each change, and the counts by rule. `companies`: names by realm id."""
    return {
        **numbers(sets),
        "changes": [fields(rule, companies, each) for rule, found in sets for each in found.decisions],
        "rules": [
            {
                "object": rule.object.value,
                "realm_id": rule.realm_id,
                "company": companies.get(rule.realm_id, ""),
                "enabled": rule.enabled,
                **found.numbers(),
            }
            for rule, found in sets
        ],
    }


def numbers(sets: Sets) -> dict[str, Any]:
    """The counts of all change sets together."""
    total: dict[str, Any] = {**dict.fromkeys(_COUNTED, 0), "skips": {}}
    for _rule, found in sets:
        for name, value in found.numbers().items():
            if name == "skips":
                for code, count in value.items():
                    total["skips"][code] = total["skips"].get(code, 0) + count
            else:
                total[name] += value
    return total


def fields(rule: Rule, companies: Mapping[str, str], each: Decision) -> dict[str, Any]:
    """One change; `before` and `after` name the same properties."""
    return {
        "object": rule.object.value,
        "realm_id": rule.realm_id,
        "company": companies.get(rule.realm_id, ""),
        "action": kind_of(each),
        "id": each.source.id,
        "record": each.source.label,
        "hubspot_type": each.crm_type,
        "hubspot_id": each.crm_id,
        "links": each.pairs,
        "before": dict(each.before),
        "after": dict(each.after),
        "problem": each.problem,
    }


def as_json(sets: Sets, companies: Mapping[str, str]) -> str:
    """The document as text; `approval_of` reads it again."""
    plain = msgspec.to_builtins(document(sets, companies), enc_hook=_plain)
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def as_csv(sets: Sets, companies: Mapping[str, str]) -> str:
    """One line for each property that would change, to read and to sign; no cell is a formula."""
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(_COLUMNS)
    for rule, found in sets:
        for each in found.decisions:
            for line in _lines(fields(rule, companies, each)):
                writer.writerow([guarded(str(cell)) for cell in line])
    return told.getvalue()


def save(path: Path, sets: Sets, companies: Mapping[str, str]) -> None:
    """As CSV or JSON by the ending of the name. Raises `INVALID_INPUT` where it cannot be written."""
    is_csv = path.suffix.casefold() == ".csv"
    text = (as_csv if is_csv else as_json)(sets, companies)
    try:
        # a spreadsheet takes a file for UTF-8 only with a mark
        path.write_text(text, encoding="utf-8-sig" if is_csv else "utf-8", newline="")
    except OSError as error:
        raise InvalidInput("INVALID_INPUT", text=error) from error


def approval_of(text: str) -> Approval:
    """What a saved plan agrees to: exactly its changes, as long as they are still the same. Raises `PLAN_FILE`."""
    try:
        found = msgspec.json.decode(text, type=_Document)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise InvalidInput("PLAN_FILE", field="plan", reason=str(error)) from error
    return Approval(
        exactly={
            (each.realm_id, each.object, each.hubspot_type, each.id): (each.action, each.after)
            for each in found.changes
        }
    )


def _lines(change: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    told = tuple(change[name] or "" for name in _COLUMNS[:7])
    if not change["after"]:
        yield (*told, "", "", "")
    for name, after in change["after"].items():
        yield (*told, name, change["before"].get(name) or "", after)


def _plain(value: Any) -> Any:
    """A problem as what it says."""
    return {"code": value.code, "sentence": value.sentence}
