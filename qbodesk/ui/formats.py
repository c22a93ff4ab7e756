"""Every number, amount of money, date and time a user reads or types, through Babel; builds no sentences.

Trap: QLocale writes "1234,50" and Babel "1 234,50 zł" in Polish; mixed on one screen they look like a fault, so Qt's
own formatting is used nowhere. All spaces inside a value are no-break spaces, and the minus is U+2212.
"""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers

from qbodesk.models import words
from qbodesk.models.domain.money import Money, exponent, parse_amount
from qbodesk.models.words import _

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
_SPACES = str.maketrans({" ": NBSP, "\N{NARROW NO-BREAK SPACE}": NBSP})

# Day before month and the month as a word in English, where 10/11/2026 means two days to two readers.
_DATE = {"en": "d MMM y", "pl": "dd.MM.y"}
_SHORT_DATE = {"en": "d MMM", "pl": "dd.MM"}
_RELATIVE_UP_TO = dt.timedelta(days=7)


class Formats:
    """The formats of one language, `en` or `pl`. Dates are plain dates; moments must carry their time zone."""

    def __init__(self, language: str) -> None:
        self.language = language if language in _DATE else "en"
        self.locale = Locale.parse("pl_PL" if self.language == "pl" else "en_US")

    @property
    def decimal_mark(self) -> str:
        return "," if self.language == "pl" else "."

    @property
    def group_mark(self) -> str:
        return NBSP if self.language == "pl" else ","

    def money(self, money: Money) -> str:
        """The amount with its currency: "1 234,50 zł", "$1,234.50", "PLN 12,345.60"."""
        return _money(self.locale, money)

    def amount(self, money: Money) -> str:
        """The amount without its currency, for a column that names the currency once."""
        return self.fixed(money.amount, exponent(money.currency))

    def number(self, number: Decimal | int) -> str:
        """A quantity, rate or count with the digits it has (up to ten decimals), trailing zeros dropped."""
        return _typeset(babel_numbers.format_decimal(number, "#,##0.##########", locale=self.locale))

    def fixed(self, number: Decimal, places: int | None) -> str:
        """A number with exactly `places` decimals; None leaves those it has."""
        if places is None:
            return self.number(number)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return _typeset(babel_numbers.format_decimal(number, pattern, locale=self.locale))

    def percent(self, rate: Decimal) -> str:
        """A rate given in percent (23 for 23 %)."""
        return self.number(rate) + (f"{NBSP}%" if self.language == "pl" else "%")

    def date(self, day: dt.date) -> str:
        """The whole date: "31 Oct 2026", "31.10.2026"."""
        return _typeset(babel_dates.format_date(day, _DATE[self.language], locale=self.locale))

    def short_date(self, day: dt.date) -> str:
        """The date without its year, for narrow places where the year is plain from the context."""
        return _typeset(babel_dates.format_date(day, _SHORT_DATE[self.language], locale=self.locale))

    def month(self, day: dt.date) -> str:
        """The month and its year: "October 2026", "październik 2026"."""
        return babel_dates.format_date(day, "LLLL y", locale=self.locale)

    def time(self, moment: dt.datetime) -> str:
        """Hours and minutes on a 24-hour clock, in the time zone the moment carries."""
        return f"{moment:%H:%M}"

    def datetime(self, moment: dt.datetime) -> str:
        """Date and time in the time zone the moment carries; convert it to the user's zone before."""
        return f"{self.date(moment.date())},{NBSP}{self.time(moment)}"

    def relative(self, moment: dt.datetime, now: dt.datetime) -> str:
        """How long ago, or in how long, up to seven days; the date beyond. Below a minute it is "now".

        Both moments must carry a time zone (TypeError otherwise).
        """
        distance = moment - now
        if abs(distance) < dt.timedelta(minutes=1):
            return _("just now")
        if abs(distance) > _RELATIVE_UP_TO:
            return self.date(moment.astimezone(now.tzinfo).date())
        text = babel_dates.format_timedelta(
            distance, add_direction=True, threshold=1.2, format="short", locale=self.locale
        )
        return _typeset(text.replace("min.", "min").replace("hr.", "h"))

    def parse_number(self, text: str) -> Decimal | None:
        """What the user typed, arithmetic included (`12*19,99`); None when it is no number or could be two.

        This language's decimal mark settles "1,234" alone: a number in English 1234, in Polish 1.234.
        """
        return parse_amount(text, decimal_mark=self.decimal_mark)

    def month_names(self) -> dict[str, int]:
        """Every way this language writes a month, folded and without dots, and its number 1-12."""
        names: dict[str, int] = {}
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                table = babel_dates.get_month_names(width, context, self.locale)
                names.update({str(name).casefold().rstrip("."): number for number, name in table.items()})
        return names

    def weekday_names(self) -> list[str]:
        """Monday to Sunday, abbreviated."""
        table = babel_dates.get_day_names("abbreviated", "stand-alone", self.locale)
        return [str(table[day]).rstrip(".") for day in range(7)]


@lru_cache(maxsize=4096)
def _money(locale: Locale, money: Money) -> str:
    """Kept, because a list paints the same amounts frame after frame."""
    symbol = babel_numbers.get_currency_symbol(money.currency, locale)
    pattern = locale.currency_formats["standard"].pattern
    if symbol[-1].isalpha() and pattern.startswith("\u00a4#"):
        pattern = pattern.replace("\u00a4", f"\u00a4{NBSP}", 1)
    return _typeset(babel_numbers.format_currency(money.amount, money.currency, pattern, locale=locale))


def _typeset(text: str) -> str:
    return text.replace("-", MINUS).translate(_SPACES)


@lru_cache(maxsize=4)
def _formats(language: str) -> Formats:
    return Formats(language)


def formats() -> Formats:
    """The formats of the language in force (`qbodesk.models.words.use_language` sets it)."""
    return _formats(words.language())
