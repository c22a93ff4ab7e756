"""Random searches over HTTP find what a plain filter over the same records finds.

`QBODESK_RANDOM_SEARCHES` raises their number.
"""

import os
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SEARCHES = int(os.environ.get("QBODESK_RANDOM_SEARCHES", "300"))
PATH = "/crm/objects/2026-09/contacts"
Values = dict[str, str]

WORDS = ["Ada", "ada", "Łoś", "O'Neil", "Anne-Marie", "new york", "Ulm", "a b", "Zażółć gęślą", "x@y.example"]
NUMBERS = ["0", "-1", "7", "7.0", "7.5", "12.50", "1000000", "-0.01"]
DAYS = ["2026-01-01", "2026-02-28", "2026-11-23", "1999-12-31"]
MOMENTS = ["2026-01-01T00:00:00.000Z", "2026-02-28T23:59:59.999Z", "2026-11-23T12:00:00.000Z"]
TYPES: dict[str, tuple[str, str, list[str]]] = {
    "city": ("string", "text", WORDS),
    "jobtitle": ("string", "text", WORDS),
    "qbo_number": ("number", "number", NUMBERS),
    "qbo_day": ("date", "date", DAYS),
    "qbo_moment": ("datetime", "date", MOMENTS),
    "qbo_kind": ("enumeration", "select", ["a", "b", "C"]),
    "qbo_many": ("enumeration", "checkbox", ["a", "b", "C"]),
    "qbo_flag": ("bool", "booleancheckbox", ["true", "false"]),
}
COMPARED = ["EQ", "NEQ", "LT", "LTE", "GT", "GTE"]
SEARCHED = ("firstname", "lastname", "email", "phone", "hs_additional_emails", "mobilephone", "company")


class Crowd(dict[int, Values]):
    """Values by id."""

    def __repr__(self) -> str:
        return "Crowd()"  # hypothesis repeats it with every failure


@pytest.fixture
def crowd(hubspot: Any) -> Crowd:
    """120 contacts with any mix of the properties, as the listing shows them."""
    group = {"groupName": "contactinformation"}
    for name, (type_, field_type, values) in TYPES.items():
        if name.startswith("qbo_"):
            options = (
                [{"label": value, "value": value, "displayOrder": 0, "hidden": False} for value in values]
                if type_ in {"enumeration", "bool"}
                else []
            )
            body = {"name": name, "label": name, "type": type_, "fieldType": field_type, "options": options}
            hubspot.post("/crm/properties/2026-09/contacts", body | group, 201)
    dice = Random(7)
    people = []
    for number in range(120):
        values = {"firstname": dice.choice(WORDS), "company": dice.choice(["Acme Inc.", "Bolt", "łoś & co"])}
        for name, (_, field_type, choices) in TYPES.items():
            if dice.random() < 0.7:
                many = field_type == "checkbox"
                values[name] = (
                    ";".join(dice.sample(choices, dice.randint(1, 3))) if many else dice.choice(choices)
                )
        if number % 2:
            values["email"] = f"p{number}@x{number % 5}.example"
        people.append({"properties": values})
    for start in (0, 60):
        hubspot.post(f"{PATH}/batch/create", {"inputs": people[start : start + 60]}, 201)
    found = Crowd()
    names, after = ",".join([*TYPES, *SEARCHED]), "0"
    while after:
        page = hubspot.get(PATH, limit=100, properties=names, after=after)
        for record in page["results"]:
            held = record["properties"].items()
            found[int(record["id"])] = {name: value for name, value in held if value is not None}
        after = page.get("paging", {}).get("next", {}).get("after")
    assert len(found) == 123
    return found


def comparable(name: str) -> Callable[[str], Any]:
    type_ = TYPES[name][0] if name in TYPES else "number" if name == "hs_object_id" else "string"
    if type_ == "number":
        return Decimal
    if type_ in {"date", "datetime"}:
        return datetime.fromisoformat
    return str if type_ in {"enumeration", "bool"} else str.casefold


def words(text: str) -> set[str]:
    folded = text.casefold()
    return {folded, *folded.split(), *re.findall(r"\w+", folded)}


def matches(filters: list[dict[str, Any]], values: Values) -> bool:
    return all(holds(each, values) for each in filters)


def holds(condition: dict[str, Any], values: Values) -> bool:
    name, operator = condition["propertyName"], condition["operator"]
    value = values.get(name)
    if operator in {"HAS_PROPERTY", "NOT_HAS_PROPERTY"}:
        return (value is not None) == (operator == "HAS_PROPERTY")
    if operator in {"CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN"}:
        return has_tokens(condition["value"], value or "") == (operator == "CONTAINS_TOKEN")
    if value is None:
        return False
    keyed = comparable(name)
    if TYPES.get(name, ("", "", []))[1] == "checkbox":
        wanted = set(condition.get("values", [condition.get("value")]))
        return bool(wanted & set(value.split(";"))) == (operator in {"EQ", "IN"})
    if operator in {"IN", "NOT_IN"}:
        exact = keyed is str.casefold  # text is compared as it was sent: capitals find nothing
        chosen = condition["values"] if exact else [keyed(each) for each in condition["values"]]
        return (keyed(value) in chosen) == (operator == "IN")
    if operator == "BETWEEN":
        return bool(keyed(condition["value"]) <= keyed(value) <= keyed(condition["highValue"]))
    one, other = keyed(value), keyed(condition["value"])
    results = {
        "EQ": one == other,
        "NEQ": one != other,
        "LT": one < other,
        "LTE": one <= other,
        "GT": one > other,
        "GTE": one >= other,
    }
    return bool(results[operator])


def has_tokens(wanted: str, value: str) -> bool:
    held = words(value)
    patterns = [re.escape(token).replace(re.escape("*"), ".*") for token in wanted.casefold().split()]
    return all(any(re.fullmatch(pattern, token) for token in held) for pattern in patterns)


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from([*TYPES, "hs_object_id", "email"]))
    type_, field_type, choices = TYPES.get(
        name,
        ("number", "", [str(id_) for id_ in range(99, 140, 3)])
        if name == "hs_object_id"
        else ("string", "", WORDS),
    )
    operators = ["HAS_PROPERTY", "NOT_HAS_PROPERTY", "IN", "NOT_IN", "EQ", "NEQ"]
    if field_type != "checkbox":
        operators += [*COMPARED, "BETWEEN"]
    if type_ == "string":
        operators += ["CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN"] * 2
    operator = draw(st.sampled_from(operators))
    values = st.sampled_from(choices) | (
        st.sampled_from(
            ["ADA", "ulm", "o'n*", "*rk", "new *", "nobody", "p*", "*.example", "a", "neil", "marie", "*ślą"]
        )
        if type_ == "string"
        else st.sampled_from(choices)
    )
    condition: dict[str, Any] = {"propertyName": name, "operator": operator}
    if operator in {"IN", "NOT_IN"}:
        return condition | {"values": draw(st.lists(values, min_size=1, max_size=3))}
    if operator == "BETWEEN":
        return condition | {"value": draw(values), "highValue": draw(values)}
    return condition if operator.endswith("HAS_PROPERTY") else condition | {"value": draw(values)}


groups = st.lists(st.lists(conditions(), min_size=1, max_size=3), max_size=3)
rules = st.none() | st.tuples(
    st.sampled_from([*TYPES, "hs_object_id", "firstname"]), st.sampled_from(["ASCENDING", "DESCENDING"])
)
texts = st.sampled_from(
    ["", "", "", "ada", "ac inc", "ŁOŚ", "p1", "x2.example", "o'neil", "neil", "mar", "nobody", "anne", "inc"]
)


@settings(max_examples=SEARCHES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups, rules, texts, st.integers(0, 60), st.integers(0, 130))
def test_a_search_finds_what_a_plain_filter_finds(
    hubspot: Any,
    crowd: Crowd,
    groups: list[list[dict[str, Any]]],
    rule: tuple[str, str] | None,
    text: str,
    limit: int,
    after: int,
) -> None:
    body: dict[str, Any] = {"filterGroups": [{"filters": each} for each in groups]}
    body |= {"limit": limit, "after": str(after), "query": text}
    if rule:
        body["sorts"] = [{"propertyName": rule[0], "direction": rule[1]}]
    answer = hubspot.post(f"{PATH}/search", body)

    expected = [
        id_
        for id_, values in sorted(crowd.items())
        if (not groups or any(matches(each, values) for each in groups)) and mentions(text, values)
    ]
    if rule:
        expected = ordered(expected, crowd, *rule)
    assert answer["total"] == len(expected)
    assert [int(each["id"]) for each in answer["results"]] == expected[after : after + limit]
    following = answer.get("paging", {}).get("next", {}).get("after")
    assert following == (str(after + limit) if limit and after + limit < len(expected) else None)


def mentions(text: str, values: Values) -> bool:
    held = set().union(*(words(values[name]) for name in SEARCHED if name in values))
    return all(any(token.startswith(word) for token in held) for word in text.casefold().split())


def ordered(ids: list[int], crowd: Crowd, name: str, direction: str) -> list[int]:
    """Records without the property come last, equal ones in order of their ids."""
    having = [id_ for id_ in ids if name in crowd[id_]]
    keyed = comparable(name)
    having.sort(key=lambda id_: keyed(crowd[id_][name]), reverse=direction == "DESCENDING")
    return having + [id_ for id_ in ids if name not in crowd[id_]]
