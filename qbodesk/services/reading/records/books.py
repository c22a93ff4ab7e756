"""The panels of QuickBooks' invoices, customers and items."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, and_, select

from qbodesk.models.cache.tables_crm import product
from qbodesk.models.cache.tables_qbo import customer, invoice, invoice_line, item, payment, term
from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.outbox import without_trace
from qbodesk.models.words import _
from qbodesk.services.reading.deals import LineItemRow
from qbodesk.services.reading.invoices import Invoices, day, when
from qbodesk.services.reading.notes import notes_of
from qbodesk.services.reading.records import common
from qbodesk.services.reading.records.shapes import (
    QUICKBOOKS,
    CardInvoice,
    CardInvoices,
    Fact,
    RecordPanel,
    Related,
    Via,
)

RECENT_INVOICES = 2000
"""Lines know no index by item: what was sold lately is looked for among so many of the company's newest invoices."""

_EMAIL_STATES = ("NotSet", "NeedToSend", "EmailSent")


def invoice_panel(tx: Connection, pk: int, invoices: Invoices) -> RecordPanel:
    """An invoice: its dates and money, its customer, the records it is on, its lines and payments."""
    row = common.row_of(tx, invoice, pk, _("Invoice"))
    (shown,) = invoices.rows_in(tx, invoice.c.pk == pk)
    name, as_of = common.source_of(tx, "quickbooks", row.realm_id)
    notes = notes_of(row.raw)
    terms = tx.execute(
        select(term.c.name).where(term.c.realm_id == row.realm_id, term.c.id == row.term_id)
    ).scalar_one_or_none()
    facts = (
        Fact(_("Stage"), shown.stage.value),
        Fact(_("Issued"), shown.invoice_date),
        Fact(_("Due"), shown.due_date),
        Fact(_("Terms"), terms or ""),
        Fact(_("Total"), shown.total),
        Fact(_("Balance"), shown.balance),
        Fact(_("E-mail state"), email_state(row.email_status)),
        Fact(_("E-mailed to"), row.email),
        Fact(_("Sent"), shown.sent_at),
        Fact(_("Message"), notes.customer_memo.value),
        Fact(_("Memo"), without_trace(notes.private_note)),
        Fact(_("Created"), when(row.created_at)),
        Fact(_("Last updated"), shown.updated_at),
    )
    linked = common.crm_rows(tx, common.linked_crm(tx, row.realm_id, "invoice", row.id))
    return RecordPanel(
        kind="invoice",
        pk=pk,
        remote_id=row.id,
        realm_id=row.realm_id,
        title=_("Invoice {number}").format(number=shown.number or shown.invoice_id),
        subtitle=" · ".join(part for part in (shown.customer, name) if part),
        service=QUICKBOOKS,
        company=name,
        as_of=as_of,
        facts=facts,
        groups=(
            common.group("customers", common.customer_of(tx, row.realm_id, row.customer_id)),
            common.group("deals", linked["deal"]),
            common.group("companies", linked["company"]),
            common.group("contacts", linked["contact"]),
            common.group("payments", _payments(tx, invoices, pk)),
            common.group("items", _items(tx, row.realm_id, pk)),
        ),
        lines=_lines(tx, invoices, pk),
        invoice=shown,
        keys=((row.realm_id, row.id),),
    )


def email_state(stored: str) -> str:
    """QuickBooks' e-mail state in words; one it may add is shown as it is."""
    words = (_("Not to be e-mailed"), _("QuickBooks will e-mail it"), _("E-mailed"))
    return dict(zip(_EMAIL_STATES, words, strict=True)).get(stored, stored)


def customer_panel(tx: Connection, pk: int, invoices: Invoices) -> RecordPanel:
    """A QuickBooks customer: what it owes, who it is in HubSpot, its invoices and payments."""
    row = common.row_of(tx, customer, pk, _("Customer"))
    name, as_of = common.source_of(tx, "quickbooks", row.realm_id)
    terms = tx.execute(
        select(term.c.name).where(term.c.realm_id == row.realm_id, term.c.id == row.term_id)
    ).scalar_one_or_none()
    theirs = and_(invoice.c.realm_id == row.realm_id, invoice.c.customer_id == row.id, invoice.c.deleted == 0)
    pks = list(
        tx.execute(select(invoice.c.pk).where(theirs).order_by(invoice.c.invoice_date.desc())).scalars()
    )
    newest = pks[: common.MOST_INVOICES]
    rows = {each.pk: each for each in invoices.rows_in(tx, invoice.c.pk.in_(newest))}
    card = CardInvoices(
        tuple(CardInvoice(rows[each], Via("customer", row.name)) for each in newest if each in rows), len(pks)
    )
    facts = (
        Fact(_("Balance"), Money.from_minor(row.balance, row.currency) if row.currency else None),
        Fact(_("Company"), row.company_name),
        Fact(_("Contact"), f"{row.given_name} {row.family_name}".strip()),
        Fact(_("E-mail"), row.email),
        Fact(_("Phone"), row.phone),
        Fact(_("City"), row.city),
        Fact(_("Currency"), row.currency),
        Fact(_("Terms"), terms or ""),
        Fact(_("Active"), _("Yes") if row.active else _("No")),
        Fact(_("Last updated"), when(row.updated_at)),
    )
    linked = common.crm_rows(tx, common.linked_crm(tx, row.realm_id, "customer", row.id))
    contacts, companies = common.same_people(tx, row.email, [row.company_name, row.name])
    return RecordPanel(
        kind="customer",
        pk=pk,
        remote_id=row.id,
        realm_id=row.realm_id,
        title=row.name or row.id,
        subtitle=" · ".join(part for part in (row.email, name) if part),
        service=QUICKBOOKS,
        company=name,
        as_of=as_of,
        facts=facts,
        groups=(
            common.group(
                "contacts", _with_signs(linked["contact"], map(common.contact_row, contacts), Rung.EMAIL)
            ),
            common.group(
                "companies",
                _with_signs(linked["company"], map(common.company_row, companies), Rung.COMPANY_NAME),
            ),
            common.group("payments", _payments_of(tx, row.realm_id, row.id)),
        ),
        invoices=card,
        keys=tuple((each.row.realm_id, each.row.invoice_id) for each in card.rows),
    )


def item_panel(tx: Connection, pk: int, invoices: Invoices) -> RecordPanel:
    """A product or service: its price, its product in HubSpot, and who bought it lately."""
    row = common.row_of(tx, item, pk, _("Item"))
    name, as_of = common.source_of(tx, "quickbooks", row.realm_id)
    recent = (
        select(invoice.c.pk)
        .where(invoice.c.realm_id == row.realm_id, invoice.c.deleted == 0)
        .order_by(invoice.c.invoice_date.desc())
        .limit(RECENT_INVOICES)
    )
    newest = list(tx.execute(recent).scalars())
    sold = select(invoice_line.c.invoice_pk).where(
        invoice_line.c.invoice_pk.in_(newest), invoice_line.c.item_id == row.id
    )
    buyers = set(tx.execute(sold).scalars())
    shown = [each for each in newest if each in buyers][: common.MOST_INVOICES]
    rows = {each.pk: each for each in invoices.rows_in(tx, invoice.c.pk.in_(shown))}
    card = CardInvoices(
        tuple(CardInvoice(rows[pk], Via("customer", rows[pk].customer)) for pk in shown if pk in rows),
        len(buyers),
    )
    linked = [
        crm_id for kind, crm_id in common.linked_crm(tx, row.realm_id, "item", row.id) if kind == "product"
    ]
    products = [
        Related("product", 0, each.id, each.name, each.sku, rung=Rung.LINK if each.id in linked else None)
        for each in tx.execute(
            select(product).where(
                product.c.id.in_(linked) | ((product.c.sku == row.sku) & (product.c.sku != ""))
            )
        )
    ]
    facts = (
        Fact(_("SKU"), row.sku),
        Fact(_("Type"), _type_word(row.type)),
        Fact(_("Unit price"), Decimal(row.unit_price) if row.unit_price else None),
        Fact(_("Description"), row.description),
        Fact(_("Active"), _("Yes") if row.active else _("No")),
        Fact(_("Last updated"), when(row.updated_at)),
    )
    return RecordPanel(
        kind="item",
        pk=pk,
        remote_id=row.id,
        realm_id=row.realm_id,
        title=row.full_name or row.name or row.id,
        subtitle=" · ".join(part for part in (row.sku, name) if part),
        service=QUICKBOOKS,
        company=name,
        as_of=as_of,
        facts=facts,
        groups=(common.group("products", products),),
        invoices=card,
    )


def _type_word(kind: str) -> str:
    """QuickBooks' types of items in words; one of a newer QuickBooks keeps its own."""
    words = {
        "Service": _("Service"),
        "Inventory": _("Stock item"),
        "NonInventory": _("Non-stock item"),
        "Group": _("Bundle"),
        "Category": _("Category"),
    }
    return words.get(kind, kind)


def _with_signs(linked: list[Related], alike: Any, rung: Rung) -> list[Related]:
    found = {each.remote_id: _signed(each, Rung.LINK) for each in linked}
    for each in alike:
        found.setdefault(each.remote_id, _signed(each, rung))
    return list(found.values())


def _signed(row: Related, rung: Rung) -> Related:
    return Related(row.kind, row.pk, row.remote_id, row.title, row.detail, rung=rung)


def _payments(tx: Connection, invoices: Invoices, pk: int) -> list[Related]:
    return [
        Related("payment", 0, each.payment_id, "", amount=each.amount, day=each.paid_on)
        for each in invoices.detail_in(tx, pk).payments
    ]


def _payments_of(tx: Connection, realm_id: str, customer_id: str) -> list[Related]:
    query = (
        select(payment)
        .where(payment.c.realm_id == realm_id, payment.c.customer_id == customer_id, payment.c.deleted == 0)
        .order_by(payment.c.payment_date.desc())
        .limit(common.MOST_RELATED)
    )
    return [
        Related(
            "payment",
            0,
            row.id,
            "",
            amount=Money.from_minor(row.total, row.currency),
            day=day(row.payment_date),
        )
        for row in tx.execute(query)
    ]


def _items(tx: Connection, realm_id: str, pk: int) -> list[Related]:
    ids = select(invoice_line.c.item_id).where(invoice_line.c.invoice_pk == pk)
    query = select(item).where(item.c.realm_id == realm_id, item.c.id.in_(ids))
    return [Related("item", row.pk, row.id, row.full_name or row.name, row.sku) for row in tx.execute(query)]


def _lines(tx: Connection, invoices: Invoices, pk: int) -> tuple[LineItemRow, ...]:
    return tuple(
        LineItemRow(
            line_id=str(number),
            name=" · ".join(part for part in (each.item, each.description) if part),
            sku="",
            quantity=each.quantity,
            price=each.unit_price,
            amount=each.amount,
        )
        for number, each in enumerate(invoices.detail_in(tx, pk).lines)
    )
