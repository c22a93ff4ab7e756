"""Currencies and their fixed exchange rates in the simulated portal; makes no promise about real markets."""

from decimal import Decimal

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
