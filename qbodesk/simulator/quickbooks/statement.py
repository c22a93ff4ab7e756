"""The query language (quickbooks-api.md §3): text to statement; looks at no data."""

import re
from dataclasses import dataclass, field
from typing import NoReturn

from qbodesk.simulator.quickbooks.faults import query_invalid, query_syntax

_TOKEN = re.compile(
    r"""\s+
    |(?P<string>'(?:[^'\\]|\\.)*')
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_.]*)
    |(?P<operator><=|>=|=|<|>)
    |(?P<mark>[*(),])""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TYPOGRAPHIC = re.compile("[\u2010-\u201f]")  # the real lexer stops at these, not at letters (§3.2)
_LARGEST_PAGE = 1000


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    column: int

    def is_word(self, word: str) -> bool:
        return self.kind == "word" and self.text.lower() == word


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


@dataclass
class _Parser:
    tokens: list[Token]
    position: int = 0
    end: Token = field(default_factory=lambda: Token("end", "<EOF>", 0))

    @property
    def now(self) -> Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else self.end

    def unexpected(self, expected: str) -> NoReturn:
        token = self.now
        if token.kind == "junk":
            shown = token.text.encode("unicode_escape").decode()
            raise query_syntax(
                f"Invalid content. Lexical error at line 1, column {token.column}. "
                f'Encountered: "{shown}" ({ord(token.text)}), after : ""'
            )
        shown = (
            token.text
            if token.kind == "end"
            else f' <{_TERMINALS.get(token.kind, token.text)}> "{token.text} "'
        )
        raise query_syntax(
            f'Encountered "{shown}" at line 1, column {token.column}.\nWas expecting one of:\n    {expected} ...\n    '
        )

    def take(self, expected: str, *kinds: str) -> str:
        token = self.now
        if token.kind not in kinds:
            self.unexpected(expected)
        self.position += 1
        return token.text

    def word(self, *words: str) -> bool:
        """Consumes the words when all of them come next, in this order."""
        ahead = self.tokens[self.position : self.position + len(words)]
        if len(ahead) == len(words) and all(map(Token.is_word, ahead, words)):
            self.position += len(words)
            return True
        return False

    def mark(self, mark: str) -> bool:
        if self.now.kind in {"mark", "operator"} and self.now.text == mark:
            self.position += 1
            return True
        return False

    def value(self) -> str | bool:
        token = self.now
        if token.kind == "string":
            self.position += 1
            return _ESCAPED.sub(r"\1", token.text[1:-1])
        if token.is_word("true") or token.is_word("false"):
            self.position += 1
            return token.is_word("true")
        return self.take('<STRING> <NUMBER> "true" "false"', "number")


_TERMINALS = {"word": "IDENTIFIER", "string": "STRING_LITERAL", "number": "NUMBER_LITERAL"}


def _tokens(text: str) -> list[Token]:
    """The tokens up to the first character no token begins with; that one ends the list as `junk`."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return [*found, Token("junk", text[position], position + 1)]
        if typographic := _TYPOGRAPHIC.search(match[0]):
            return [*found, Token("junk", typographic[0], position + typographic.start() + 1)]
        if match.lastgroup:
            found.append(Token(match.lastgroup, match[0], position + 1))
        position = match.end()
    return found


def parse(text: str) -> Statement:
    """The statement behind `text`; raises faults 4000 (syntax) and 4001 (out of range, unsupported)."""
    parser = _Parser(_tokens(text), end=Token("end", "<EOF>", len(text) + 1))
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
    start, size = 1, 100
    while True:
        if parser.word("startposition"):
            start = max(1, _whole(parser))
        elif parser.word("maxresults"):
            size = _whole(parser)
            if size < 1:
                raise query_invalid(f"value {size} is too small. Min allowed value is 1")
        else:
            return start, min(size, _LARGEST_PAGE)


def _whole(parser: _Parser) -> int:
    text = parser.take("<NUMBER>", "number")
    if not text.lstrip("-").isdigit():
        raise query_invalid(f"value {text} is not a whole number")
    return int(text)
