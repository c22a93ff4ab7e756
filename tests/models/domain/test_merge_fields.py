"""Fields in a message: found, filled in once, and left alone where nothing is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.merge_fields import FIELDS, fields_in, merged, written

VALUES = {"deal": "Website relaunch", "contact first name": "Ruth"}


@pytest.mark.parametrize(
    ("text", "found", "reads"),
    [
        ("Thank you.", (), "Thank you."),
        ("Hello {contact first name}!", ("contact first name",), "Hello Ruth!"),
        ("{ Deal } and {deal}", ("deal",), "Website relaunch and Website relaunch"),
        ("{contact  First name}", ("contact first name",), "Ruth"),
        ("{quote} of {deal}", ("quote", "deal"), "{quote} of Website relaunch"),
        ("{nonsense}", ("nonsense",), "{nonsense}"),
        ("{}", ("",), "{}"),
        ("{deal", (), "{deal"),
        ("{{deal}}", ("deal",), "{Website relaunch}"),
        ("{de\nal}", (), "{de\nal}"),
    ],
)
def test_a_message(text: str, found: tuple[str, ...], reads: str) -> None:
    assert fields_in(text) == found
    assert merged(text, VALUES) == reads


def test_what_is_filled_in_is_not_read_again() -> None:
    assert (
        merged("{deal}", {"deal": "{contact first name}", "contact first name": "Ruth"})
        == "{contact first name}"
    )


@given(st.text(alphabet="{} ade", max_size=30))
def test_without_values_a_text_stays_as_it_is(text: str) -> None:
    assert merged(text, {}) == text


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_written_is_found(name: str) -> None:
    assert fields_in(f"a {written(name)} b") == (name,)
