"""Words of a query, and where the real parser says it stopped."""

import pytest

from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.quickbooks.lexer import tokens
from qbodesk.simulator.quickbooks.statement import parse


def test_words_numbers_strings_and_marks() -> None:
    found = tokens(r"select * from Item where Name='O\'Hara \\ Söhne'and X<=-1.5")
    assert " ".join(token.kind for token in found) == (
        "keyword mark keyword word keyword word operator string keyword word operator number end"
    )
    assert found[7].literal == "O'Hara \\ Söhne"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", 'Encountered "<EOF>" at line 0, column 0.'),
        ("select * from Item\nwhere Name x", 'Encountered " <IDENTIFIER> "x "" at line 2, column 12.'),
        ("select * from Item where Name = 5 5", 'Encountered " <INTEGER> "5 "" at line 1, column 35.'),
        ("select * from Item where 'a' = 'b'", 'Encountered " <STRING> "\'a\' "" at line 1, column 26.'),
        ("select * from Item where or", 'Encountered " "or" "or "" at line 1, column 26.'),
        ("select * from Item where ()", 'Encountered " "(" "( "" at line 1, column 26.'),
        (
            "select * from Item;",
            'Invalid content. Lexical error at line 1, column 19.  Encountered: ";" (59), after : ""',
        ),
        ('select * from Item where Name = "x"', 'Encountered: """ (34)'),
    ],
)
def test_where_it_stopped(text: str, says: str) -> None:
    with pytest.raises(Fault) as caught:
        parse(text)
    assert caught.value.code == "4000"
    assert says in caught.value.detail
