"""JSON of both services with money as `Decimal`; knows no service."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

Body = dict[str, Any]

encode: Callable[[Any], bytes] = msgspec.json.Encoder(decimal_format="number").encode
decode: Callable[[bytes | str], Any] = msgspec.json.Decoder(float_hook=Decimal).decode

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """The amount rounded half up to two digits, as both services do it."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def decimal(value: Any) -> Decimal:
    """The exact number behind a JSON number or numeric text; raises `ValueError` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError(f"not a number: {value!r}")  # noqa: TRY004  callers tell one thing: not a number
    try:
        number = Decimal(value)
    except ArithmeticError:
        raise ValueError(f"not a number: {value!r}") from None
    if not number.is_finite():
        raise ValueError(f"not a number: {value!r}")
    return number


def whole(amount: Decimal) -> int:
    """The amount in cents, rounded half up: what is added up a hundred thousand times is added up in integers."""
    return int(amount.quantize(CENT, ROUND_HALF_UP).scaleb(2))


def money(amount: int) -> Decimal:
    """Whole cents as an amount."""
    return Decimal(amount) * CENT
