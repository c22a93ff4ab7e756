"""A filter as one line a person types, and back: `city is "Nowy Sącz"; balance at_least 100 | active any_of no`. Filters nothing.

`;` joins conditions that must all hold, `|` begins an alternative. A value with blanks, signs or quotes stands in double quotes.
"""

import re
from collections.abc import Iterator

from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.errors import InvalidInput

_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([;|])|([^\s;|"]+))')
_PLAIN = re.compile(r'[^\s;|"\\]+')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def filter_of(text: str) -> Filter:
    """The filter of a line; nothing at all leaves nothing out. Raises `InvalidInput` with the part that cannot be read."""
    groups: list[tuple[Condition, ...]] = []
    group: list[Condition] = []
    words: list[str] = []
    tokens = list(_tokens(text))
    if not tokens:
        return Filter()
    for word, is_sign in [*tokens, ("|", True)]:
        if not is_sign:
            words.append(word)
            continue
        group.append(_condition(words, text))
        words = []
        if word == "|":
            groups.append(tuple(group))
            group = []
    return Filter(tuple(groups))


def text_of(asked: Filter) -> str:
    """The line that `filter_of` reads as this filter."""
    return " | ".join("; ".join(map(_told, group)) for group in asked.groups)


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Words and signs in order; of each whether it is a sign."""
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise InvalidInput("FILTER_UNREADABLE", field="filter", part=text[at:].strip())
        quoted, sign, plain = found.groups()
        if sign:
            yield sign, True
        else:
            yield (_ESCAPED.sub(r"\1", quoted) if quoted is not None else plain), False
        at = found.end()


def _condition(words: list[str], text: str) -> Condition:
    operators = {each.value: each for each in Operator}
    if len(words) < 2 or words[1] not in operators:
        raise InvalidInput("FILTER_UNREADABLE", field="filter", part=" ".join(words) or text)
    return Condition(words[0], operators[words[1]], tuple(words[2:]))


def _told(condition: Condition) -> str:
    return " ".join([condition.field, condition.operator.value, *map(_quoted, condition.values)])


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
