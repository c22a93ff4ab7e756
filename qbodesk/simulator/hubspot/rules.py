"""What HubSpot demands of a record as a whole, beyond its single values: required, unique, in a pipeline."""

from collections.abc import Mapping

from qbodesk.simulator.hubspot import documents, shapes
from qbodesk.simulator.hubspot.failures import Failure, InvalidValues
from qbodesk.simulator.hubspot.kinds import CONTACTS, DEALS, INVOICES, LINE_ITEMS, QUOTES, Kind
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Values

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
    """The values of a create with what HubSpot fills in. Raises Failure."""
    if kind is DEALS:
        return in_pipeline(portal, values)
    if kind is LINE_ITEMS:
        return _from_product(portal, values) | values | tax_of(portal, values)
    if kind is QUOTES:
        return documents.new_quote(portal, values)
    if kind is INVOICES:
        return documents.new_invoice(portal, values, stamp)
    return values


def tax_of(portal: Portal, changes: Values) -> Values:
    """What a line item takes over from the tax rate it names. Raises the 400 of one the portal does not have."""
    id_ = changes.get("hs_tax_rate_group_id")
    if not id_:
        return {}
    for rate in portal.tax_rates:
        if rate.id == id_:
            return {"hs_tax_rate": f"{rate.percentage:f}", "hs_tax_label": rate.label}
    wrong = InvalidValues()
    wrong.add("hs_tax_rate_group_id", "INVALID_OPTION", f"{id_} is not a tax rate of this account")
    wrong.raise_if_any()
    return {}


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


def in_pipeline(portal: Portal, values: Values) -> Values:
    """The values of a deal with the pipeline its stage belongs to. Raises the 400 of a stage of another pipeline."""
    stage = values.get("dealstage")
    holders = [
        pipeline.id for pipeline in portal.pipelines["deals"] if any(s.id == stage for s in pipeline.stages)
    ]
    if stage is None or not holders:
        return values
    chosen = values.get("pipeline", portal.default_pipeline)
    if chosen not in holders:
        wrong = InvalidValues()
        wrong.add("dealstage", "INVALID_OPTION", f"{stage} is not a stage of the pipeline {chosen}")
        wrong.raise_if_any()
    return values | {"pipeline": chosen}


def _from_product(portal: Portal, values: Values) -> Values:
    number = shapes.digits(values.get("hs_product_id", "").partition(".")[0])
    product = portal.stores["products"].live.get(-1 if number is None else number)
    source = product.properties if product else {}
    return {name: source[name] for name in _COPIED_FROM_PRODUCT if name in source}
