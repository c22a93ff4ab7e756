"""The grammar of the query language, by table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.quickbooks.statement import Condition, parse


def test_every_part_of_a_statement() -> None:
    found = parse(
        "SELECT * FROM Invoice WHERE Balance > '0' AND Id IN ('1', '2') AND Active = true "
        "ORDERBY TxnDate DESC, Id STARTPOSITION 11 MAXRESULTS 10"
    )
    assert found.entity == "Invoice"
    assert found.conditions == (
        Condition("Balance", ">", ("0",)),
        Condition("Id", "in", ("1", "2")),
        Condition("Active", "=", (True,)),
    )
    assert found.order == (("TxnDate", True), ("Id", False))
    assert (found.start, found.size, found.count, found.fields) == (11, 10, False, ())


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("select count(*) from Item", "count", True),
        ("SELECT Id, Name FROM Item", "fields", ("Id", "Name")),
        ("select *, Sku from Item", "fields", ()),
        ("select * from Item", "size", 100),
        ("select * from Item maxresults 5000", "size", 1000),
        ("select * from Item startposition 0", "start", 1),
        ("select * from Item order by Name asc", "order", (("Name", False),)),
        ("select * from Item where Metadata.LastUpdatedTime>='x'", "entity", "Item"),
    ],
)
def test_variants(text: str, attribute: str, value: object) -> None:
    assert getattr(parse(text), attribute) == value


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (
            "select * from Customer where DisplayName = 'O'Hara'",
            "4000",
            'Encountered " <IDENTIFIER> "Hara "" at line 1, column 47',
        ),
        ("select * from Customer where DisplayName = '\u2019'", "4000", "(8217)"),
        ("select * from", "4000", "<EOF>"),
        ("select * from Customer where (Id = '1')", "4000", "column 30"),
        ("select * from Customer where Id != '1'", "4000", "Lexical error"),
        ("delete from Customer", "4000", '"select"'),
        ("select * from Customer where Id = '1' or Id = '2'", "4001", "OR"),
        ("select * from Customer maxresults 0", "4001", "value 0 is too small. Min allowed value is 1"),
        ("select * from Customer maxresults 1.5", "4001", "1.5"),
        ("select * from Customer where Id = '1' trailing", "4000", "trailing"),
    ],
)
def test_refusals(text: str, code: str, says: str) -> None:
    with pytest.raises(Fault) as caught:
        parse(text)
    assert caught.value.code == code
    assert says in caught.value.detail


@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(0x2010, 0x2020)])
    )
)
def test_an_escaped_literal_arrives_unchanged(text: str) -> None:
    literal = text.replace("\\", "\\\\").replace("'", "\\'")
    assert parse(f"select * from Customer where DisplayName = '{literal}'").conditions[0].values == (text,)


@given(st.text(max_size=60))
def test_nonsense_is_refused_and_never_crashes(text: str) -> None:
    codes = set()
    try:
        parse(text)
    except Fault as fault:
        codes.add(fault.code)
    assert codes <= {"4000", "4001"}
