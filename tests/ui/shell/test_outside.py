"""Addresses in the browser."""

import pytest

from qbodesk.ui.shell.outside import address_of, service_of


@pytest.mark.parametrize(
    ("kind", "portal", "address"),
    [
        ("deal", "42", "https://app.hubspot.com/contacts/42/record/0-3/7%2F8"),
        ("deal", "", None),
        ("invoice", "", "https://app.qbo.intuit.com/app/invoice?txnId=7%2F8"),
        ("item", "", "https://app.qbo.intuit.com/app/items"),
        ("line_item", "42", None),
    ],
)
def test_an_address_or_none(kind: str, portal: str, address: str | None) -> None:
    assert address_of(kind, "7/8", portal_id=portal) == address


def test_whose_a_record_is() -> None:
    assert [service_of(kind) for kind in ("quote", "customer", "line_item")] == ["HubSpot", "QuickBooks", ""]
