"""Fills a draft from what the cache knows of a deal or quote: people, lines, terms. Stores and sends nothing."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, and_, select

from qbodesk.models.cache import links
from qbodesk.models.cache.tables_crm import association, company, contact, deal, line_item, quote
from qbodesk.models.cache.tables_crm import discount as table_of_discounts
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.discount import NO_DISCOUNT, DiscountKind, InvoiceDiscount, one_of
from qbodesk.models.domain.draft import CustomerChoice, DraftLine, InvoiceDraft, Source
from qbodesk.models.domain.matching import MatchResult, Person, ladder
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.source_lines import ItemIndex, SourceLine, draft_line, match_item
from qbodesk.models.domain.text import bare_company
from qbodesk.models.words import _
from qbodesk.services.reading.books import Books
from qbodesk.services.sync.rows_hubspot import decimal

SIMILAR_ENOUGH = 82.0
MOST_SIMILAR = 6


def people(tx: Connection, draft: InvoiceDraft) -> tuple[tuple[Person, ...], str | None]:
    """Who is to be invoiced: the quote's contacts when it has any, else the deal's; and the first company's name."""
    parents = [("deal", draft.deal_id)]
    if draft.source is Source.QUOTE and draft.quote_id:
        parents.insert(0, ("quote", draft.quote_id))
    found: tuple[Person, ...] = ()
    name: str | None = None
    for parent, parent_id in parents:
        found = found or _people(tx, parent, parent_id)
        name = name or _company_name(tx, parent, parent_id)
    return found, name


def match(tx: Connection, draft: InvoiceDraft, books: Books) -> MatchResult:
    """Customers of the draft's QuickBooks company that fit, best rung first (features B6)."""
    if draft.realm_id is None:
        return MatchResult((), None)
    persons, company_name = people(tx, draft)
    by_contact = links.links_between(tx, draft.realm_id, "customer", "contact")
    linked = next((by_contact[each.contact_id] for each in persons if each.contact_id in by_contact), None)
    return ladder(persons, company_name, linked, books.customers(draft.realm_id), similar_names)


def similar_names(wanted: str, names: Sequence[str]) -> list[tuple[int, float]]:
    """Positions of the names most like the wanted one, with a score from 0 to 100; legal forms and accents do not count."""
    found = process.extract(
        bare_company(wanted),
        [bare_company(name) for name in names],
        scorer=fuzz.WRatio,
        score_cutoff=SIMILAR_ENOUGH,
        limit=MOST_SIMILAR,
    )
    return [(position, score) for _name, score, position in found]


def with_customer(draft: InvoiceDraft, result: MatchResult) -> InvoiceDraft:
    """The draft with the customer that needs no question; without one it stays open."""
    hit = result.selected
    if hit is None:
        return replace(draft, customer=CustomerChoice())
    choice = CustomerChoice(hit.candidate.id, hit.candidate.name, hit.candidate.email, hit.rung)
    return replace(draft, customer=choice)


def lines(tx: Connection, draft: InvoiceDraft, books: Books, rules: CompanyRules) -> tuple[DraftLine, ...]:
    """The lines of the quote or deal, matched to items; a deal without lines gives one line of its amount."""
    if draft.source in {None, Source.EMPTY}:
        return ()
    parent = ("quote", draft.quote_id or "") if draft.source is Source.QUOTE else ("deal", draft.deal_id)
    found = _source_lines(tx, *parent)
    items = ItemIndex.build(books.items(rules.realm_id))
    pairs = links.links_between(tx, rules.realm_id, "item", "product")
    source = draft.source or Source.DEAL
    made = []
    for line in found:
        hit = match_item(line, items, pairs)
        made.append(draft_line(line, hit, items.by_id.get(hit.item_id or ""), source=source))
    if not made and draft.source is Source.DEAL:
        made = _whole_amount(tx, draft, rules, items)
    return tuple(made)


def discount(tx: Connection, draft: InvoiceDraft) -> InvoiceDiscount:
    """What the quote takes off as a whole; several discounts become one amount, each of what those before it left.

    QuickBooks knows one discount per invoice.
    """
    if draft.source is not Source.QUOTE:
        return NO_DISCOUNT
    query = (
        select(table_of_discounts.c.kind, table_of_discounts.c.value)
        .join(
            association,
            and_(association.c.to_type == "discount", association.c.to_id == table_of_discounts.c.id),
        )
        .where(association.c.from_type == "quote", association.c.from_id == (draft.quote_id or ""))
        .order_by(table_of_discounts.c.position, association.c.position)
    )
    found = [
        InvoiceDiscount(DiscountKind.PERCENT if row.kind == "PERCENT" else DiscountKind.AMOUNT, value)
        for row in tx.execute(query)
        if (value := decimal(row.value))
    ]
    return one_of(found, draft.lines_total)


def currency(tx: Connection, draft: InvoiceDraft, rules: CompanyRules) -> str:
    """The currency of the quote or deal, else the company's own."""
    table, record = (quote, draft.quote_id) if draft.source is Source.QUOTE else (deal, draft.deal_id)
    found = tx.execute(select(table.c.currency).where(table.c.id == (record or ""))).scalar_one_or_none()
    return found or rules.home_currency


def _whole_amount(
    tx: Connection, draft: InvoiceDraft, rules: CompanyRules, items: ItemIndex
) -> list[DraftLine]:
    row = tx.execute(select(deal.c.amount, deal.c.currency).where(deal.c.id == draft.deal_id)).one_or_none()
    if row is None or row.amount is None:
        return []
    item = items.by_id.get(rules.default_item_id or "")
    return [
        DraftLine(
            key="deal-amount",
            description=draft.deal_name,
            item_id=item.id if item else None,
            item_name=item.name if item else "",
            quantity=Decimal(1),
            unit_price=Money.from_minor(row.amount, row.currency).amount,
            tax_code_id=item.sales_tax_code_id if item else None,
            taxable=item.taxable if item else True,
            origin="deal amount",
            origin_name=_("Amount of the deal"),
        )
    ]


def _people(tx: Connection, parent: str, parent_id: str) -> tuple[Person, ...]:
    query = (
        select(contact)
        .join(association, and_(association.c.to_type == "contact", association.c.to_id == contact.c.id))
        .where(association.c.from_type == parent, association.c.from_id == parent_id)
        .order_by(association.c.position)
    )
    return tuple(Person(row.id, row.first_name, row.last_name, row.email) for row in tx.execute(query))


def _company_name(tx: Connection, parent: str, parent_id: str) -> str | None:
    query = (
        select(company.c.name)
        .join(association, and_(association.c.to_type == "company", association.c.to_id == company.c.id))
        .where(association.c.from_type == parent, association.c.from_id == parent_id)
        .order_by(association.c.position)
        .limit(1)
    )
    return tx.execute(query).scalar_one_or_none()


def _source_lines(tx: Connection, parent: str, parent_id: str) -> list[SourceLine]:
    query = (
        select(line_item)
        .join(association, and_(association.c.to_type == "line_item", association.c.to_id == line_item.c.id))
        .where(association.c.from_type == parent, association.c.from_id == parent_id)
        .order_by(line_item.c.position.is_(None), line_item.c.position, line_item.c.pk)
    )

    def exact(value: str | None) -> Decimal | None:
        return Decimal(value) if value else None

    return [
        SourceLine(
            id=row.id,
            name=row.name,
            description=row.description,
            sku=row.sku,
            product_id=row.product_id,
            quantity=exact(row.quantity),
            price=exact(row.price),
            discount_each=exact(row.discount_each),
            discount_percent=exact(row.discount_percent),
            amount=exact(row.amount),
            currency=row.currency,
            position=row.position,
        )
        for row in tx.execute(query)
    ]
