"""The way back of mappings: nothing is written that would not come out again as it was."""

from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.mapping.defaults import default_set
from qbodesk.models.domain.mapping.model import Target
from qbodesk.services.mapping.backward import body_of, taken

READY = default_set(Target.CONTACTS)
RECORD = {
    "Id": "5",
    "SyncToken": "3",
    "GivenName": "Anna",
    "PrimaryEmailAddr": {"Address": "anna@nowak.test"},
    "PrimaryPhone": {"FreeFormNumber": "1"},
    "BillAddr": {"Id": "77", "Line1": "A 1", "City": "Kraków", "Line2": "B 2"},
}


def paths(present: dict[str, str | None], record=RECORD) -> dict[str, str]:
    return {each.path: each.after for each in taken(READY, record, present, "customer").values()}


def test_only_what_differs_and_stands_unchanged_in_one_field_goes_back() -> None:
    held = {"firstname": "Anna", "phone": "2", "city": "", "address": "C 3", "email": "new@nowak.test"}
    # the street is joined of several lines, and the city is empty
    assert paths(held) == {"PrimaryPhone.FreeFormNumber": "2", "PrimaryEmailAddr.Address": "new@nowak.test"}


def test_an_address_among_several_is_not_replaced_by_one() -> None:
    several = {**RECORD, "PrimaryEmailAddr": {"Address": "anna@nowak.test, b@nowak.test"}}
    assert paths({"email": "new@nowak.test"}, several) == {}


def test_what_is_too_long_for_the_field_stays() -> None:
    assert paths({"phone": "1" * 31}) == {}


def test_a_sparse_update_keeps_what_stands_beside_a_field() -> None:
    body = body_of(RECORD, {"BillAddr.City": "Gdańsk", "GivenName": "Ewa"}, "customer")
    address = {**RECORD["BillAddr"], "City": "Gdańsk"}
    assert body == {"Id": "5", "SyncToken": "3", "sparse": True, "GivenName": "Ewa", "BillAddr": address}
    assert RECORD["BillAddr"]["City"] == "Kraków"


def test_an_empty_number_empties_the_field() -> None:
    record = {"Id": "5", "SyncToken": "3", "UnitPrice": 13}
    assert body_of(record, {"UnitPrice": ""}, "item")["UnitPrice"] is None


@given(
    st.dictionaries(
        st.sampled_from(["firstname", "lastname", "phone", "city", "zip", "email", "address"]), st.text()
    )
)
def test_what_went_back_comes_out_again(held: dict[str, str]) -> None:
    back = taken(READY, RECORD, held, "customer")
    after = {**RECORD, **body_of(RECORD, {each.path: each.after for each in back.values()}, "customer")}
    assert taken(READY, after, held, "customer").keys().isdisjoint(back)
    outcome = READY.outcome(after, held)
    assert not back.keys() & outcome.changes.keys()
