"""The ledger check of a company's lists: names once, references that lead somewhere, what customers owe; adds up no form."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qbodesk.simulator.audit_forms import Form, Line, cents, shown
from qbodesk.simulator.audit_problem import Problem
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import Body

# Names are one list for people, and one for each of the others; sub-objects are told apart by their whole path.
_NAMES = (
    (("Customer", "Vendor", "Employee"), "DisplayName"),
    *(((entity,), "FullyQualifiedName") for entity in ("Item", "Account", "Class", "Department")),
    *(((entity,), "Name") for entity in ("Term", "PaymentMethod", "TaxCode", "TaxRate")),
)
_REFERENCES = {
    "ParentRef": None,  # to the same entity
    "SalesTermRef": "Term",
    "DefaultTaxCodeRef": "TaxCode",
    "SalesTaxCodeRef": "TaxCode",
    "PaymentMethodRef": "PaymentMethod",
    "IncomeAccountRef": "Account",
    "AssetAccountRef": "Account",
    "ExpenseAccountRef": "Account",
    "ClassRef": "Class",
    "AgencyRef": "TaxAgency",
}
_SPECIAL_ITEMS = {"SHIPPING_ITEM_ID", "GRATUITY_ITEM_ID"}


class Lists:
    """The lists of one company."""

    def __init__(self, company: QuickBooksCompany) -> None:
        self._company = company
        self._ids = {entity: {record.id for record in table} for entity, table in company.tables.items()}

    def ids(self, entity: str) -> set[str]:
        return self._ids.get(entity, set())

    def missing(self, form: Form) -> Iterator[str]:
        """What a form refers to that is not there."""
        known = self._ids
        for entity, ref in (
            ("Customer", form.customer_ref),
            ("Term", form.sales_term_ref),
            ("Account", form.deposit_to_account_ref),
            ("Department", form.department_ref),
            ("Class", form.class_ref),
            ("PaymentMethod", form.payment_method_ref),
        ):
            if ref is not None and ref.value not in known[entity]:
                yield f"no {entity} {ref.value}"
        yield from self._missing_of(form.line)
        if taxes := form.txn_tax_detail:
            for line in taxes.tax_line:
                ref = line.tax_line_detail.tax_rate_ref
                if ref is not None and ref.value not in known["TaxRate"]:
                    yield f"no TaxRate {ref.value}"

    def _missing_of(self, lines: Iterable[Line]) -> Iterator[str]:
        known = self._ids
        for line in lines:
            if (sale := line.sale) is not None:
                if (
                    (item := sale.item_ref)
                    and item.value not in known["Item"]
                    and item.value not in _SPECIAL_ITEMS
                ):
                    yield f"no Item {item.value}"
                if (code := sale.tax_code_ref) and code.value not in known["TaxCode"]:
                    yield f"no TaxCode {code.value}"
                if (one := sale.class_ref) and one.value not in known["Class"]:
                    yield f"no Class {one.value}"
            elif (group := line.group) is not None:
                if (item := group.group_item_ref) and item.value not in known["Item"]:
                    yield f"no Item {item.value}"
                yield from self._missing_of(group.line)

    def problems(self, owed: Mapping[str, int]) -> Iterator[Problem]:
        """Names, references and balances; `owed` is what the forms say each customer owes."""
        bodies = {
            entity: [record.read() for record in table]
            for entity, table in self._company.tables.items()
            if entity in _LISTED
        }
        for entities, name in _NAMES:
            yield from self._twice(bodies, entities, name)
        for entity, found in bodies.items():
            for body in found:
                yield from self._lost(entity, body)
        yield from self._owing(bodies["Customer"], owed)

    def _problem(self, rule: str, entity: str, key: str, detail: str) -> Problem:
        return Problem(rule, f"quickbooks/{self._company.realm_id}/{entity}/{key}", detail)

    def _twice(
        self, bodies: Mapping[str, list[Body]], entities: tuple[str, ...], name: str
    ) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for entity in entities:
            for body in bodies.get(entity, ()):
                here = f"{entity} {body['Id']}"
                other = first.setdefault(str(body.get(name, body.get("Name", ""))).casefold(), here)
                if other != here:
                    yield self._problem(
                        "name", entity, body["Id"], f"{body.get(name)} is the name of {other} too"
                    )

    def _lost(self, entity: str, body: Body) -> Iterator[Problem]:
        for element, target in _REFERENCES.items():
            ref: Any = body.get(element)
            if ref and ref.get("value") not in self.ids(target or entity):
                yield self._problem(
                    "orphan", entity, body["Id"], f"{element}: no {target or entity} {ref.get('value')}"
                )
        for one in body.get("AttachableRef", ()):
            ref = one.get("EntityRef", {})
            if ref and ref.get("value") not in self.ids(_entity(ref.get("type", ""), self._ids)):
                yield self._problem("orphan", entity, body["Id"], f"no {ref.get('type')} {ref.get('value')}")

    def _owing(self, customers: list[Body], owed: Mapping[str, int]) -> Iterator[Problem]:
        """A customer owes its invoices less its credits and what it paid on account; a parent shows its jobs' debts too."""
        with_jobs: dict[str, int] = defaultdict(int)
        parents = {body["Id"]: body.get("ParentRef", {}).get("value") for body in customers}
        for key, amount in owed.items():
            above: str | None = key
            for _ in range(10):  # QuickBooks allows five levels; a circle must not hold the check up
                if above is None:
                    break
                with_jobs[above] += amount
                above = parents.get(above)
        for body in customers:
            for name, expected in (
                ("Balance", owed.get(body["Id"], 0)),
                ("BalanceWithJobs", with_jobs[body["Id"]]),
            ):
                if (said := cents(body.get(name))) != expected:
                    detail = f"{name} is {shown(said)}, the open transactions say {shown(expected)}"
                    yield self._problem("owed", "Customer", body["Id"], detail)


def _entity(written: str, known: Iterable[str]) -> str:
    return next((entity for entity in known if entity.casefold() == written.casefold()), "")


_LISTED = {*(entity for entities, _ in _NAMES for entity in entities), "TaxAgency", "Attachable"}
