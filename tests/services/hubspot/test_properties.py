"""However many properties are asked for, each is asked for once and no address grows too long."""

from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from qbodesk.services.hubspot.properties import in_chunks

NAMES = st.lists(st.text(st.sampled_from("abz_9ż"), min_size=1, max_size=60), max_size=400)


@settings(max_examples=60)
@given(NAMES)
def test_chunks(names: list[str]) -> None:
    chunks = in_chunks(names)
    assert [name for chunk in chunks for name in chunk] == list(dict.fromkeys(names))
    assert all(len(quote(",".join(chunk), safe="")) < 6000 for chunk in chunks)
    assert all(chunks) or chunks == [()]


def test_as_few_as_possible() -> None:
    assert len(in_chunks(["x" * 47] * 3)) == 1
    assert len(in_chunks([f"{number:047}" for number in range(110)])) == 1
    assert len(in_chunks([f"{number:047}" for number in range(111)])) == 2
