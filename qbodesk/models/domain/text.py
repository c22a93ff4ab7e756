"""Names as they are compared: without case, accents and legal forms; nothing here is shown to anybody."""

import re
import unicodedata

_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŀ": "l"
})  # fmt: skip
"""Letters Unicode does not take apart into a base letter and a mark."""


def fold(text: str) -> str:
    """`text` for comparing and searching: ł, ø, é … as plain letters, no case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.translate(_LETTERS).split())


def _abbreviation(letters: str) -> str:
    """A pattern for `sa`, `s.a.` and `s. a.`."""
    return r"(?:\.\s*)?".join(letters)


_FORMS = "|".join([
    r"sp(?:\.\s*|\s+)?z\s*o(?:\.\s*|\s+)?o(?:\W+sp(?:\W+k|\W+j)|\W+s\W*k)?",
    r"sp\W+[kj]|p\W*s\W*a|spolka akcyjna|spolka z ograniczona odpowiedzialnoscia",
    r"ltda?|limited|incorporated|inc|corporation|corp|company|co|gmbh(?:\W+co\W+kg)?|e\W?k|ohg|mbh",
    r"pty|pte|private|public limited company|oyj?|aps|a/s|sarl|sasu?|eurl|s\W?l\W?u|kft|d\W?o\W?o|s\W?r\W?o|a\W?s",
    *map(_abbreviation, ["llc", "llp", "lp", "plc", "sa", "spa", "srl", "sl", "bv", "nv", "ag", "ab", "kg", "se"]),
])  # fmt: skip
_LEGAL_FORM = re.compile(rf"[\W_]+(?:{_FORMS})[\W_]*$")
_PUNCTUATION = re.compile(r"[\W_]+")


def bare_company(text: str) -> str:
    """A company's name folded, without punctuation and without its legal form ("sp. z o.o.", "Ltd", "GmbH" …)."""
    name = fold(text)
    while (shorter := _LEGAL_FORM.sub("", name)) != name:
        name = shorter
    return _PUNCTUATION.sub(" ", name).strip() or fold(text)
