"""Currencies and the exchange rates of the simulated portal; makes no promise about real markets."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

NAMES = {
    "USD": "US Dollar",
    "EUR": "Euro",
    "GBP": "British Pound",
    "PLN": "Polish Zloty",
    "CAD": "Canadian Dollar",
    "AUD": "Australian Dollar",
    "CHF": "Swiss Franc",
    "CZK": "Czech Koruna",
    "DKK": "Danish Krone",
    "NOK": "Norwegian Krone",
    "SEK": "Swedish Krona",
    "JPY": "Japanese Yen",
}
_SINCE = "2020-01-01T00:00:00.000Z"
_IN_DOLLARS = {
    "USD": Decimal(1),
    "EUR": Decimal("1.08"),
    "GBP": Decimal("1.27"),
    "PLN": Decimal("0.25"),
    "CAD": Decimal("0.73"),
    "AUD": Decimal("0.66"),
    "CHF": Decimal("1.12"),
    "CZK": Decimal("0.043"),
    "DKK": Decimal("0.145"),
    "NOK": Decimal("0.094"),
    "SEK": Decimal("0.096"),
    "JPY": Decimal("0.0067"),
}


def rate(source: str, target: str) -> Decimal:
    """How many units of `target` one unit of `source` is worth, to six places. Raises KeyError."""
    if source == target:
        return Decimal(1)
    return (_IN_DOLLARS[source] / _IN_DOLLARS[target]).quantize(Decimal("0.000001"))


def digits(code: str) -> int:
    """Decimal places of the minor unit."""
    return 0 if code == "JPY" else 2


@dataclass(frozen=True, slots=True)
class Rate:
    """How much one unit of `source` is worth in `target`, the company currency."""

    id: str
    source: str
    target: str
    value: Decimal
    effective: str
    created: str
    updated: str
    visible: bool = True

    def body(self) -> dict[str, Any]:
        """`conversionRate` is a JSON number."""
        return {
            "id": self.id,
            "fromCurrencyCode": self.source,
            "toCurrencyCode": self.target,
            "conversionRate": self.value,
            "effectiveAt": self.effective,
            "visibleInUI": self.visible,
            "createdAt": self.created,
            "updatedAt": self.updated,
        }


class Rates:
    """The rates of a portal: the `current` one of each additional currency, and `known` all that ever were, by id."""

    def __init__(self, company: str, additional: tuple[str, ...]) -> None:
        self._company = company
        self.known: dict[str, Rate] = {}
        self.current: dict[str, Rate] = {}
        for code in additional:
            self.put(code, rate(code, company), _SINCE, _SINCE)

    def put(self, code: str, value: Decimal, effective: str, now: str) -> Rate:
        """A new rate, which is the current one from now on."""
        made = Rate(str(len(self.known) + 1), code, self._company, value, effective, now, now)
        self.known[made.id] = self.current[code] = made
        return made

    def replace(self, changed: Rate) -> None:
        self.known[changed.id] = changed
        if self.current[changed.source].id == changed.id:
            self.current[changed.source] = changed
