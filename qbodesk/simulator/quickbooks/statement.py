"""The query language (quickbooks-api.md §3): text to statement; looks at no data."""

from dataclasses import dataclass
from typing import NoReturn

from qbodesk.simulator.quickbooks.faults import query_invalid, query_syntax
from qbodesk.simulator.quickbooks.lexer import Token, tokens

_LARGEST_PAGE = 1000
_PAGING = ("startposition", "maxresults")


@dataclass(frozen=True)
class Condition:
    """`field op value`; IN carries all its values, the other operators exactly one."""

    field: str
    operator: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True)
class Statement:
    """A parsed SELECT. `fields` is empty for `*`; `start` counts from 1; `size` never exceeds 1,000."""

    entity: str
    fields: tuple[str, ...] = ()
    count: bool = False
    conditions: tuple[Condition, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()  # field, descending
    start: int = 1
    size: int = 100


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._position = 0

    @property
    def now(self) -> Token:
        return self._tokens[self._position]

    def unexpected(self, expected: str) -> NoReturn:
        raise query_syntax(f"{self.now.problem}\nWas expecting one of:\n    {expected} ...\n    ")

    def take(self, expected: str, *kinds: str) -> str:
        token = self.now
        if token.kind not in kinds:
            self.unexpected(expected)
        self._position += 1
        return token.text

    def word(self, *words: str) -> bool:
        """Consumes the words when all of them come next, in this order."""
        ahead = self._tokens[self._position : self._position + len(words)]
        if len(ahead) == len(words) and all(map(Token.is_word, ahead, words)):
            self._position += len(words)
            return True
        return False

    def mark(self, mark: str) -> bool:
        if self.now.kind in {"mark", "operator"} and self.now.text == mark:
            self._position += 1
            return True
        return False

    def value(self) -> str | bool:
        token = self.now
        if token.kind == "string":
            self._position += 1
            return token.literal
        if token.is_word("true") or token.is_word("false"):
            self._position += 1
            return token.is_word("true")
        return self.take('<STRING> <NUMBER> "true" "false"', "number")


def parse(text: str) -> Statement:
    """The statement behind `text`; raises faults 4000 (syntax) and 4001 (out of range, unsupported)."""
    parser = _Parser(text)
    if not parser.word("select"):
        parser.unexpected('"select"')
    count, fields = _selection(parser)
    if not parser.word("from"):
        parser.unexpected('"from" ","')
    entity = parser.take("<IDENTIFIER>", "word")
    conditions: list[Condition] = []
    if parser.word("where"):
        conditions.append(_condition(parser))
        while parser.word("and"):
            conditions.append(_condition(parser))
    if parser.now.is_word("or"):
        raise query_invalid("OR is not supported in a where clause")
    order = _order(parser)
    start, size = _page(parser)
    if parser.now.kind != "end":
        parser.unexpected('<EOF> "and" "order" "orderby" "startposition" "maxresults"')
    return Statement(entity, fields, count, tuple(conditions), order, start, size)


def _selection(parser: _Parser) -> tuple[bool, tuple[str, ...]]:
    if parser.word("count"):
        for mark in "(*)":
            if not parser.mark(mark):
                parser.unexpected(f'"{mark}"')
        return True, ()
    if parser.now.is_word("from"):  # the manual's own example names no columns, and that works
        return False, ()
    fields: list[str] = []
    everything = False
    while True:
        if parser.mark("*"):
            everything = True
        else:
            fields.append(parser.take('"*" "count" <IDENTIFIER>', "word"))
        if not parser.mark(","):
            return False, () if everything else tuple(fields)


def _condition(parser: _Parser) -> Condition:
    name = parser.take("<IDENTIFIER>", "word")
    if parser.word("in"):
        if not parser.mark("("):
            parser.unexpected('"("')
        values = [parser.value()]
        while parser.mark(","):
            values.append(parser.value())
        if not parser.mark(")"):
            parser.unexpected('")" ","')
        return Condition(name, "in", tuple(values))
    if parser.word("like"):
        return Condition(name, "like", (parser.value(),))
    operator = parser.take('"=" "<" ">" "<=" ">=" "in" "like"', "operator")
    return Condition(name, operator, (parser.value(),))


def _order(parser: _Parser) -> tuple[tuple[str, bool], ...]:
    if not (parser.word("orderby") or parser.word("order", "by")):
        return ()
    order: list[tuple[str, bool]] = []
    while True:
        name = parser.take("<IDENTIFIER>", "word")
        descending = parser.word("desc")
        if not descending:
            parser.word("asc")
        order.append((name, descending))
        if not parser.mark(","):
            return tuple(order)


def _page(parser: _Parser) -> tuple[int, int]:
    """STARTPOSITION and MAXRESULTS, in either order, each once."""
    given: dict[str, int] = {}
    while word := next((word for word in _PAGING if word not in given and parser.word(word)), None):
        given[word] = _whole(parser)
        if word == "maxresults" and given[word] < 1:
            raise query_invalid(f"value {given[word]} is too small. Min allowed value is 1")
    # STARTPOSITION 0 stands in code that works; what the real one makes of it is not known.
    return max(1, given.get("startposition", 1)), min(given.get("maxresults", 100), _LARGEST_PAGE)


def _whole(parser: _Parser) -> int:
    text = parser.take("<NUMBER>", "number")
    if not text.lstrip("-").isdigit():
        raise query_invalid(f"value {text} is not a whole number")
    return int(text)
