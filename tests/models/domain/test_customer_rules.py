"""New customers: what QuickBooks would refuse is said at the field."""

import pytest

from qbodesk.models.domain.customer_rules import check_new_customer
from qbodesk.models.domain.customers import NewCustomer
from qbodesk.models.domain.findings import Severity, Step

GOOD = NewCustomer("Acme Ltd", "Acme Ltd", "Ann", "Lee", "ann@acme.example", "+48 22 000 00 00")


def test_a_good_customer() -> None:
    assert check_new_customer(GOOD, lambda _: False) == ()
    assert check_new_customer(NewCustomer("n" * 100), lambda _: False) == ()


@pytest.mark.parametrize(
    ("customer", "found"),
    [
        (NewCustomer(" "), [("CUSTOMER_NAME_MISSING", "display_name")]),
        (NewCustomer(" ACME ltd "), [("CUSTOMER_NAME_TAKEN", "display_name")]),
        (NewCustomer("n" * 101), [("CUSTOMER_TEXT_TOO_LONG", "display_name")]),
        (NewCustomer("A: B"), [("CUSTOMER_NAME_CHARACTERS", "display_name")]),
        (NewCustomer("A\tB"), [("CUSTOMER_NAME_CHARACTERS", "display_name")]),
        (NewCustomer("A", given_name="B\nC"), [("CUSTOMER_NAME_CHARACTERS", "given_name")]),
        (NewCustomer("A", company_name="c" * 101), [("CUSTOMER_TEXT_TOO_LONG", "company_name")]),
        (NewCustomer("A", family_name="f" * 101), [("CUSTOMER_TEXT_TOO_LONG", "family_name")]),
        (NewCustomer("A", phone="1" * 31), [("CUSTOMER_TEXT_TOO_LONG", "phone")]),
        (NewCustomer("A", email="a" * 90 + "@acme.example"), [("CUSTOMER_TEXT_TOO_LONG", "email")]),
        (
            NewCustomer("", email="a@b"),
            [("CUSTOMER_NAME_MISSING", "display_name"), ("CUSTOMER_EMAIL_SHAPE", "email")],
        ),
    ],
)
def test_what_must_be_mended(customer: NewCustomer, found: list[tuple[str, str]]) -> None:
    findings = check_new_customer(customer, lambda name: name.casefold() == "acme ltd")
    assert [(one.problem.code, one.field) for one in findings] == found
    assert {(one.step, one.severity) for one in findings} == {(Step.CUSTOMER, Severity.BLOCK)}


@pytest.mark.parametrize("email", ["a", "a@b", "@b.example", "a@.example", "a b@c.example", "a@b.example, c@d.example",
                                   "a@b..example", "Ann <a@b.example>", "a@b.example."])  # fmt: skip
def test_no_e_mail_address(email: str) -> None:
    (finding,) = check_new_customer(NewCustomer("A", email=email), lambda _: False)
    assert finding.problem.title == f"“{email}” is not an e-mail address"


@pytest.mark.parametrize("email", ["", " ", "a@b.example", " first.last+tag@mail.firm.example "])
def test_an_e_mail_address_or_none(email: str) -> None:
    assert check_new_customer(NewCustomer("A", email=email), lambda _: False) == ()
