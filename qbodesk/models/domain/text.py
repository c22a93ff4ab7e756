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


_SHORT = "llc llp lp plc sa spa sas sasu sarl eurl srl sro sl slu bv nv ag ab as oy oyj kg ek ohg se kft doo aps ltda"
_FORMS = "|".join([
    r"sp(?:olka\s+|\.\s*|\s+)?z\s*o(?:\.\s*|\s+)?o(?:\W+sp\W+[kj])?|sp\W+[kj]|a/s",
    "spolka akcyjna|spolka z ograniczona odpowiedzialnoscia|public limited company",
    r"ltd|limited|incorporated|inc|corporation|corp|company|co|pty|pte|gmbh(?:\W+co\W+kg)?|mbh",
    *map(_abbreviation, _SHORT.split()),
])  # fmt: skip
_LEGAL_FORM = re.compile(rf"(?<![\W_])[\W_]+(?:{_FORMS})[\W_]*$")
_PUNCTUATION = re.compile(r"[\W_]+")


def bare_company(text: str) -> str:
    """A company's name folded, without punctuation and without its legal form ("sp. z o.o.", "Ltd", "GmbH" …)."""
    name = fold(text)
    while (shorter := _LEGAL_FORM.sub("", name)) != name:
        name = shorter
    return _PUNCTUATION.sub(" ", name).strip() or fold(text)
