"""Random queries over HTTP against plain SQL over the same records: the same ids, in the same order, counts and pages.

`QBODESK_QUERIES` asks for more than the thousand of the suite.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
import pytest

QUERIES = int(os.environ.get("QBODESK_QUERIES", "1000"))
SEED = 20260925
Body = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A property a query may name: how SQL keeps a record's value and a literal's, and whether it sorts."""

    name: str
    of_record: Callable[[Body], Any]
    of_literal: Callable[[str], Any]
    sortable: bool = True
    like: bool = False


def text(name: str, *, sortable: bool = True) -> Field:
    return Field(name, lambda body: folded(body.get(name)), folded, sortable=sortable, like=True)


def folded(value: Any) -> str | None:
    return None if value is None else str(value).casefold()


def date(name: str) -> Field:
    return Field(name, lambda body: body.get(name), str)


def money(name: str) -> Field:
    return Field(
        name,
        lambda body: None if name not in body else hundredths(body[name]),
        hundredths,
    )


def hundredths(value: Any) -> int:
    return int(Decimal(str(value)) * 100)


def reference(name: str) -> Field:
    return Field(name, lambda body: body.get(name, {}).get("value"), str, sortable=False)


def moment(name: str) -> Field:
    return Field(
        f"MetaData.{name}", lambda body: seconds(body["MetaData"][name]) if "MetaData" in body else 0, seconds
    )


def seconds(value: str) -> int:
    return int(datetime.fromisoformat(value).timestamp())


ID = Field("Id", lambda body: int(body["Id"]) if body["Id"].isdigit() else 0, int)
MAIL = Field(
    "PrimaryEmailAddr",
    lambda body: folded(body.get("PrimaryEmailAddr", {}).get("Address")),
    folded,
    sortable=False,
    like=True,
)
ACTIVE = Field(
    "Active", lambda body: int(body.get("Active", True)), lambda value: int(value == "true"), sortable=False
)
ALWAYS = (ID, moment("CreateTime"), moment("LastUpdatedTime"))
FORM = (text("DocNumber"), date("TxnDate"), reference("CustomerRef"), reference("SalesTermRef"), *ALWAYS)
FIELDS: dict[str, tuple[Field, ...]] = {
    "Customer": (
        *(
            text(name)
            for name in ("DisplayName", "GivenName", "FamilyName", "CompanyName", "FullyQualifiedName")
        ),
        *(money("Balance"), MAIL, ACTIVE, *ALWAYS),
    ),
    "Invoice": (*FORM, date("DueDate"), money("Balance"), money("TotalAmt")),
    "Payment": (date("TxnDate"), money("TotalAmt"), reference("CustomerRef"), *ALWAYS),
    "Item": (
        *(text(name) for name in ("Name", "Sku", "Description")),
        text("Type", sortable=False),
        ACTIVE,
        *ALWAYS,
    ),
    "Account": (
        *(
            text(name)
            for name in ("Name", "AccountType", "AccountSubType", "Classification", "FullyQualifiedName")
        ),
        *(ACTIVE, *ALWAYS),
    ),
    "Term": (text("Name"), ACTIVE, *ALWAYS),
    "Class": (text("Name"), text("FullyQualifiedName"), ACTIVE, *ALWAYS),
}
WEIGHTS = {"Customer": 5, "Invoice": 6, "Payment": 3, "Item": 3, "Account": 1, "Term": 1, "Class": 1}


@pytest.fixture(scope="module")
def oracle(simulator: Any) -> Iterator[sqlite3.Connection]:
    """The records of the US company as tables; `rank` is the order in which they were made."""
    from tests.simulator.conftest import Books, Control

    books, control = Books(simulator, "US"), Control(simulator)
    with books.http, control.http, sqlite3.connect(":memory:") as tables:
        _odd_records(books)
        for entity, fields in FIELDS.items():
            columns = ", ".join(f'"{field.name}"' for field in fields)
            tables.execute(f"create table {entity} (rank integer primary key, key, {columns})")
            rows = control.get(f"/realms/{books.realm['realm_id']}/{entity}")
            marks = ", ".join("?" * (len(fields) + 2))
            tables.executemany(
                f"insert into {entity} values ({marks})",
                [
                    (rank, row["Id"], *(field.of_record(row) for field in fields))
                    for rank, row in enumerate(rows)
                ],
            )
        yield tables
    tables.close()


def _odd_records(books: Any) -> None:
    """Names with what a query must escape, fold or not take for a wildcard, and inactive ones."""
    names = ["O'Hara & Söhne", "back\\slash", "50% off_", "Żółć", "ŻÓŁĆ two", "straße", "a b", "A B 2"]
    for number, name in enumerate(names):
        for entity in ("customer", "class"):
            body = {"DisplayName": name} if entity == "customer" else {"Name": name}
            made = books.post(entity, body).json()[entity.title()]
            if number % 3 == 0:
                books.post(entity, {"Id": made["Id"], "SyncToken": "0", "sparse": True, "Active": False})


@dataclass(frozen=True)
class Asked:
    """One random query in both languages."""

    entity: str
    where: str
    order: str
    page: str
    sql_where: str
    sql_order: str
    parameters: list[Any]
    limit: int
    offset: int


class Generator:
    """Draws queries from the whole grammar; literals come mostly from the data, so that something is found."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self._rng = Random(SEED)
        self._tables = tables

    def query(self) -> Asked:
        rng = self._rng
        entity = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        fields = FIELDS[entity]
        tests = [
            self._condition(entity, rng.choice(fields)) for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3)))
        ]
        sql = [condition for _, condition, _, _ in tests]
        if ACTIVE in fields and not any(field is ACTIVE for *_, field in tests):
            sql.append('"Active" = 1')
        order, sql_order = self._order([field for field in fields if field.sortable])
        page, limit, offset = self._page()
        where = self._word("where ") + self._word(" and ").join(one for one, *_ in tests) if tests else ""
        return Asked(
            rng.choice((entity, entity, entity.lower(), entity.upper())),
            *(where, order, page, " and ".join(sql) or "1", sql_order),
            [value for _, _, values, _ in tests for value in values],
            *(limit, offset),
        )

    def _word(self, word: str) -> str:
        return self._rng.choice((word, word.upper(), word.title()))

    def _name(self, field: Field) -> str:
        return self._rng.choice(
            (field.name, field.name, field.name.lower(), field.name.replace("MetaData", "Metadata"))
        )

    def _condition(self, entity: str, field: Field) -> tuple[str, str, list[Any], Field]:
        rng, name = self._rng, self._name(field)
        kind = rng.choice(("compare", "compare", "in", "like" if field.like else "compare"))
        if kind == "in":
            literals = [self._literal(entity, field) for _ in range(rng.randint(1, 6))]
            written = rng.choice((", ", ",")).join(self._quoted(field, one) for one in literals)
            marks = ", ".join("?" * len(literals))
            values = [field.of_literal(one) for one in literals]
            return f"{name} {self._word('in')} ({written})", f'"{field.name}" in ({marks})', values, field
        if kind == "like":
            pattern = self._pattern(self._literal(entity, field))
            escaped = folded(pattern).replace("!", "!!").replace("_", "!_")  # type: ignore[union-attr]  # is text
            written = f"{name} {self._word('like')} {self._quoted(field, pattern)}"
            return written, f"\"{field.name}\" like ? escape '!'", [escaped], field
        sign = "=" if field is ACTIVE else rng.choice(("=", "=", "<", ">", "<=", ">="))
        literal = self._literal(entity, field)
        space = rng.choice((" ", " ", ""))
        written = f"{name}{space}{sign}{space}{self._quoted(field, literal)}"
        return written, f'"{field.name}" {sign} ?', [field.of_literal(literal)], field

    def _literal(self, entity: str, field: Field) -> str:
        """Text in the form a query writes it."""
        if field is ACTIVE:
            return self._rng.choice(("true", "true", "false"))
        sql = f'select "{field.name}" from {entity} where "{field.name}" is not null order by rank'
        [value] = self._rng.choice(self._tables.execute(sql).fetchall() or [("0",)])
        if field.name.startswith("MetaData"):
            return (
                datetime.fromtimestamp(int(value) + self._rng.choice((0, 0, -1, 1))).astimezone().isoformat()
            )
        if field.of_literal(str(value) if not isinstance(value, int) else "1") == 100:  # money
            return str(Decimal(value + self._rng.choice((0, 0, -1, 1))) / 100)
        return str(value)

    def _pattern(self, literal: str) -> str:
        cut = self._rng.randint(0, len(literal))
        head, tail = literal[:cut], literal[cut:]
        return self._rng.choice((f"{head}%", f"%{tail}", f"%{head[1:]}%", f"{head}%{tail[1:]}", literal, "%"))

    def _quoted(self, field: Field, literal: str) -> str:
        if field is ACTIVE:
            return self._rng.choice((literal, literal.upper(), f"'{literal}'"))
        number = literal.removeprefix("-").replace(".", "", 1)
        if (
            number.isdigit()
            and number.isascii()
            and field.name in {"Id", "Balance", "TotalAmt"}
            and self._rng.random() < 0.3
        ):
            return literal
        varied = (
            self._rng.choice((literal, literal.upper())) if field.like and "ß" not in literal else literal
        )
        escaped = varied.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"

    def _order(self, fields: list[Field]) -> tuple[str, str]:
        chosen = self._rng.sample(fields, self._rng.choice((0, 1, 1, 2)))
        ways = [self._rng.choice(("", " asc", " desc", " DESC")) for _ in chosen]
        if not chosen:
            return "", "rank"
        written = ", ".join(self._name(field) + way for field, way in zip(chosen, ways, strict=True))
        sql = ", ".join(f'"{field.name}"{way}' for field, way in zip(chosen, ways, strict=True))
        return f"{self._word(self._rng.choice(('orderby ', 'order by ')))}{written}", f"{sql}, rank"

    def _page(self) -> tuple[str, int, int]:
        start = self._rng.choice((None, None, 1, 2, 11, 60, 500))
        size = self._rng.choice((None, 1, 7, 7, 30, 30, 1000, 5000))
        parts = [f"{self._word('startposition')} {start}"] if start else []
        parts += [f"{self._word('maxresults')} {size}"] if size else []
        return " ".join(parts), min(size or 100, 1000), (start or 1) - 1


def test_random_queries_agree_with_sql(us: Any, oracle: sqlite3.Connection) -> None:
    generator = Generator(oracle)
    found = truncated = 0
    for number in range(QUERIES):
        asked = generator.query()
        entity = next(name for name in FIELDS if name.lower() == asked.entity.lower())
        condition = f"from {entity} where {asked.sql_where}"
        sql = f"select key {condition} order by {asked.sql_order} limit {asked.limit} offset {asked.offset}"
        expected = [key for (key,) in oracle.execute(sql, asked.parameters)]
        tail = " ".join(filter(None, (asked.entity, asked.where, asked.order, asked.page)))
        statement = f"select {'Id' if number % 3 else '*'} from {tail}"
        answer = ask(us, statement, posted=number % 5 == 0)
        assert [one["Id"] for one in answer.get(entity, [])] == expected, statement
        if expected:
            assert (answer["startPosition"], answer["maxResults"]) == (asked.offset + 1, len(expected)), (
                statement
            )
        else:
            assert answer == {}, statement
        [total] = oracle.execute(f"select count(*) {condition}", asked.parameters).fetchone()
        if number % 4 == 0:
            counted = " ".join(filter(None, (f"select count(*) from {asked.entity}", asked.where)))
            assert ask(us, counted, posted=False) == {"totalCount": total}, counted
        found += bool(expected)
        truncated += total > asked.offset + len(expected) > asked.offset
    # A generator that finds nothing would prove nothing.
    assert found > QUERIES * 0.4
    assert truncated > QUERIES * 0.1


def ask(us: Any, statement: str, *, posted: bool) -> Any:
    if posted:
        headers = {"Content-Type": "application/text"}
        answer = us.http.post(f"{us.base}/query", content=statement.encode(), headers=headers)
    else:
        answer = us.get("query", query=statement)
    assert answer.status_code == 200, (statement, answer.text)
    return msgspec.json.decode(answer.content)["QueryResponse"]  # thousands of invoices: the fast one
