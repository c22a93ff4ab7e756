"""What a company has paid for (quickbooks-api.md §9.1 OfferingSku); sells nothing."""

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

_SMALL = ("Simple Start", "EasyStart", "Essentials")


def check_plus(company: QuickBooksCompany, feature: str) -> None:
    """Raises 5020 where the subscription is one of those below Plus."""
    settings = {entry["Name"]: entry["Value"] for entry in company.info.get("NameValue", [])}
    if any(name in settings.get("OfferingSku", "") for name in _SMALL):
        raise faults.not_in_subscription(feature)
