"""Properties of a record as people read them: amounts and dates in the language in force, and where they come from. Pure."""

from datetime import date, datetime
from decimal import Decimal

from qbodesk.models.domain.money import Money
from qbodesk.models.words import _
from qbodesk.services.reading.records import RecordPanel
from qbodesk.services.reading.records.shapes import Value
from qbodesk.ui.formats import formats
from qbodesk.ui.widgets.property_grid import Property


def properties(panel: RecordPanel) -> list[Property]:
    """The facts of a panel."""
    return [Property(each.label, text_of(each.value)) for each in panel.facts]


def text_of(value: Value) -> str:
    """A value as people read it."""
    match value:
        case None:
            return ""
        case Money():
            return formats().money(value)
        case datetime():
            return formats().datetime(value.astimezone())
        case date():
            return formats().date(value)
        case Decimal():
            return formats().number(value)
        case _:
            return value


def came_from(panel: RecordPanel, now: datetime) -> str:
    """Whose record it is and how fresh, in one sentence."""
    whose = f"{panel.service}, {panel.company}" if panel.company else panel.service
    if panel.as_of is None:
        return _("From {service}, not fetched completely yet.").format(service=whose)
    return _("From {service}, as of {time}.").format(service=whose, time=formats().relative(panel.as_of, now))


def kind_name(kind: str) -> str:
    """What a kind of record is called."""
    return {
        "contact": _("Contact"),
        "company": _("Company"),
        "quote": _("Quote"),
        "invoice": _("Invoice"),
        "customer": _("Customer"),
        "item": _("Item"),
    }[kind]
