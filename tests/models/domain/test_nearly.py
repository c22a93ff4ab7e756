"""One slip never hides a word: whatever the slip, a piece of the word is left to find it by."""

from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from qbodesk.models.domain.nearly import Likeness, pieces, slips

WORDS = st.text(alphabet="abcdefgh", min_size=6, max_size=14)


def distance(one: str, other: str, most: int) -> int:
    return OSA.distance(one, other, score_cutoff=most)


@given(WORDS, st.data())
def test_a_wrong_letter_leaves_a_piece(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant) - 1))
    typed = f"{meant[:at]}x{meant[at + 1 :]}"
    assert any(piece in meant for piece in pieces(typed))
    assert Likeness([typed], distance).of(f"some {meant} there") == 1


@given(WORDS, st.data())
def test_a_letter_too_many_leaves_a_piece(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant)))
    typed = f"{meant[:at]}x{meant[at:]}"
    assert any(piece in meant for piece in pieces(typed))
    assert Likeness([typed], distance).of(meant) == 1


@given(st.text(alphabet="abcdefgh", min_size=7, max_size=14), st.data())
def test_swapped_letters_leave_a_piece(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant) - 2))
    typed = meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :]
    assume(typed != meant)
    assert any(piece in meant for piece in pieces(typed))
    assert Likeness([typed], distance).of(meant) in {0, 1}


@given(st.text(alphabet="abc", max_size=3))
def test_a_short_word_is_taken_as_it_is(word: str) -> None:
    assert slips(word) == 0
    assert pieces(word) == []
    assert Likeness([word], distance).of("zzz") == (None if word else 0)


@given(WORDS)
def test_pieces_are_long_enough_for_the_index_and_parts_of_the_word(word: str) -> None:
    assert all(len(piece) >= 3 and piece in word for piece in pieces(word))


def test_what_is_not_typed_to_its_end_counts_as_far_as_it_is() -> None:
    assert Likeness(["brihgtwa"], distance).of("brightwater foods llc") == 1
    assert Likeness(["brihgtwa", "foods"], distance).of("brightwater foods llc") == 1
    assert Likeness(["brihgtwa", "other"], distance).of("brightwater foods llc") is None
