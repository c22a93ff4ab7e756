"""The words of the query language (quickbooks-api.md §3.1): text to tokens; knows no grammar."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s+
    |(?P<string>'(?:[^'\\]|\\.)*')
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_.]*)
    |(?P<operator><=|>=|=|<|>)
    |(?P<mark>[*(),])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TYPOGRAPHIC = re.compile("[\u2010-\u201f]")  # the real lexer stops at these, not at letters (§3.2)
_CLASSES = {"word": "IDENTIFIER", "string": "STRING", "number": "INTEGER"}
_KEYWORDS = frozenset(
    {"and", "asc", "by", "count", "desc", "from", "in", "like", "maxresults", "or", "order"}
)
_KEYWORDS |= {"orderby", "select", "startposition", "where"}


@dataclass(frozen=True)
class Token:
    """One word of the statement; `line` and `column` count from 1.

    `kind` is "word", "keyword", "string", "number", "operator", "mark", "end", or "junk" for what is no word at all.
    """

    kind: str
    text: str
    line: int
    column: int

    def is_word(self, word: str) -> bool:
        return self.kind in {"word", "keyword"} and self.text.lower() == word

    @property
    def literal(self) -> str:
        """The text inside the quotes of a string."""
        return _ESCAPED.sub(r"\1", self.text[1:-1])

    @property
    def problem(self) -> str:
        """How the real parser's messages begin when they stop here: the token's class, then its text."""
        if self.kind == "junk":
            shown = self.text.encode("unicode_escape").decode()
            place = f"Invalid content. Lexical error at line {self.line}, column {self.column}."
            return f'{place}  Encountered: "{shown}" ({ord(self.text)}), after : ""'
        return f'Encountered "{self._shown}" at line {self.line}, column {self.column}.'

    @property
    def _shown(self) -> str:
        if self.kind == "end":
            return self.text
        if self.kind in {"mark", "operator", "keyword"}:
            return f' "{self.text.lower()}" "{self.text} "'
        return f' <{_CLASSES[self.kind]}> "{self.text} "'


def tokens(text: str) -> list[Token]:
    """The tokens up to the first character no token begins with; that one ends the list as `junk`, else an `end` does."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return [*found, Token("junk", text[position], *_at(text, position))]
        if typographic := _TYPOGRAPHIC.search(match[0]):
            return [*found, Token("junk", typographic[0], *_at(text, position + typographic.start()))]
        if match.lastgroup:
            kind = "keyword" if match[0].lower() in _KEYWORDS else match.lastgroup
            found.append(Token(kind, match[0], *_at(text, position)))
        position = match.end()
    # Of an empty statement the real parser says line 0, column 0.
    return [*found, Token("end", "<EOF>", *(_at(text, len(text)) if found else (0, 0)))]


def _at(text: str, position: int) -> tuple[int, int]:
    """Line and column of a character."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
