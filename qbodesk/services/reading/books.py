"""What the wizard needs to know of a QuickBooks company: rules, customers, items, terms, tax codes. Changes nothing."""

from dataclasses import replace
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, func, select

from qbodesk.models.cache import connections
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_qbo import customer, invoice, item, tax_code, tax_rate, term
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.customers import Address
from qbodesk.models.domain.matching import CustomerCandidate
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.models.domain.tax import TaxCode, TaxRate
from qbodesk.models.domain.terms import Term
from qbodesk.models.domain.text import fold
from qbodesk.services.reading.invoices import day

NOT_SOLD = ("Category", "Group")
"""Categories have no price; bundles cannot be created through the API (quickbooks-api §9.4)."""


class Books:
    """Reads the lists of connected QuickBooks companies; every question names the company."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def companies(self) -> tuple[CompanyRules, ...]:
        """All QuickBooks companies of the workspace whose rules are known, in the order they were connected."""
        with self._cache.read() as tx:
            return companies(tx)

    def terms(self, realm_id: str) -> dict[str, Term]:
        """Active payment terms by id, shortest first."""
        query = select(term).where(term.c.realm_id == realm_id, term.c.active == 1)
        with self._cache.read() as tx:
            found = [
                Term(row.id, row.name, row.due_days, row.day_of_month, row.next_month_days)
                for row in tx.execute(query)
            ]
        return {
            each.id: each for each in sorted(found, key=lambda one: (one.due_days is None, one.due_days or 0))
        }

    def tax_codes(self, realm_id: str) -> dict[str, TaxCode]:
        """Active tax codes for sales by id, highest rate first."""
        with self._cache.read() as tx:
            return tax_codes(tx, realm_id)

    def items(self, realm_id: str) -> tuple[ItemCandidate, ...]:
        """Everything that can be sold, inactive ones too (a quote may name one), by name."""
        query = (
            select(item)
            .where(item.c.realm_id == realm_id, item.c.type.not_in(NOT_SOLD))
            .order_by(item.c.name_folded)
        )
        with self._cache.read() as tx:
            return tuple(
                ItemCandidate(
                    id=row.id,
                    name=row.full_name or row.name,
                    sku=row.sku,
                    description=row.description,
                    unit_price=Decimal(row.unit_price) if row.unit_price else None,
                    active=bool(row.active),
                    sales_tax_code_id=row.tax_code_id or None,
                    taxable=bool(row.taxable),
                )
                for row in tx.execute(query)
            )

    def customers(self, realm_id: str) -> tuple[CustomerCandidate, ...]:
        """All customers of a company, inactive ones too, by name; `last_invoice` is filled in by `with_history`."""
        query = select(customer).where(customer.c.realm_id == realm_id).order_by(customer.c.name_folded)
        with self._cache.read() as tx:
            return tuple(
                CustomerCandidate(
                    id=row.id,
                    name=row.name,
                    company_name=row.company_name,
                    email=row.email,
                    active=bool(row.active),
                    balance=Money.from_minor(row.balance, row.currency) if row.currency else None,
                    last_invoice=None,
                    city=row.city,
                )
                for row in tx.execute(query)
            )

    def with_history(
        self, realm_id: str, found: tuple[CustomerCandidate, ...]
    ) -> tuple[CustomerCandidate, ...]:
        """The same customers with the date of their last invoice, for the few that are shown."""
        query = (
            select(invoice.c.customer_id, func.max(invoice.c.invoice_date))
            .where(
                invoice.c.realm_id == realm_id,
                invoice.c.deleted == 0,
                invoice.c.customer_id.in_([each.id for each in found]),
            )
            .group_by(invoice.c.customer_id)
        )
        with self._cache.read() as tx:
            last = {customer_id: day(latest) for customer_id, latest in tx.execute(query)}
        return tuple(replace(each, last_invoice=last.get(each.id)) for each in found)

    def customer(self, realm_id: str, customer_id: str) -> "CustomerDefaults | None":
        """What a customer's record suggests for an invoice; `None` when there is no such customer."""
        query = select(customer).where(customer.c.realm_id == realm_id, customer.c.id == customer_id)
        with self._cache.read() as tx:
            row = tx.execute(query).one_or_none()
        if row is None:
            return None
        return CustomerDefaults(
            name=row.name,
            email=row.email,
            currency=row.currency,
            active=bool(row.active),
            term_id=row.term_id or None,
            tax_code_id=row.tax_code_id or None,
            taxable=bool(row.taxable),
        )

    def name_taken(self, realm_id: str, name: str) -> bool:
        """Whether a customer of that display name exists; vendors and employees are known to QuickBooks only."""
        query = select(customer.c.pk).where(
            customer.c.realm_id == realm_id, customer.c.name_folded == fold(name)
        )
        with self._cache.read() as tx:
            return tx.execute(query.limit(1)).first() is not None

    def number_used(self, realm_id: str, number: str) -> bool:
        """Whether an invoice of that number is in the cache."""
        query = select(invoice.c.pk).where(
            invoice.c.realm_id == realm_id, invoice.c.number == number, invoice.c.deleted == 0
        )
        with self._cache.read() as tx:
            return tx.execute(query.limit(1)).first() is not None


class CustomerDefaults(msgspec.Struct, frozen=True):
    """A customer's own settings for new invoices."""

    name: str
    email: str
    currency: str
    active: bool
    term_id: str | None
    tax_code_id: str | None
    taxable: bool
    address: Address = Address()


def companies(tx: Connection) -> tuple[CompanyRules, ...]:
    """Rules of all companies; one that must sign in again is marked, its drafts go on."""
    found = []
    for each in connections.listed(tx, "quickbooks"):
        if each.rules and each.state != "disconnected":
            rules = msgspec.json.decode(each.rules, type=CompanyRules)
            found.append(replace(rules, connected=each.state == "connected"))
    return tuple(found)


def tax_codes(tx: Connection, realm_id: str) -> dict[str, TaxCode]:
    """Active sales tax codes by id with their rates."""
    rates = {
        row.id: TaxRate(row.id, row.name, Decimal(row.percent))
        for row in tx.execute(select(tax_rate).where(tax_rate.c.realm_id == realm_id))
    }
    query = select(tax_code).where(
        tax_code.c.realm_id == realm_id, tax_code.c.active == 1, tax_code.c.for_sales == 1
    )
    codes = [
        TaxCode(
            id=row.id,
            name=row.name,
            description=row.description,
            rates=tuple(rates[rate] for rate in row.rate_ids.split(",") if rate in rates),
        )
        for row in tx.execute(query)
    ]
    return {code.id: code for code in sorted(codes, key=lambda one: (-one.percent, one.name))}
