"""Words that are nearly the same: one slip of the fingers in a short word, two in a long one. Searches nothing.

Text and words come folded (`text.fold`). Distances count a letter too many, too few, wrong, or two swapped.
"""

from collections.abc import Callable, Sequence

SHORTEST = 4
"""A shorter word with a slip could be any other."""
LONG = 8
_INDEXED = 3

Distance = Callable[[str, str, int], int]
"""Steps between two words; a number above the third when there are more than that."""


def slips(word: str) -> int:
    """How many slips a word may hold."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


def pieces(word: str) -> list[str]:
    """Parts of a mistyped word at least one of which stands in the word that was meant, each long enough for the index.

    Between two parts a letter is left out where there is room: swapped letters there would spoil both.
    """
    count = slips(word) + 1
    size = max(_INDEXED, (len(word) - slips(word)) // count)
    last = len(word) - size
    if count == 1 or last < 0:
        return []
    return list(dict.fromkeys(word[last * part // (count - 1) :][:size] for part in range(count)))


class Likeness:
    """How like a text is to the words typed; remembers words it has met, because many records share them."""

    def __init__(self, words: Sequence[str], distance: Distance) -> None:
        self._words = words
        self._distance = distance
        self._met: dict[tuple[str, str], int] = {}

    def of(self, text: str) -> int | None:
        """The slips between all words typed and the words of a text, which may be longer than typed; None beyond the limit."""
        there = text.split()
        total = 0
        for word in self._words:
            if word in text:
                continue
            allowed = slips(word)
            steps = min((self._steps(word, other) for other in there), default=allowed + 1)
            if not allowed or steps > allowed:
                return None
            total += steps
        return total

    def _steps(self, word: str, other: str) -> int:
        known = self._met.get((word, other))
        if known is None:
            allowed = slips(word)
            # as far as it is typed: the beginning of a longer word counts too
            lengths = {len(other), len(word) - 1, len(word), len(word) + 1}
            known = min(
                (
                    self._distance(word, other[:length], allowed)
                    for length in lengths
                    if 0 < length <= len(other) and abs(length - len(word)) <= allowed
                ),
                default=allowed + 1,
            )
            self._met[word, other] = known
        return known
