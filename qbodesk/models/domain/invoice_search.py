"""What a person means who types into a search for an invoice: words, an amount or a range, a day or a month. Searches nothing."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbodesk.models.domain.typed_amount import parse_amount

_COMPARED = re.compile(r"(>=|<=|>|<|=)(.+)")
_RANGE = re.compile(r"(\d[\d.,]*)(?:\.\.|–|-)(\d[\d.,]*)")
_MONTHS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)
_JOINED = re.compile(r"(>=|<=|>|<|=)\s+")


@dataclass(frozen=True, slots=True)
class InvoiceSearch:
    """Words to find, and limits; `maybe_amount` is a number that may as well be part of a number or a name."""

    words: str = ""
    least: Decimal | None = None
    above: Decimal | None = None
    most: Decimal | None = None
    below: Decimal | None = None
    maybe_amount: Decimal | None = None
    first_day: date | None = None
    last_day: date | None = None


def parse(text: str, *, decimal_mark: str = ".") -> InvoiceSearch:
    """Understands `1042`, `acme`, `1250,00`, `>1000`, `=1250`, `100-500`, `2026-10-31`, `31.10.2026`, `2026-10`, `10.2026`.

    What is none of these is a word; several things together must all hold. Never fails: half a query is a query.
    """
    words: list[str] = []
    found: dict[str, Decimal | date | None] = {}
    for token in _JOINED.sub(r"\1", text).split():
        if (days := _days(token)) is not None:
            found["first_day"], found["last_day"] = days
        elif (limits := _limits(token, decimal_mark)) is not None:
            found |= limits
        else:
            words.append(token)
    if "maybe_amount" in found and (words or len(text.split()) > 1):
        # beside other words a bare number is one of them: "acme 1042"
        found.pop("maybe_amount")
        words = [
            token for token in text.split() if _days(token) is None and not _is_limit(token, decimal_mark)
        ]
    elif "maybe_amount" in found:
        words = [text.strip()]
    return InvoiceSearch(words=" ".join(words), **found)  # type: ignore[arg-type]  # filled by the names of its fields


def _days(token: str) -> tuple[date, date] | None:
    for pattern in (*_DAYS, *_MONTHS):
        if match := pattern.fullmatch(token):
            parts = {name: int(value) for name, value in match.groupdict().items()}
            try:
                first = date(parts["year"], parts["month"], parts.get("day", 1))
            except ValueError:
                return None
            if "day" in parts:
                return first, first
            return first, first.replace(day=monthrange(first.year, first.month)[1])
    return None


def _limits(token: str, mark: str) -> dict[str, Decimal | date | None] | None:
    if match := _COMPARED.fullmatch(token):
        value = parse_amount(match[2], decimal_mark=mark)
        if value is None:
            return None
        if match[1] == "=":
            return {"least": value, "most": value}
        return {{">": "above", ">=": "least", "<": "below", "<=": "most"}[match[1]]: value}
    if match := _RANGE.fullmatch(token):
        low, high = (parse_amount(part, decimal_mark=mark) for part in match.groups())
        if low is not None and high is not None and low <= high:
            return {"least": low, "most": high}
        return None
    if token[0].isdigit():
        value = parse_amount(token, decimal_mark=mark)
        return None if value is None else {"maybe_amount": value}
    return None


def _is_limit(token: str, mark: str) -> bool:
    return "maybe_amount" not in (limits := _limits(token, mark) or {"maybe_amount": None}) and bool(limits)
