"""Whatever a client sends to a list, an upload or a query is answered or refused, and a refusal changes nothing.

`QBODESK_EXAMPLES` asks for more of them.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbodesk.simulator.quickbooks import (
    attachables,
    changes,
    currencies,
    queries,
    singletons,
    taxservice,
    uploads,
    writes,
)
from qbodesk.simulator.quickbooks.columns import COLUMNS
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.quickbooks.listwrites import NAME_LISTS
from qbodesk.simulator.quickbooks.schema import without_nulls

EXAMPLES = int(os.environ.get("QBODESK_EXAMPLES", "30"))
Body = dict[str, Any]
PROPERTIES: dict[str, list[str]] = {
    **{one.entity: [*one.properties] for one in NAME_LISTS},
    "TaxAgency": [*taxservice.TAX_AGENCIES.properties],
    "CompanyCurrency": [*currencies.SHAPE],
    "Attachable": [*attachables.SHAPE],
    "Preferences": [*singletons._SECTIONS],
    "CompanyInfo": [*singletons._INFO],
    "TaxService": [*taxservice._CODE],
}
WORDS = (
    *(
        "value",
        "EntityRef",
        "type",
        "AttachableRef",
        "Address",
        "City",
        "TaxRateName",
        "TaxRateId",
        "RateValue",
    ),
    *("TaxAgencyId", "TaxApplicableOn", "CustomTxnNumbers", "DefaultTerms"),
)
scalars = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=3)),
    st.sampled_from(
        ["", "1", "Sales", "Bank", "Customer", "2026-09-01", "EUR", "Checking", "a (deleted)", "A:B"]
    ),
    st.text(max_size=5),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=8,
)


def state(books: QuickBooksCompany) -> tuple[Any, ...]:
    versions = {name: table.version for name, table in books.tables.items()}
    return versions, books.info["SyncToken"], books.preferences["SyncToken"], len(books.files)


def carried_out(act: Callable[[], Any], books: QuickBooksCompany) -> None:
    before = state(books)
    try:
        act()
    except Fault:
        assert state(books) == before


@pytest.mark.parametrize("entity", PROPERTIES)
def test_random_bodies(company: Callable[..., QuickBooksCompany], entity: str) -> None:
    books = company("PL")
    names = ["Id", "SyncToken", "sparse", *PROPERTIES[entity]]

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(sent=st.dictionaries(st.sampled_from(names), values, max_size=6))
    def check(sent: Body) -> None:
        body = without_nulls(sent)
        if entity == "TaxService":
            carried_out(lambda: taxservice.create(books, body), books)
        else:
            carried_out(lambda: writes.write(books, entity, body, None, frozenset()), books)

    check()


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    kind=st.sampled_from(["multipart/form-data; boundary=b", "multipart/form-data", "", "ä"]),
    body=st.binary(max_size=80),
)
def test_random_uploads(books: QuickBooksCompany, kind: str, body: bytes) -> None:
    carried_out(lambda: uploads.stored(books, kind, body), books)
    part = b'--b\r\nContent-Disposition: form-data; name="file_content_1"\r\n' + body + b"\r\n--b--"
    carried_out(lambda: uploads.stored(books, kind, part), books)


@pytest.fixture(scope="module")
def books() -> QuickBooksCompany:
    from qbodesk.simulator.clock import Clock
    from qbodesk.simulator.quickbooks.load import load
    from tests.simulator.quickbooks.conftest import seed

    return load(seed("US"), Clock())


names = st.sampled_from(
    [column.name for columns in COLUMNS.values() for column in columns] + ["Id", "Line", "X.Y.Z"]
)
literals = st.one_of(
    st.sampled_from(
        ["true", "'1'", "'0001-01-01T00:00:00+14:00'", "'9999-12-31T23:59:59-14:00'", "'2026-09-01'"]
    ),
    st.sampled_from(
        ["-1", "1.5", "99999999999999999999", "'NaN'", "'Infinity'", "'1e999'", "'²'", "''", "' '"]
    ),
    st.text(max_size=4).map(lambda text: f"'{text}'"),
)
conditions = st.tuples(names, st.sampled_from(["=", "<", ">=", "like", "in ("]), literals).map(
    lambda part: " ".join(part) + (")" if "(" in part[1] else "")
)


@settings(max_examples=10 * EXAMPLES, deadline=None)
@given(
    entity=st.sampled_from([*COLUMNS, "Preferences", "Nothing"]),
    tests=st.lists(conditions, max_size=3),
    order=st.lists(names, max_size=2),
    page=st.sampled_from(
        ["", "startposition 0", "startposition -5 maxresults 1", "maxresults 99999999999999999999"]
    ),
    what=st.sampled_from(["*", "count(*)", "Id, Name", "", "*, Sku", "MetaData.CreateTime"]),
)
def test_random_queries(
    books: QuickBooksCompany, entity: str, tests: list[str], order: list[str], page: str, what: str
) -> None:
    where = f"where {' and '.join(tests)}" if tests else ""
    by = f"orderby {', '.join(order)}" if order else ""
    carried_out(lambda: queries.answer(books, f"select {what} from {entity} {where} {by} {page}"), books)


@given(
    st.one_of(st.text(max_size=40), st.datetimes().map(str), st.datetimes(timezones=st.timezones()).map(str))
)
def test_random_moments_of_changes(books: QuickBooksCompany, since: str) -> None:
    carried_out(lambda: changes.captured(books, "Customer", since), books)
