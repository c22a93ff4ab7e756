"""Invented people, firms and addresses of one country, each name once; decides nothing about records."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from qbodesk.simulator.world.locales import Locale, Trade

# NFKD takes the accents off every Polish letter but this one, which is a letter of its own.
_STROKES = str.maketrans("łŁ", "lL")
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def without_accents(text: str) -> str:
    """The same text in the letters a hurried typist finds on any keyboard."""
    letters = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, for the parts of an address under `.example`."""
    plain = without_accents(text).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain.replace("'", "")).split())


@dataclass(frozen=True)
class Name:
    """A person."""

    first: str
    last: str

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def mailbox(self) -> str:
        return f"{slug(self.first)}.{slug(self.last)}".replace("-", "")


@dataclass(frozen=True)
class FirmName:
    """A firm: its whole name, the name without the legal form, and its domain's first label."""

    name: str
    short: str
    label: str
    industry: str


@dataclass(frozen=True)
class Address:
    """A postal address with a telephone number of the same place, in a range kept free for fiction."""

    street: str
    city: str
    region: str
    post: str
    phone: str


class Namer:
    """Gives out names of one country in an order that depends on the seed alone; none comes twice."""

    def __init__(self, locale: Locale, seed: str) -> None:
        self._locale = locale
        self._rng = Random()
        self._firms, self._people, state = _orders(locale, seed)
        self._rng.setstate(state)
        self._next_firm = 0
        self._next_person = 0

    def firm(self) -> FirmName:
        """The next firm; after all combinations are used, the same ones come again with a town's name."""
        again, index = divmod(self._next_firm, len(self._firms))
        self._next_firm += 1
        locale = self._locale
        rest, trade_index = divmod(self._firms[index], len(locale.trades))
        start, end = divmod(rest, len(locale.ends))
        trade = locale.trades[trade_index]
        word = locale.starts[start] + locale.ends[end]
        short = self._joined(word, trade) + self._suffix(again)
        form = locale.forms[index % len(locale.forms)]
        return FirmName(f"{short} {form}".strip(), short, slug(short), trade.industry)

    def person(self) -> Name:
        """The next person; after all combinations are used, the same ones come again with a middle letter."""
        again, index = divmod(self._next_person, len(self._people))
        self._next_person += 1
        group, given, family = self._people[index]
        given_names, families = self._locale.people[group]
        first = given_names[given]
        if again:
            turn, letter = divmod(again - 1, len(_LETTERS))
            first = f"{first} {_LETTERS[letter]}." + ("" if not turn else f" {turn + 1}")
        return Name(first, families[family])

    def address(self) -> Address:
        """Any address of the country; these may repeat."""
        rng, locale = self._rng, self._locale
        place = rng.choice(locale.places)
        street = locale.street_pattern.format(number=rng.randint(1, 240), street=rng.choice(locale.streets))
        return Address(street, place.city, place.region, self._filled(place.post), self._filled(place.phone))

    def _joined(self, word: str, trade: Trade) -> str:
        return f"{trade.word} {word}" if self._locale.trade_first else f"{word} {trade.word}"

    def _suffix(self, again: int) -> str:
        if not again:
            return ""
        turn, place = divmod(again - 1, len(self._locale.places))
        return f" {self._locale.places[place].city}" + ("" if not turn else f" {turn + 1}")

    def _filled(self, pattern: str) -> str:
        rng = self._rng
        digits = "".join(rng.choice("0123456789") if c == "#" else c for c in pattern)
        return "".join(rng.choice(_LETTERS) if c == "@" else c for c in digits)


@lru_cache(maxsize=8)
def _orders(
    locale: Locale, seed: str
) -> tuple[tuple[int, ...], tuple[tuple[int, int, int], ...], tuple[Any, ...]]:
    """In which order firms and people come, and the generator after that. Remembered: many tests start the same world."""
    rng = Random(seed)
    firms = list(range(len(locale.starts) * len(locale.ends) * len(locale.trades)))
    people = [
        (group, given, family)
        for group, (given_names, families) in enumerate(locale.people)
        for given in range(len(given_names))
        for family in range(len(families))
    ]
    rng.shuffle(firms)
    rng.shuffle(people)
    return tuple(firms), tuple(people), rng.getstate()
