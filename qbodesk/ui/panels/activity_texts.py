"""What happened, as sentences in the language in force: one for each code of an event. Pure."""

from collections.abc import Mapping
from datetime import datetime

from qbodesk.models.domain.stage import Stage
from qbodesk.models.words import _, ngettext
from qbodesk.services.invoicing.plan import labels
from qbodesk.services.reading.activity import Event
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import readable
from qbodesk.ui.queue.entries import chip_of, subject_of
from qbodesk.ui.widgets.chips import stage_word


def when_text(event: Event, now: datetime) -> str:
    """The day, and the time where it is known, as it was in the user's zone; "today" needs no date."""
    if event.at is None:
        return formats().date(event.day) if event.day else ""
    local = event.at.astimezone()
    if local.date() == now.astimezone().date():
        return _("Today, {time}").format(time=formats().time(local))
    return formats().datetime(local)


def text_of(event: Event) -> str:
    """What happened, in one sentence."""
    money = formats().money(event.amount) if event.amount is not None else ""
    about = {"number": event.number, "amount": money, "name": event.name}
    match event.what:
        case "created_here":
            return _("Invoice {number} created by qbodesk: {amount} for {name}").format(**about)
        case "created":
            return _("Invoice {number} created in QuickBooks: {amount} for {name}").format(**about)
        case "sent":
            text = _("Invoice {number} e-mailed to {name}") if event.name else _("Invoice {number} e-mailed")
            return text.format(**about)
        case "overdue":
            return _("Invoice {number} became overdue: {amount} open").format(**about)
        case "payment":
            return _("Payment of {amount} for invoice {number}").format(**about)
        case "paid":
            return _("Invoice {number} paid in full").format(**about)
        case "voided":
            return _("Invoice {number} voided").format(**about)
        case "deleted":
            return _("Invoice {number} deleted in QuickBooks").format(**about)
        case "changed":
            return _("Invoice {number} last changed in QuickBooks").format(**about)
        case _:
            return _link_text(event, about) or _sync_text(event)


def _link_text(event: Event, about: Mapping[str, str]) -> str:
    text = {
        "linked": _("Invoice {number} added"),
        "unlinked": _("Invoice {number} taken off"),
        "linked_deal": _("Added to the deal {name}"),
        "unlinked_deal": _("Taken off the deal {name}"),
        "linked_contact": _("Added to the contact {name}"),
        "unlinked_contact": _("Taken off the contact {name}"),
        "linked_company": _("Added to the company {name}"),
        "unlinked_company": _("Taken off the company {name}"),
    }.get(event.what, "")
    return text.format(**about)


def _sync_text(event: Event) -> str:
    match event.what:
        case "written":
            return _("Written to HubSpot: {values}").format(values=_values(event.values or {}))
        case "cleared":
            return _("Invoice values taken back from HubSpot")
        case "queued" if event.entry is not None:
            parts = [subject_of(event.entry).title, chip_of(event.entry.state).word]
            if event.problem is not None:
                parts.append(readable(event.problem).title)
            return " · ".join(parts)
        case "rule_create":
            return _("Created in HubSpot by the sync rules")
        case "rule_update":
            count = len(event.values or {})
            text = ngettext(
                "{n} property updated by the sync rules", "{n} properties updated by the sync rules", count
            )
            return text.format(n=formats().number(count))
        case "rule_archive":
            return _("Archived in HubSpot by the sync rules")
        case "rule_unlink":
            return _("Taken out of the sync by its rules")
        case _:
            # of another version: its code says more than nothing
            return event.what.replace("_", " ")


def _values(values: Mapping[str, str]) -> str:
    names = labels()
    stages = {stage.value for stage in Stage}
    return ", ".join(
        f"{names.get(key, key)} {stage_word(value) if key == 'status' and value in stages else value or '–'}"
        for key, value in values.items()
    )
