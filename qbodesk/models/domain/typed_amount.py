"""Amounts as people type them, with any decimal mark and a little arithmetic; guesses nothing ambiguous."""

import re
from decimal import Decimal, InvalidOperation

_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009'’"), " ")
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "÷": "/"})
_TOKEN = re.compile(r"\s*(?:([0-9.,](?:[0-9., ]*[0-9.,])?)|([-+*/()]))\s*")
_GROUPED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+|[0-9]*")
_LONGEST = 100
_LARGEST = Decimal(10) ** 15


class _NotAnAmount(Exception):
    """Leaves the parser from any depth."""


def parse_amount(text: str, *, decimal_mark: str | None = None) -> Decimal | None:
    """The number in `text`, or None if it is none or could be two different ones.

    Understands `1 234,5`, `1.234,50`, `1,234.50`, no-break spaces, and + - * / with parentheses (`12*19,99`).
    One mark before exactly three digits (`1,234`) is ambiguous; `decimal_mark` settles only that case.
    Division is exact to 28 digits: round the result to what you need.
    """
    cleaned = text.translate(_SIGNS).translate(_SPACES)
    if len(cleaned) > _LONGEST:
        return None
    try:
        value = _Sum(_tokens(cleaned), decimal_mark).value()
    except (_NotAnAmount, ArithmeticError):
        return None
    return value if abs(value) < _LARGEST else None


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _NotAnAmount
        found.append(match[1] or match[2])
        at = match.end()
    return found


class _Sum:
    """A parser by recursive descent: sum of products of signed numbers and parentheses."""

    def __init__(self, tokens: list[str], decimal_mark: str | None) -> None:
        self._tokens = tokens[::-1]
        self._mark = decimal_mark

    def value(self) -> Decimal:
        result = self._sum()
        if self._tokens:
            raise _NotAnAmount
        return result

    def _next_of(self, wanted: str) -> str:
        return self._tokens.pop() if self._tokens and self._tokens[-1] in wanted else ""

    def _sum(self) -> Decimal:
        result = self._product()
        while sign := self._next_of("+-"):
            other = self._product()
            result = result + other if sign == "+" else result - other
        return result

    def _product(self) -> Decimal:
        result = self._factor()
        while sign := self._next_of("*/"):
            other = self._factor()
            result = result * other if sign == "*" else result / other
        return result

    def _factor(self) -> Decimal:
        if sign := self._next_of("+-"):
            return -self._factor() if sign == "-" else self._factor()
        if self._next_of("("):
            inner = self._sum()
            if not self._next_of(")"):
                raise _NotAnAmount
            return inner
        if not self._tokens:
            raise _NotAnAmount
        return _number(self._tokens.pop(), self._mark)


def _number(token: str, decimal_mark: str | None) -> Decimal:
    mark = _decimal_mark(token, decimal_mark)
    whole, _, fraction = token.rpartition(mark) if mark else (token, "", "")
    groups = "," if mark == "." else "." if mark == "," else ".,"
    spread = re.sub(f"[{groups}]", " ", whole)
    # Groups are of one kind and of three digits: "1 23,4" and "1.234 567,8" are slips, not numbers.
    if not _GROUPED.fullmatch(spread) or len(set(whole) - set("0123456789")) > 1:
        raise _NotAnAmount
    try:
        return Decimal(f"{spread.replace(' ', '')}.{fraction}")
    except InvalidOperation as error:
        raise _NotAnAmount from error


def _decimal_mark(token: str, preferred: str | None) -> str:
    """The mark that starts the decimals of a written number, or nothing if it has none."""
    commas, points = token.count(","), token.count(".")
    if commas and points:
        return max(",.", key=token.rfind)
    mark = "," if commas else "."
    if commas + points != 1:
        return ""
    whole, _, fraction = token.partition(mark)
    if len(fraction) != 3 or not re.fullmatch("[1-9][0-9]{0,2}", whole):
        return mark
    if preferred is None:
        raise _NotAnAmount
    return mark if preferred == mark else ""
