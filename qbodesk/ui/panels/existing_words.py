"""What a row of the dialog for existing invoices says: which invoice, why it is suggested, where it is already. Pure."""

from collections.abc import Sequence

from qbodesk.models.domain.existing import Sign, Suggestion
from qbodesk.models.domain.matching import Rung
from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.existing import ExistingRow, LinkedTo
from qbodesk.ui.formats import formats
from qbodesk.ui.invoices.columns import chip_of, number_of
from qbodesk.ui.widgets.chips import stage_icon
from qbodesk.ui.widgets.picker import Choice


def choice_of(found: ExistingRow, *, company: bool, here: str) -> Choice:
    """A row: number and customer, below it stage, day and reasons, at the right the total; `here` says it is on the record.

    With `company` the QuickBooks company stands beside the customer, where several are connected.
    """
    row = found.row
    title = " · ".join(
        part for part in (number_of(row), row.customer, row.company if company else "") if part
    )
    parts = [chip_of(row).word]
    if row.invoice_date is not None:
        parts.append(formats().date(row.invoice_date))
    if found.suggested is not None:
        parts.append(_("Suggested: {reasons}").format(reasons=reasons(found.suggested)))
    if found.linked and not found.here:
        parts.append(where(found.linked))
    return Choice(
        key=row.pk,
        title=title,
        subtitle=" · ".join(parts),
        right=formats().money(row.total),
        icon=stage_icon(row.stage.value),
        refusal=here if found.here else "",
    )


def reasons(found: Suggestion) -> str:
    """Why it is suggested, the strongest sign first."""
    parts = []
    if Sign.CUSTOMER in found.signs and found.rung is not None:
        parts.append(sign_of(found.rung))
    if Sign.AMOUNT in found.signs:
        parts.append(_("same amount"))
    if Sign.DATE in found.signs and found.days_apart is not None:
        apart = found.days_apart
        text = ngettext("{n} day from the close date", "{n} days from the close date", apart)
        parts.append(text.format(n=formats().number(apart)) if apart else _("on the close date"))
    return ", ".join(parts)


def sign_of(rung: Rung) -> str:
    """By what a customer is known to be the record's, in a few words."""
    return {
        Rung.LINK: _("linked customer"),
        Rung.EMAIL: _("same e-mail"),
        Rung.COMPANY_NAME: _("same company name"),
        Rung.PERSON_NAME: _("same name"),
        Rung.SIMILAR: _("similar name"),
        Rung.CHOSEN: _("chosen by you"),
    }[rung]


def where(linked: Sequence[LinkedTo]) -> str:
    """On which records an invoice is already."""
    shown = ", ".join(named(each) for each in linked[:2])
    more = len(linked) - 2
    if more > 0:
        shown += " " + ngettext("and {n} more", "and {n} more", more).format(n=formats().number(more))
    return _("Already on: {records}").format(records=shown)


def named(record: LinkedTo) -> str:
    """A record with its kind."""
    texts = {"deal": _("deal “{name}”"), "contact": _("contact “{name}”"), "company": _("company “{name}”")}
    return texts[record.kind].format(name=record.name)
