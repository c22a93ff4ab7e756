"""What the wizard says: names of pages, why a customer was found, findings with dates and amounts as one reads them."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.draft import InvoiceDraft
from qbodesk.models.domain.exchange import at_home
from qbodesk.models.domain.findings import Severity, Step
from qbodesk.models.domain.matching import CustomerCandidate, Hit, Rung
from qbodesk.models.domain.money import Money, zero
from qbodesk.models.domain.portion import Division, Portion, PortionKind
from qbodesk.models.errors import Problem
from qbodesk.models.words import N_, _
from qbodesk.ui.formats import formats
from qbodesk.ui.widgets.labels import Tone

_STEPS: Final[Mapping[Step, str]] = MappingProxyType({
    Step.COMPANY: N_("Company"),
    Step.SOURCE: N_("Source"),
    Step.CUSTOMER: N_("Customer"),
    Step.PRODUCTS: N_("Products"),
    Step.TAX: N_("Tax codes"),
    Step.TERMS: N_("Terms and message"),
    Step.REVIEW: N_("Review"),
    Step.RESULT: N_("Result"),
})  # fmt: skip

_RUNGS: Final[Mapping[Rung, str]] = MappingProxyType({
    Rung.LINK: N_("linked with this contact before"),
    Rung.EMAIL: N_("same e-mail address"),
    Rung.COMPANY_NAME: N_("named like the company in HubSpot"),
    Rung.PERSON_NAME: N_("named like the contact in HubSpot"),
    Rung.CHOSEN: N_("chosen by you"),
})  # fmt: skip

SEVERITY_TONES: Final[Mapping[Severity, Tone]] = MappingProxyType({
    Severity.BLOCK: "danger", Severity.WARN: "warning", Severity.HINT: "info"
})  # fmt: skip
"""The tone of a finding; its icon has the same name."""

_DATES: Final = frozenset({"date", "due"})
_AMOUNTS: Final = frozenset({"ours", "theirs", "sum", "left", "whole"})


def step_title(step: Step) -> str:
    """The name of a page."""
    return _(_STEPS[step])


def found_by(hit: Hit) -> str:
    """By what sign a customer was found."""
    if hit.rung is Rung.SIMILAR:
        percent = formats().percent(Decimal(round(hit.score)))
        return _("similar name, {percent}").format(percent=percent)
    return _(_RUNGS[hit.rung])


def rung_words(rung: Rung | None) -> str:
    """By what sign the customer of a draft was found; empty when nobody knows."""
    return _("similar name") if rung is Rung.SIMILAR else _(_RUNGS[rung]) if rung else ""


def about_customer(customer: CustomerCandidate, reason: str = "") -> str:
    """What tells a customer from its namesakes, on one line."""
    last = (
        _("last invoice {date}").format(date=formats().date(customer.last_invoice))
        if customer.last_invoice
        else ""
    )
    return " · ".join(part for part in (reason, customer.city, last, customer.email) if part)


def readable(problem: Problem) -> Problem:
    """The problem with its dates and amounts written in the language in force."""
    facts = {key: _fact(key, value) for key, value in problem.facts.items()}
    return replace(problem, facts=facts)


def _fact(key: str, value: str) -> str:
    try:
        if key in _DATES:
            return formats().date(dt.date.fromisoformat(value))
        if key in _AMOUNTS:
            return formats().fixed(Decimal(value), 2)
    except (ValueError, InvalidOperation):
        return value
    return value


def money_or_dash(money: Money | None) -> str:
    """An amount with its currency."""
    return "" if money is None else formats().money(money)


def with_percent(name: str, rate: Decimal) -> str:
    """The name of a tax code or rate with its percent, unless the name says it already ("20.0% S", "23 %")."""
    digits = format(rate.normalize(), "f")
    if re.search(rf"(?<![\d.,]){re.escape(digits)}(?:[.,]0+)?\s*%", name):
        return name
    return _("{name} ({percent})").format(name=name, percent=formats().percent(rate))


def discount_words(discount: InvoiceDiscount) -> str:
    """The name of the discount on the invoice, with its percentage."""
    if discount.kind is DiscountKind.PERCENT:
        return _("Discount of {percent}").format(percent=formats().percent(discount.value))
    return _("Discount")


def portion_words(portion: Portion) -> str:
    """Which part of the deal or quote an invoice asks for."""
    match portion.kind:
        case PortionKind.PERCENT:
            return _("{percent} of the whole").format(percent=formats().percent(portion.value))
        case PortionKind.AMOUNT:
            return _("A fixed part")
        case PortionKind.PARTS:
            return _("One of {n} equal parts of what was left").format(n=formats().number(portion.value))
        case PortionKind.REMAINDER:
            return _("What was left")
        case _:
            return _("The whole")


def balance_words(part: Division) -> str:
    """What a part comes to, of how much, and what is left after it."""
    return _("{part} of {whole}; {left} left after this invoice").format(
        part=formats().money(part.target),
        whole=formats().money(part.balance.whole),
        left=formats().money(max(part.balance.left - part.target, zero(part.target.currency))),
    )


def rate_words(draft: InvoiceDraft, total: Money, home_currency: str) -> str:
    """What a rate is, whose it is and of which day, and what the invoice comes to by it."""
    told = _("{home} for 1 {currency}").format(home=home_currency, currency=draft.currency)
    if draft.exchange_rate is None:
        return _("{rate}. QuickBooks' own rate is not known yet.").format(rate=told)
    if draft.rate is None:
        told = _("{rate}, entered by you.").format(rate=told)
    else:
        told = _("{rate}, QuickBooks' rate of {date}.").format(
            rate=told, date=formats().date(draft.rate.as_of)
        )
    home = formats().money(at_home(total, draft.exchange_rate, home_currency))
    return f"{told} " + _("{total} come to {home}.").format(total=formats().money(total), home=home)
