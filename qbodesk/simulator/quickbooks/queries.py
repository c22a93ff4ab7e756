"""Answers a query: statement in, JSON of `QueryResponse` out; parses and selects nothing itself."""

from qbodesk.simulator.quickbooks import attachables, exchangerates, faults, properties, singletons
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.statement import Statement, parse
from qbodesk.simulator.quickbooks.store import Record, joined
from qbodesk.simulator.wire import Body, encode


def answer(company: QuickBooksCompany, text: str, site: str = "") -> bytes:
    """The JSON of `QueryResponse`; raises 4000 and 4001. An empty result has no entity key (§3.1).

    `site` is where the links to attached files lead.
    """
    statement = parse(text)
    if (single := _named(statement.entity, singletons.NAMES)) is not None:
        return _singleton(company, single, statement)
    entity = _named(statement.entity, tuple(company.tables))
    if entity is None:
        raise faults.query_invalid(f"Metadata not found for Entity: {statement.entity}")
    _check_names(entity, statement)
    if entity == "ExchangeRate":
        exchangerates.fetch(company)
    records = company.selectors[entity].select(statement)
    if statement.count:
        return encode({"totalCount": len(records)})
    page = records[statement.start - 1 : statement.start - 1 + statement.size]
    if not page:
        return b"{}"
    counts = encode({"startPosition": statement.start, "maxResults": len(page)})
    return (
        b'{"' + entity.encode() + b'":' + _bodies(company, entity, page, statement, site) + b"," + counts[1:]
    )


def _bodies(
    company: QuickBooksCompany, entity: str, page: list[Record], statement: Statement, site: str
) -> bytes:
    if statement.fields:
        return _projected(page, statement.fields)
    if entity == "Attachable":
        return encode([attachables.linked(company, record.read(), site) for record in page])
    return joined(page)


def _check_names(entity: str, statement: Statement) -> None:
    """Refuses what no object of the entity has; what it has but does not offer to queries, the selection refuses."""
    for name in (
        *(condition.field for condition in statement.conditions),
        *(name for name, _ in statement.order),
    ):
        if not properties.known(entity, name):
            raise faults.no_such_property(name, entity)


def _named(written: str, names: tuple[str, ...]) -> str | None:
    """The entity a client means: lower case works although the manual says otherwise (§3.1)."""
    return next((name for name in names if name.lower() == written.lower()), None)


def _singleton(company: QuickBooksCompany, entity: str, statement: Statement) -> bytes:
    if statement.conditions:
        raise faults.not_queryable(statement.conditions[0].field)
    if statement.count:
        return encode({"totalCount": 1})
    body = company.info if entity == "CompanyInfo" else company.preferences
    return encode({entity: [body], "startPosition": 1, "maxResults": 1})


def _projected(page: list[Record], fields: tuple[str, ...]) -> bytes:
    """Sparse objects with the named properties; the real one tolerates a list although it documents none."""
    wanted = {name.split(".")[0].lower() for name in fields} | {"id", "domain"}
    bodies: list[Body] = []
    for record in page:
        body = record.read()
        bodies.append({key: value for key, value in body.items() if key.lower() in wanted} | {"sparse": True})
    return encode(bodies)
