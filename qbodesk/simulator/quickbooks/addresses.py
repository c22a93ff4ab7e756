"""Addresses as they stand on a transaction: five plain lines; validates nothing."""

from qbodesk.simulator.wire import Body

_LINES = ("Line1", "Line2", "Line3", "Line4", "Line5")


def flat(address: Body, *heading: str | None) -> Body:
    """The address in lines as an invoice answers it: heading, street lines, then city, region and code in one."""
    region = " ".join(filter(None, (address.get("CountrySubDivisionCode"), address.get("PostalCode"))))
    town = ", ".join(filter(None, (address.get("City"), region)))
    street = map(address.get, _LINES)
    lines = dict.fromkeys(line for line in (*heading, *street, town, address.get("Country")) if line)
    return dict(zip(_LINES, lines, strict=False))


def of_customer(customer: Body, key: str) -> Body | None:
    """The flattened address QuickBooks copies from a customer, headed by the person and the firm."""
    address = customer.get(key)
    if not address:
        return None
    person = " ".join(filter(None, (customer.get("GivenName"), customer.get("FamilyName"))))
    return flat(address, person or customer["DisplayName"], customer.get("CompanyName"))
