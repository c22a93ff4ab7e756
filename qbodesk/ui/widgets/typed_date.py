"""Dates as people type them, and the jumps of the date keys; knows no widget and no clock."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_IN_DAYS = re.compile(r"([+\-\u2212])\s*(\d{1,4})")
_DIGITS = re.compile(r"(\d{1,2})(?:[.\-/ ]+(\d{1,2}))?(?:[.\-/ ]+(\d{2}|\d{4}))?\.?")
_DAY_FIRST = re.compile(r"(\d{1,2})[.\s]*([^\W\d]+)\.?,?(?:\s+(\d{4}|\d{2}))?")
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.?\s*(\d{1,2}),?(?:\s+(\d{4}|\d{2}))?")


def parse_date(text: str, base: date, *, months: Mapping[str, int], day_first: bool) -> date | None:
    """The date in `text`, or None if it is none or could be two.

    Understands ISO, "31.10.2026", "31 Oct", "Oct 31, 2026", "31" (day of base's month), "31.10" (base's year) and
    "+30" (days after base). Where both readings of "10/11/2026" exist (`day_first` False) it is refused.
    """
    cleaned = " ".join(text.replace("\u00a0", " ").split()).casefold()
    if match := _ISO.fullmatch(cleaned):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _IN_DAYS.fullmatch(cleaned):
        return base + timedelta(days=int(match[2]) * (1 if match[1] == "+" else -1))
    if match := _DIGITS.fullmatch(cleaned):
        return _from_digits(match, base, day_first=day_first)
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        if match := pattern.fullmatch(cleaned):
            number = months.get(match[month])
            return _date(_year(match[3], base), number, int(match[day])) if number else None
    return None


def _from_digits(match: re.Match[str], base: date, *, day_first: bool) -> date | None:
    first, second = int(match[1]), match[2]
    if second is None:
        return _date(base.year, base.month, first)
    year = _year(match[3], base)
    readings = {_date(year, int(second), first)}
    if not day_first:
        readings.add(_date(year, first, int(second)))
    possible = {reading for reading in readings if reading}
    return possible.pop() if len(possible) == 1 else None


def _year(text: str | None, base: date) -> int:
    if text is None:
        return base.year
    return int(text) + (2000 if len(text) == 2 else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def jump(key: str, day: date, today: date) -> date | None:
    """Where a date key leads from `day`: t today, + - a day, [ ] month start and end, { } year start and end."""
    last = monthrange(day.year, day.month)[1]
    return {
        "t": today,
        "+": day + timedelta(days=1),
        "-": day - timedelta(days=1),
        "[": day.replace(day=1),
        "]": day.replace(day=last),
        "{": date(day.year, 1, 1),
        "}": date(day.year, 12, 31),
    }.get(key.casefold())
