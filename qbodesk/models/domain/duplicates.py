"""Records that are probably one and the same: found by e-mail, by name, by telephone and postcode. Merges nothing.

A pair is proposed only where its sign and nothing against it speak for it: namesakes, families, sister companies, several firms
behind one reception or one bookkeeper's mailbox are left alone (features S7: precision before completeness).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from qbodesk.models.domain.text import bare_company, fold

CROWD = 12
"""More records than this behind one sign: it belongs to nobody in particular."""
_SHARED_MAILBOX = 2
_PHONE_DIGITS = 9
_LEAST_DIGITS = 7


class Sign(StrEnum):
    """What two records have in common, the strongest first."""

    EMAIL = "email"
    NAME = "name"
    PHONE = "phone"


@dataclass(frozen=True)
class Party:
    """A customer, contact or company. `family` groups a customer with its sub-customers; they are no duplicates."""

    id: str
    name: str
    company: str = ""
    given: str = ""
    surname: str = ""
    email: str = ""
    phone: str = ""
    postcode: str = ""
    family: str = ""

    @cached_property
    def emails(self) -> frozenset[str]:
        """Every address of the field."""
        return frozenset(part for part in re.split(r"[\s,;]+", self.email.casefold()) if "@" in part)

    @cached_property
    def digits(self) -> str:
        """The telephone number without its country and signs."""
        digits = re.sub(r"\D", "", self.phone)[-_PHONE_DIGITS:]
        return digits if len(digits) >= _LEAST_DIGITS else ""

    @cached_property
    def post(self) -> str:
        """The postcode without blanks and signs."""
        return re.sub(r"[^0-9A-Z]", "", self.postcode.upper())

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name without its legal form."""
        return tuple(bare_company(self.name).split())

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The words it goes by: its name, and its company's, which a counter such as "(2)" does not spoil."""
        company = tuple(bare_company(self.company).split())
        return (self.words, company) if company and company != self.words else (self.words,)

    @cached_property
    def form(self) -> str:
        """The legal form; empty for a person."""
        rest = re.sub(r"[\W_]+", " ", fold(self.name)).split()
        return "".join(rest[len(self.words) :]) if tuple(rest[: len(self.words)]) == self.words else ""

    @cached_property
    def person(self) -> tuple[str, ...]:
        """First and last name."""
        return tuple(re.sub(r"[\W_]+", " ", fold(f"{self.given} {self.surname}")).split())

    @cached_property
    def is_firm(self) -> bool:
        """A firm rather than a person."""
        return bool(self.company or self.form) or not (self.person and set(self.words) <= set(self.person))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are probably one, and by what sign."""

    one: Party
    other: Party
    sign: Sign


def duplicates(parties: Sequence[Party]) -> list[Pair]:
    """Every probable pair once, by its strongest sign, in the order the records were given."""
    places = {party.id: place for place, party in enumerate(parties)}
    found: dict[tuple[str, str], Pair] = {}
    for sign, group in _groups(parties):
        for one, other in combinations(group, 2):
            key = (one.id, other.id)
            if (
                key not in found
                and not (one.family and one.family == other.family)
                and _is_one(sign, one, other, group)
            ):
                found[key] = Pair(one, other, sign)
    return sorted(found.values(), key=lambda pair: (places[pair.one.id], places[pair.other.id]))


def _groups(parties: Sequence[Party]) -> Iterator[tuple[Sign, list[Party]]]:
    by: dict[Sign, dict[str, list[Party]]] = {sign: defaultdict(list) for sign in Sign}
    for party in parties:
        for address in party.emails:
            by[Sign.EMAIL][address].append(party)
        if party.words:
            by[Sign.NAME][" ".join(sorted(party.words))].append(party)
        if party.digits and party.post:
            by[Sign.PHONE][f"{party.digits} {party.post}"].append(party)
    for sign, groups in by.items():
        yield from ((sign, group) for group in groups.values() if 1 < len(group) <= CROWD)


def _is_one(sign: Sign, one: Party, other: Party, group: Sequence[Party]) -> bool:
    same, different = _compared(one, other)
    if sign is Sign.EMAIL:
        if _alike(one, other):
            return True
        # one mailbox, two names: a bookkeeper's, unless everything else is the same too
        return len(group) <= _SHARED_MAILBOX and same > 0 and not _are_two_people(one, other)
    if sign is Sign.NAME:
        if same:
            return True
        if one.form and other.form and _form(one.form) != _form(other.form):
            return False
        return different < (2 if one.is_firm and other.is_firm else 1)
    return _alike(one, other)


def _compared(one: Party, other: Party) -> tuple[int, int]:
    """How many of telephone, postcode and e-mail are the same and how many differ, where both have them."""
    same = different = 0
    for mine, theirs in ((one.digits, other.digits), (one.post, other.post)):
        if mine and theirs:
            same += mine == theirs
            different += mine != theirs
    if one.emails and other.emails and one.emails.isdisjoint(other.emails):
        different += 1
    return same, different


def _alike(one: Party, other: Party) -> bool:
    """Whether the names may be those of one record: a person's both parts, most of a firm's words, the person behind a firm."""
    if not (one.is_firm or other.is_firm):
        return _same_person(one.person or one.words, other.person or other.words)
    if one.is_firm != other.is_firm:
        firm, person = (one, other) if one.is_firm else (other, one)
        human = person.person or person.words
        if firm.person:
            return _same_person(firm.person, human)
        return any(_near(human[-1], word) for word in firm.words)
    return any(_mostly(mine, theirs) for mine in one.names for theirs in other.names)


def _are_two_people(one: Party, other: Party) -> bool:
    return not one.is_firm and not other.is_firm


def _same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((list(one), list(other)), key=len)
    return len(short) > 1 and _covered(short, long, initials=True) == len(short)


def _mostly(one: Sequence[str], other: Sequence[str]) -> bool:
    if _numbers(one) != _numbers(other):
        return False
    short, long = sorted((list(one), list(other)), key=len)
    covered = _covered(short, long)
    if len(short) == 1:
        return covered == 1 and len(short[0]) > 3
    return covered >= max(2, -(-2 * len(short) // 3))


def _covered(short: Iterable[str], long: Sequence[str], *, initials: bool = False) -> int:
    left, count = list(long), 0
    for word in short:
        found = next(
            (each for each in left if _near(word, each) or (initials and _initial(word, each))), None
        )
        if found is not None:
            left.remove(found)
            count += 1
    return count


def _numbers(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if any(letter.isdigit() for letter in word))


def _initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _near(one: str, other: str) -> bool:
    """The same word, its abbreviation, or one slip of the finger in a long one."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if any(letter.isdigit() for letter in long):
        return False
    if len(short) >= 4 and long.startswith(short):
        return True
    return len(short) >= 5 and len(long) - len(short) <= 1 and _one_slip(short, long)


def _one_slip(short: str, long: str) -> bool:
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2][::-1] == long[at : at + 2] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


_FORMS = {
    "limited": "ltd",
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "spolkazoo": "spzoo",
}


def _form(form: str) -> str:
    return _FORMS.get(form, form)
