"""What HubSpot demands of a record as a whole, beyond its single values: required, unique, state of a document."""

from collections.abc import Mapping

from qbodesk.simulator.hubspot.calculated import UNPUBLISHED
from qbodesk.simulator.hubspot.failures import Failure, InvalidValues, invalid
from qbodesk.simulator.hubspot.kinds import CONTACTS, DEALS, INVOICES, LINE_ITEMS, QUOTES, Kind
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Record, Values

_COPIED_FROM_PRODUCT = (
    "name",
    "description",
    "hs_sku",
    "price",
    "hs_cost_of_goods_sold",
    "recurringbillingfrequency",
    "hs_recurring_billing_period",
)


def completed(portal: Portal, kind: Kind, values: Values, stamp: str) -> Values:
    """The values of a create with what HubSpot fills in. Raises Failure for a stage of another pipeline."""
    if kind is DEALS:
        return _in_pipeline(portal, values)
    if kind is LINE_ITEMS and "hs_product_id" in values:
        product = portal.stores["products"].live.get(int(values["hs_product_id"].partition(".")[0]))
        source = product.properties if product else {}
        return {name: source[name] for name in _COPIED_FROM_PRODUCT if name in source} | values
    if kind is QUOTES:
        return {"hs_status": "DRAFT", "hs_currency": portal.company_currency} | values
    if kind is INVOICES:
        return {"hs_invoice_status": "draft", "hs_invoice_date": stamp, "hs_due_date": stamp} | values
    return values


def check_required(kind: Kind, values: Values) -> None:
    """Raises the 400 of a create that lacks a required property."""
    missing = [names for names in kind.required if not any(name in values for name in names)]
    if missing:
        listed = [" or ".join(names) for names in missing]
        raise Failure(
            400,
            "VALIDATION_ERROR",
            f"Error creating {kind.singular.upper()}. Some required properties were not set.",
            context={"properties": listed},
            details=[
                {"message": f"{name} is required", "code": "MISSING_REQUIRED_PROPERTY", "in": "properties"}
                for name in listed
            ],
        )


def check_unique(portal: Portal, kind: Kind, values: Mapping[str, str], id_: int | None) -> None:
    """Raises the conflict of a unique value another live record has; contacts' e-mail has a conflict of its own."""
    store = portal.stores[kind.name]
    wrong = InvalidValues()
    for name in store.unique:
        value = values.get(name)
        holder = store.holder(name, value) if value else None
        if holder is None or holder == id_:
            continue
        if kind is CONTACTS and name == "email":
            raise Failure(409, "CONFLICT", f"Contact already exists. Existing ID: {holder}")
        wrong.add(
            name,
            "CONFLICTING_UNIQUE_VALUE",
            f"Cannot set PropertyValueCoordinates{{portalId={portal.id}, objectTypeId={kind.type_id}, "
            f"propertyName={name}, value={value}}}. {holder} already has that value.",
        )
    wrong.raise_if_any()


def check_change(portal: Portal, kind: Kind, former: Record, changes: Values, merged: Values) -> None:
    """Raises the 400 of a change the state of a deal, quote or invoice does not allow."""
    if kind is DEALS and ("dealstage" in changes or "pipeline" in changes):
        merged |= _in_pipeline(portal, merged)
    if kind is QUOTES and former.properties.get("hs_locked") == "true":
        _check_locked(portal, changes)
    if kind is INVOICES and changes.get("hs_invoice_status") == "open":
        _check_opening(portal, former, merged)


def check_archive(kind: Kind, record: Record) -> None:
    """Raises the 400 of deleting an invoice that left the stage at which it can be deleted."""
    values = record.properties
    if kind is INVOICES and values.get("hs_invoice_billable") != "false":
        status = values.get("hs_invoice_status", "draft")
        if status not in {"draft", "open"}:
            raise invalid(f"An invoice that is {status} cannot be deleted.", "INVOICE_NOT_DELETABLE")


def _in_pipeline(portal: Portal, values: Values) -> Values:
    stage = values.get("dealstage")
    if stage is None:
        return values
    holders = [
        pipeline.id for pipeline in portal.pipelines["deals"] if any(s.id == stage for s in pipeline.stages)
    ]
    chosen = values.get("pipeline", holders[0])
    if chosen not in holders:
        wrong = InvalidValues()
        wrong.add("dealstage", "INVALID_OPTION", f"{stage} is not a stage of the pipeline {chosen}")
        wrong.raise_if_any()
    return values | {"pipeline": chosen}


def _check_locked(portal: Portal, changes: Values) -> None:
    """A published quote is edited only after, or together with, taking it back (hubspot-api.md §6)."""
    known = portal.registries[QUOTES.name].known
    edited = [name for name in changes if known[name].hubspot_defined and name != "hs_status"]
    if edited and changes.get("hs_status") not in UNPUBLISHED:
        raise invalid(
            f"The quote is locked: set hs_status to one of {', '.join(sorted(UNPUBLISHED))} to edit {', '.join(edited)}.",
            "QUOTE_LOCKED",
        )


def _check_opening(portal: Portal, former: Record, merged: Values) -> None:
    """A mirror (`hs_invoice_billable` false) is opened unchecked (hubspot-api.md §2.4)."""
    end = End(INVOICES.name, former.id)
    if merged.get("hs_invoice_billable") == "false":
        return
    missing = [name for name in ("contacts", "line_items") if not portal.linked(end, name)]
    if missing:
        raise invalid(
            f"An invoice needs associated {' and '.join(missing)} to be opened.", "INVOICE_NOT_OPENABLE"
        )
