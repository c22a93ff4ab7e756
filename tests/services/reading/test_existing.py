"""Which invoices are offered for a record: the right one first, narrowed and searched as people do."""

from qbodesk.models.domain.existing import Sign
from qbodesk.models.domain.invoice_search import parse
from qbodesk.models.domain.matching import Rung
from qbodesk.services.linking import RecordKey
from qbodesk.services.reading.existing import ExistingRow, Narrowing
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.world import story
from tests.helpers.servers import Servers

STORY = story.READY["US"]
DEAL = RecordKey("deal", STORY.id)


def find(ws: Workspace, text: str = "", record: RecordKey = DEAL, **narrowing) -> list[ExistingRow]:
    return list(ws.existing.find(record, parse(text), Narrowing(**narrowing)).rows)


def made(ws: Workspace) -> int:
    """The row number of an invoice made for the deal and taken off it again."""
    ws.invoicing.confirm(ws.invoicing.open_draft(DEAL.id))
    ws.engine.run(pull=False)
    pk = ws.deals.pk_of(DEAL.id)
    assert pk is not None
    (row,) = ws.deals.panel(pk).invoices
    return row.pk


def test_the_one_that_was_made_for_it_is_suggested_first(ws: Workspace) -> None:
    pk = made(ws)
    assert find(ws)[0].row.pk != pk or find(ws)[0].suggested is None  # it is on the deal already
    ws.linking.remove(DEAL, [pk])
    first = find(ws)[0]
    assert first.row.pk == pk
    assert first.suggested is not None
    assert {Sign.CUSTOMER, Sign.AMOUNT} <= first.suggested.signs
    assert first.suggested.rung in {Rung.EMAIL, Rung.LINK}


def test_one_that_is_on_it_or_elsewhere_says_so(ws: Workspace) -> None:
    pk = made(ws)
    company = RecordKey("company", STORY.company.id) if STORY.company else RecordKey("contact", "")
    ws.linking.add(company, [pk])
    (shown,) = [each for each in find(ws) if each.row.pk == pk]
    assert shown.here
    assert [(each.kind, each.id) for each in shown.linked] == [("deal", DEAL.id), (company.kind, company.id)]
    assert shown.linked[0].name == STORY.name
    assert pk not in [each.row.pk for each in find(ws, unlinked=True)]


def test_searched_by_number_customer_amount_and_day(ws: Workspace) -> None:
    wanted = next(each.row for each in find(ws) if each.row.number and each.row.total.amount > 100)
    day = wanted.invoice_date
    assert day is not None
    for text in (
        wanted.number,
        wanted.customer,
        wanted.total.plain,
        f"={wanted.total.plain} {day.isoformat()}",
        f"{wanted.customer} >100 {day:%m.%Y}",
    ):
        assert wanted.pk in [each.row.pk for each in find(ws, text)], text
    assert wanted.pk not in [each.row.pk for each in find(ws, f">{wanted.total.plain}")]
    assert find(ws, "no such invoice anywhere") == []


def test_searched_by_what_was_written_on_it(ws: Workspace, servers: Servers) -> None:
    wanted = next(each.row for each in find(ws, own_customers=True) if each.row.number)
    body = {
        "Id": wanted.invoice_id, "SyncToken": str(wanted.sync_token), "sparse": True,
        "PrivateNote": "Zamówienie 4711/Łódź", "CustomerMemo": {"value": "Dziękujemy"},
    }  # fmt: skip
    servers.post("US", "Invoice", body)
    ws.engine.run()
    for text in ("lodz", "zamowienie 4711", "dziękujemy"):
        assert wanted.pk in [each.row.pk for each in find(ws, text)], text
    assert wanted.pk not in [each.row.pk for each in find(ws, "zamowienie 4712")]


def test_narrowed_to_a_company_and_to_its_own_customers(ws: Workspace) -> None:
    realms = {each.country: each.realm_id for each in ws.books.companies()}
    assert {each.row.realm_id for each in find(ws, realm_id=realms["PL"])} == {realms["PL"]}
    customers = {each.row.customer_id for each in find(ws, own_customers=True)}
    assert customers <= {STORY.customer}


def test_another_currency_is_marked(ws: Workspace) -> None:
    realms = {each.country: each.realm_id for each in ws.books.companies()}
    assert all(each.unwritten for each in find(ws, realm_id=realms["PL"]))


def test_the_customer_is_found_for_the_contact_and_the_deal(ws: Workspace) -> None:
    realms = {each.country: each.realm_id for each in ws.books.companies()}
    for record in (RecordKey("contact", STORY.contacts[0].id), DEAL):
        found = ws.existing.find(record, parse("")).customers[0]
        assert (found.realm_id, found.customer_id) == (realms["US"], STORY.customer)
        assert found.rung is Rung.EMAIL
