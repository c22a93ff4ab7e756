"""The small lists a bookkeeper keeps beside the accounts: payment methods, classes, locations, currencies."""

from qbodesk.simulator.world.books.setup import FOUNDED
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.locales import Locale
from qbodesk.simulator.world.shapes import Body

_METHODS = {
    "US": ("Cash", "Check", "Visa", "MasterCard"),
    "GB": ("Cash", "Cheque", "Direct Debit", "Visa"),
    "PL": ("Gotówka", "Przelew", "Visa"),
}
_CARDS = frozenset({"Visa", "MasterCard"})
# Classes and locations come with the subscription for larger firms; only the American one tracks them.
_CLASSES: dict[str, tuple[tuple[str, str], ...]] = {
    "US": (("Studio", ""), ("Web", "1"), ("Print", "1"), ("Consulting", ""))
}
_LOCATIONS = {"US": ("Austin", "Round Rock")}
_CURRENCIES = {"PL": (("EUR", "Euro"),)}


def build_lists(locale: Locale, calendar: Calendar) -> dict[str, list[Body]]:
    """The lists by entity, in the order of their ids."""
    moment = calendar.moment(FOUNDED)
    bodies: dict[str, list[Body]] = {
        "PaymentMethod": [
            {"Name": name, "Type": "CREDIT_CARD" if name in _CARDS else "NON_CREDIT_CARD"}
            for name in _METHODS[locale.code]
        ],
        "Class": [
            {"Name": name, **({"ParentRef": {"value": parent}} if parent else {})}
            for name, parent in _CLASSES.get(locale.code, ())
        ],
        "Department": [{"Name": name} for name in _LOCATIONS.get(locale.code, ())],
        "CompanyCurrency": [{"Code": code, "Name": name} for code, name in _CURRENCIES.get(locale.code, ())],
    }
    meta = {"CreateTime": moment, "LastUpdatedTime": moment}
    return {
        entity: [
            {"Id": str(number), **body, "Active": True, "MetaData": meta}
            for number, body in enumerate(found, start=1)
        ]
        for entity, found in bodies.items()
    }
