"""The panels of HubSpot's contacts, companies and quotes."""

from decimal import Decimal

from sqlalchemy import Connection

from qbodesk.models.cache.tables_crm import company, contact, quote
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.quotes import usability
from qbodesk.models.words import _
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.reading.deals import line_items_of, quote_of
from qbodesk.services.reading.invoices import Invoices, day, when
from qbodesk.services.reading.records import common
from qbodesk.services.reading.records.shapes import HUBSPOT, Fact, RecordPanel
from qbodesk.services.reading.related import customers_of


def contact_panel(tx: Connection, pk: int, invoices: Invoices) -> RecordPanel:
    """A contact: its companies and deals, who it is in QuickBooks, and its invoices."""
    row = common.row_of(tx, contact, pk, _("Contact"))
    name = common.contact_name(row)
    companies, deals = (
        common.companies_of(tx, "contact", row.id),
        common.deals_of(tx, "contact", row.id),
    )
    customers = customers_of(tx, "contact", row.id)
    card = common.invoices_of(tx, invoices, [("contact", row.id)], deals, customers)
    several = common.several_companies(tx)
    _name, as_of = common.source_of(tx, "hubspot")
    facts = (
        Fact(_("E-mail"), row.email),
        Fact(_("Phone"), row.phone),
        Fact(_("Company"), companies[0].title if companies else row.company),
        Fact(_("Owner"), common.owner_name(tx, row.owner_id)),
        Fact(_("Created"), when(row.created_at)),
        Fact(_("Last updated"), when(row.updated_at)),
    )
    return RecordPanel(
        kind="contact",
        pk=pk,
        remote_id=row.id,
        realm_id="",
        title=name,
        subtitle=" · ".join(part for part in (row.email, companies[0].title if companies else "") if part),
        service=HUBSPOT,
        company="",
        as_of=as_of,
        facts=facts,
        groups=(
            common.group("customers", [common.customer_row(each, several=several) for each in customers]),
            common.group("companies", companies),
            common.group("deals", deals),
            common.group("quotes", common.quotes_of(tx, "contact", row.id)),
        ),
        invoices=card,
        customers=customers,
        deals=common.choices(deals),
        keys=common.keys_of(card),
    )


def company_panel(tx: Connection, pk: int, invoices: Invoices) -> RecordPanel:
    """A HubSpot company: its people and deals, who it is in QuickBooks, and its invoices."""
    row = common.row_of(tx, company, pk, _("Company"))
    deals = common.deals_of(tx, "company", row.id)
    customers = customers_of(tx, "company", row.id)
    card = common.invoices_of(tx, invoices, [("company", row.id)], deals, customers)
    several = common.several_companies(tx)
    _name, as_of = common.source_of(tx, "hubspot")
    facts = (
        Fact(_("Domain"), row.domain),
        Fact(_("City"), row.city),
        Fact(_("Country"), row.country),
        Fact(_("Owner"), common.owner_name(tx, row.owner_id)),
        Fact(_("Created"), when(row.created_at)),
        Fact(_("Last updated"), when(row.updated_at)),
    )
    return RecordPanel(
        kind="company",
        pk=pk,
        remote_id=row.id,
        realm_id="",
        title=row.name or row.domain or row.id,
        subtitle=" · ".join(part for part in (row.domain, row.city) if part),
        service=HUBSPOT,
        company="",
        as_of=as_of,
        facts=facts,
        groups=(
            common.group("customers", [common.customer_row(each, several=several) for each in customers]),
            common.group("contacts", common.contacts_of(tx, "company", row.id)),
            common.group("deals", deals),
            common.group("quotes", common.quotes_of(tx, "company", row.id)),
        ),
        invoices=card,
        customers=customers,
        deals=common.choices(deals),
        keys=common.keys_of(card),
    )


def quote_panel(tx: Connection, pk: int, invoices: Invoices, clock: Clock) -> RecordPanel:
    """A quote: whether an invoice can be made from it, its lines, its deal and what was invoiced there."""
    row = common.row_of(tx, quote, pk, _("Quote"))
    record = quote_of(row)
    refused = usability(record, today_in(clock, record.timezone or "UTC"))
    deals = common.deals_of(tx, "quote", row.id)
    card = common.invoices_of(tx, invoices, [], deals, ())
    _name, as_of = common.source_of(tx, "hubspot")
    facts = (
        Fact(_("Number"), row.number),
        Fact(
            _("Amount"), Money.of(Decimal(row.amount), row.currency) if row.amount and row.currency else None
        ),
        Fact(_("Valid until"), day(row.expires)),
        Fact(_("Can become an invoice"), refused.title if refused else _("Yes")),
        Fact(_("Created"), when(row.created_at)),
        Fact(_("Last updated"), when(row.updated_at)),
    )
    return RecordPanel(
        kind="quote",
        pk=pk,
        remote_id=row.id,
        realm_id="",
        title=row.title or row.number or row.id,
        subtitle=" · ".join(part for part in (row.number, deals[0].title if deals else "") if part),
        service=HUBSPOT,
        company="",
        as_of=as_of,
        facts=facts,
        groups=(
            common.group("deals", deals),
            common.group("companies", common.companies_of(tx, "quote", row.id)),
            common.group("contacts", common.contacts_of(tx, "quote", row.id)),
        ),
        invoices=card,
        deals=common.choices(deals),
        refusal=refused.title if refused else "",
        lines=line_items_of(tx, "quote", row.id),
        keys=common.keys_of(card),
    )
