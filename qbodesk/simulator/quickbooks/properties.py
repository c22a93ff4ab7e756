"""The names of all properties of an entity, whether a query may name them or not; evaluates no query."""

from collections.abc import Mapping

from qbodesk.simulator.quickbooks import attachables, currencies, customers, items, payments, taxservice
from qbodesk.simulator.quickbooks.columns import COLUMNS
from qbodesk.simulator.quickbooks.kinds import KINDS
from qbodesk.simulator.quickbooks.listwrites import NAME_LISTS
from qbodesk.simulator.quickbooks.schema import COMMON

_ALWAYS = frozenset(COMMON) | {"MetaData.CreateTime", "MetaData.LastUpdatedTime"}
_TAX_CODE = ("Hidden", "Taxable", "TaxGroup", "SalesTaxRateList", "PurchaseTaxRateList", "TaxCodeConfigType")
_TAX_RATE = ("RateValue", "AgencyRef", "EffectiveTaxRate", "SpecialTaxType", "DisplayType")
_SHAPES: Mapping[str, Mapping[str, object]] = {
    "Customer": customers.SHAPE,
    "Vendor": customers.SHAPE,
    "Employee": customers.SHAPE,
    "Item": items.SHAPE,
    "Payment": payments.SHAPE,
    "Attachable": attachables.SHAPE,
    "CompanyCurrency": currencies.SHAPE,
    "TaxAgency": taxservice.TAX_AGENCIES.properties,
    **{kind.entity: kind.shape for kind in KINDS.values()},
    "TaxCode": dict.fromkeys(("Description", *_TAX_CODE)),
    "TaxRate": dict.fromkeys(("Description", *_TAX_RATE)),
    **{one.entity: one.properties for one in NAME_LISTS},
}


def known(entity: str, name: str) -> bool:
    """Whether an object of the entity can have such a property. Of a dotted name the whole counts."""
    folded = name.lower()
    return any(
        folded == property_.lower()
        for properties in (_ALWAYS, _SHAPES.get(entity, ()), (column.name for column in COLUMNS[entity]))
        for property_ in properties
    )
