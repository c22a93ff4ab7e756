"""A language that nobody speaks: every marked text in brackets, with Polish letters and two fifths longer. Translates no data."""

import gettext
import re

_PLACE = re.compile(r"(\{[^{}]*\}|&&|&(?=\w))")
_LETTERS = str.maketrans("aceolnszACEOLNSZ", "ąćęółńśżĄĆĘÓŁŃŚŻ")
_STRETCH = "ążęłóść "
OPEN, CLOSE = "[", "]"


class Pseudo(gettext.NullTranslations):
    """What is shown without brackets in this language was never marked, or was translated before it was shown."""

    def gettext(self, message: str) -> str:
        """The text as a language with longer words would have it; places and mnemonics stay."""
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Two forms, as in English."""
        return stretched(msgid1 if n == 1 else msgid2)


def stretched(text: str) -> str:
    """`text` two fifths longer, in brackets; "" stays "", and so does a text of nothing but places."""
    parts = _PLACE.split(text)
    letters = sum(len(part) for number, part in enumerate(parts) if number % 2 == 0)
    if not any(part.strip(" .,:;()–-·×%…") for number, part in enumerate(parts) if number % 2 == 0):
        return text
    more = max(1, round(letters * 0.4) - 2)
    accented = "".join(
        part.translate(_LETTERS) if number % 2 == 0 else part for number, part in enumerate(parts)
    )
    padding = (_STRETCH * (more // len(_STRETCH) + 1))[:more].rstrip() or "ą"
    gap = " " if more > 4 else ""
    return f"{OPEN}{accented}{gap}{padding}{CLOSE}"
