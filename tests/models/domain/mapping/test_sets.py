"""A record through its mappings: exact, idempotent on what HubSpot keeps, and never over what a rule protects."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.mapping.compatibility import judge_all
from qbodesk.models.domain.mapping.defaults import default_set, defaults, known_sides, lock
from qbodesk.models.domain.mapping.derived import invoice_source, line_source, record_source
from qbodesk.models.domain.mapping.fields import LONGEST_TEXT, Field, FieldType
from qbodesk.models.domain.mapping.model import FieldMapping, Rule, Sides, Target
from qbodesk.models.domain.mapping.sets import MappingSet
from qbodesk.models.domain.stage import Stage
from qbodesk.simulator.hubspot.catalog import of
from qbodesk.simulator.hubspot.definitions import Option, Property
from qbodesk.simulator.hubspot.kinds import KINDS
from qbodesk.simulator.hubspot.values import normalised

CUSTOMER = record_source(
    {
        "Id": "58",
        "DisplayName": "Zakład Żółw",
        "CompanyName": "Zakład Żółw sp. z o.o.",
        "GivenName": "Ola",
        "PrimaryEmailAddr": {"Address": "Ola@Zolw.example, biuro@zolw.example"},
        "BillAddr": {"Line1": "Prosta 1", "Line2": "lok. 4", "City": "Łódź", "Country": "PL"},
        "BalanceWithJobs": Decimal("1234.5"),
        "CurrencyRef": {"value": "PLN"},
    },
    realm_id="9130",
)
CONTACT = {
    "email": "Ola@Zolw.example",
    "firstname": "Ola",
    "company": "Zakład Żółw sp. z o.o.",
    "address": "Prosta 1\nlok. 4",
    "city": "Łódź",
    "country": "PL",
    "qbodesk_customer_key": "9130:58",
    "qbodesk_customer_id": "58",
    "qbodesk_company_id": "9130",
    "qbodesk_open_balance": "1234.50",
}
INVOICE = invoice_source(
    {
        "Id": "95",
        "DocNumber": "1047",
        "TotalAmt": Decimal(1440),
        "Balance": Decimal("0.10"),
        "TxnDate": "2026-11-30",
        "DueDate": "2026-12-30",
        "CurrencyRef": {"value": "GBP"},
        "CustomerRef": {"value": "58", "name": "Acme Ltd"},
        "Line": [{"Description": "Onboarding\nfirst week"}],
    },
    realm_id="9130",
    stage=Stage.PARTIALLY_PAID,
)


def one(field: Field, prop: Field, **more: Any) -> MappingSet:
    mapping = FieldMapping(id="m", source=field.key, target=prop.key, **more)
    return MappingSet([mapping], Sides({field.key: field}, {prop.key: prop}))


def portal(target: Target) -> dict[str, Property]:
    """The definitions the simulated portal has, with ours made in it."""
    kinds = {kind.name: kind for kind in KINDS}
    _, found = of(kinds[target.value])
    types = {FieldType.FLAG: "bool", FieldType.CHOICE: "enumeration"}
    ours = known_sides(target).properties
    made = [
        Property(
            prop.key, prop.label, types.get(prop.type, prop.type.value), "text", group="qbodesk",
            options=[Option(label, value, 0) for value, label in (prop.options or {}).items()]
            or ([Option("True", "true", 0), Option("False", "false", 1)] if prop.type is FieldType.FLAG else []),
        )
        for prop in ours.values()
        if prop.custom
    ]  # fmt: skip
    for prop in made:
        prop.type = "string" if prop.type == "text" else prop.type
    for prop in found:
        if (
            "currency" in prop.name and prop.type == "enumeration"
        ):  # the portal fills these with its currencies
            prop.options = [Option(code, code, 0) for code in ("GBP", "USD")]
    return {prop.name: prop for prop in [*found, *made]}


def test_a_customer_becomes_a_contact() -> None:
    assert default_set(Target.CONTACTS).desired(CUSTOMER, {}) == CONTACT


def test_an_invoice_becomes_a_mirror() -> None:
    assert default_set(Target.INVOICES).desired(INVOICE, {}) == {
        "hs_number": "1047",
        "hs_title": "Onboarding",
        "hs_invoice_status": "open",
        "hs_amount_billed": "1440.00",
        "hs_currency": "GBP",
        "hs_invoice_date": "2026-11-30T12:00:00.000Z",
        "hs_due_date": "2026-12-30T12:00:00.000Z",
        "qbodesk_invoice_key": "9130:95",
        "qbodesk_invoice_id": "95",
        "qbodesk_company_id": "9130",
        "qbodesk_doc_number": "1047",
        "qbodesk_stage": "partially_paid",
        "qbodesk_total": "1440.00",
        "qbodesk_balance": "0.10",
        "qbodesk_recipient": "Acme Ltd",
    }


def test_a_line_keeps_its_amount_to_the_cent() -> None:
    exact = {
        "Amount": Decimal("400.00"),
        "SalesItemLineDetail": {"Qty": Decimal(4), "UnitPrice": Decimal(100)},
    }
    odd = {
        "Amount": Decimal("10.00"),
        "SalesItemLineDetail": {"Qty": Decimal(3), "UnitPrice": Decimal("3.33")},
    }
    written = [
        default_set(Target.LINE_ITEMS).desired(line_source(line, name="Work", currency="USD"), {})
        for line in (exact, odd)
    ]
    assert [(line["quantity"], line["price"]) for line in written] == [("4", "100"), ("1", "10.00")]


@pytest.mark.parametrize("target", Target)
def test_defaults_are_compatible_and_accepted_by_the_portal(target: Target) -> None:
    assert judge_all(target, defaults(target), known_sides(target)) == {}
    source = {Target.INVOICES: INVOICE, Target.PRODUCTS: record_source({"Name": "Hour", "UnitPrice": Decimal("0.0125"), "Active": True}, realm_id="1"),
              Target.LINE_ITEMS: line_source({"Amount": Decimal(5)}, name="Work")}.get(target, CUSTOMER)  # fmt: skip
    mappings = default_set(target)
    wanted = mappings.desired(source, {})
    definitions = portal(target)
    kept = {name: normalised(definitions[name], text) for name, text in wanted.items()}
    assert wanted
    assert mappings.desired(source, kept) == {}


def test_only_what_differs_is_written() -> None:
    present = CONTACT | {
        "email": "ola@zolw.example",
        "city": "Lodz",
        "qbodesk_open_balance": "1234.5",
        "phone": "123",
    }
    assert default_set(Target.CONTACTS).desired(CUSTOMER, present) == {"city": "Łódź"}


def test_an_empty_field_empties_only_what_is_mirrored() -> None:
    paid = CUSTOMER | {"BalanceWithJobs": None, "GivenName": ""}
    assert default_set(Target.CONTACTS).desired(paid, CONTACT) == {"qbodesk_open_balance": ""}


@pytest.mark.parametrize(
    ("rule", "present", "written"),
    [
        (Rule.ALWAYS, {}, True),
        (Rule.ALWAYS, {"p": "old"}, True),
        (Rule.IF_EMPTY, {}, True),
        (Rule.IF_EMPTY, {"p": "", "hs_object_id": "1"}, True),
        (Rule.IF_EMPTY, {"p": None, "hs_object_id": "1"}, True),
        (Rule.IF_EMPTY, {"p": "old"}, False),
        (Rule.NEVER_OVERWRITE, {}, True),
        (Rule.NEVER_OVERWRITE, {"hs_object_id": "1"}, False),
        (Rule.NEVER_OVERWRITE, {"p": "old"}, False),
    ],
)
def test_rules(rule: Rule, present: dict[str, str | None], written: bool) -> None:
    mappings = one(Field(key="A", label="a"), Field(key="p", label="p"), rule=rule)
    assert mappings.desired({"A": "new"}, present) == ({"p": "new"} if written else {})


def test_the_first_with_a_value_fills_the_property() -> None:
    mappings = default_set(Target.COMPANIES)
    assert mappings.desired({"DisplayName": "Shown"}, {})["name"] == "Shown"
    assert mappings.desired({"DisplayName": "Shown", "CompanyName": "Legal"}, {})["name"] == "Legal"


def test_what_does_not_fit_is_told_and_leaves_the_property_alone() -> None:
    mappings = default_set(Target.CONTACTS)
    outcome = mappings.outcome(
        {"PrimaryEmailAddr": {"Address": "nobody"}, "GivenName": "x" * 70_000}, {"email": "a@b.example"}
    )
    assert {key: problem.code for key, problem in outcome.troubles.items()} == {
        "contacts.email.PrimaryEmailAddr.Address": "MAPPING_NOT_AN_EMAIL",
        "contacts.firstname.GivenName": "MAPPING_TEXT_TOO_LONG",
    }
    assert not {"email", "firstname"} & outcome.changes.keys()


def test_unknown_and_locked_properties_are_told() -> None:
    mapping = FieldMapping(id="m", source="A", target="gone")
    fields = {"A": Field(key="A", label="a")}
    gone = MappingSet([mapping], Sides(fields, {})).outcome({"A": "x"}, {})
    locked = MappingSet([mapping], Sides(fields, {"gone": Field(key="gone", label="g", read_only=True)}))
    assert (gone.changes, gone.troubles["m"].code) == ({}, "MAPPING_NO_PROPERTY")
    assert locked.outcome({"A": "x"}, {}).troubles["m"].code == "MAPPING_READ_ONLY"
    unknown = MappingSet(
        [replace(mapping, source="B")], Sides(fields, {"gone": Field(key="gone", label="g")})
    )
    assert unknown.outcome({"A": "x"}, {}).troubles["m"].code == "MAPPING_NO_FIELD"


def test_a_mapping_that_is_off_or_goes_the_other_way_writes_nothing() -> None:
    field, prop = Field(key="A", label="a"), Field(key="p", label="p")
    assert one(field, prop, enabled=False).desired({"A": "x"}, {}) == {}
    assert one(field, prop, enabled=False).targets == ()


def test_the_match_key_is_locked_and_a_copy_of_it_is_not() -> None:
    email = defaults(Target.CONTACTS)[0]
    assert lock(Target.CONTACTS, email)
    assert not lock(Target.CONTACTS, replace(email, id="another"))


AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=6)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=200)


@given(AMOUNTS, st.sampled_from(["PLN", "JPY", "BHD", "USD"]))
def test_no_cent_is_lost(amount: Decimal, currency: str) -> None:
    for kind in (FieldType.MONEY, FieldType.NUMBER):
        for target in (FieldType.NUMBER, FieldType.TEXT):
            mappings = one(Field(key="A", label="a", type=kind), Field(key="p", label="p", type=target))
            source = {"A": amount, "CurrencyRef": {"value": currency}}
            text = mappings.desired(source, {})["p"]
            assert Decimal(text) == amount
            assert mappings.desired(source, {"p": text}) == {}


@given(st.dates(date(1972, 1, 1), date(2100, 1, 1)))
def test_no_date_is_lost(day: date) -> None:
    field = Field(key="A", label="a", type=FieldType.DATE)
    for target in (FieldType.DATE, FieldType.MOMENT, FieldType.TEXT):
        prop = Field(key="p", label="p", type=target)
        text = one(field, prop).desired({"A": day.isoformat()}, {})["p"]
        assert date.fromisoformat(text[:10]) == day
        midnight = str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000)
        if target is FieldType.DATE:  # HubSpot answers in three notations, by API and age
            for theirs in (text, f"{text}T00:00:00Z", midnight):
                assert one(field, prop).desired({"A": day.isoformat()}, {"p": theirs}) == {}


@given(TEXTS)
def test_no_character_is_lost(text: str) -> None:
    mappings = one(Field(key="A", label="a"), Field(key="p", label="p"))
    assert mappings.desired({"A": text}, {}) == {"p": text}
    assert mappings.desired({"A": text}, {"p": text}) == {}


@given(
    st.dictionaries(st.sampled_from(list(known_sides(Target.CONTACTS).fields)), TEXTS),
    st.dictionaries(st.sampled_from(list(CONTACT)), TEXTS),
)
def test_applied_twice_changes_nothing_the_second_time(
    record: dict[str, str], present: dict[str, str]
) -> None:
    source: dict[str, Any] = {}
    for path, text in record.items():
        head, _, tail = path.partition(".")
        if tail and isinstance(source.get(head, {}), dict):
            source.setdefault(head, {})[tail] = text
        elif not tail:
            source[head] = text
    mappings = default_set(Target.CONTACTS)
    first = mappings.outcome(source, present)
    second = mappings.outcome(source, present | first.changes)
    assert second.changes == {}
    assert second.troubles == first.troubles


def test_texts_up_to_the_limit_fit() -> None:
    mappings = one(Field(key="A", label="a"), Field(key="p", label="p"))
    assert mappings.desired({"A": "x" * LONGEST_TEXT}, {})["p"] == "x" * LONGEST_TEXT
    assert mappings.outcome({"A": "x" * (LONGEST_TEXT + 1)}, {}).troubles["m"].code == "MAPPING_TEXT_TOO_LONG"
