"""A filter typed as a line: whatever it says, it says again; what cannot be read is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.filter_text import filter_of, text_of
from qbodesk.models.errors import InvalidInput

conditions = st.builds(
    Condition,
    st.from_regex(r"[a-z_]+", fullmatch=True),
    st.sampled_from(Operator),
    st.lists(st.text(), max_size=3).map(tuple),
)
filters = st.lists(st.lists(conditions, min_size=1, max_size=3).map(tuple), max_size=3).map(
    lambda groups: Filter(tuple(groups))
)


@given(filters)
def test_a_line_says_what_the_filter_says(asked: Filter) -> None:
    assert filter_of(text_of(asked)) == asked


def test_it_is_written_as_one_would_type_it() -> None:
    asked = filter_of('city is "Nowy Sącz"; balance between 10 20|active any_of no')
    assert asked == Filter(
        (
            (
                Condition("city", Operator.IS, ("Nowy Sącz",)),
                Condition("balance", Operator.BETWEEN, ("10", "20")),
            ),
            (Condition("active", Operator.ANY_OF, ("no",)),),
        )
    )
    assert text_of(asked) == 'city is "Nowy Sącz"; balance between 10 20 | active any_of no'
    assert filter_of("  ") == Filter()


@pytest.mark.parametrize("text", ["city", "city like X", "city is X;", "; city is X", '"', "city is X | "])
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(InvalidInput) as told:
        filter_of(text)
    assert told.value.problem.code == "FILTER_UNREADABLE"
