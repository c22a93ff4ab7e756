"""The ledger check of one QuickBooks company: totals, balances, links between money and forms; reads lists elsewhere."""

from collections import defaultdict
from collections.abc import Iterator

from qbodesk.simulator import audit_forms as forms
from qbodesk.simulator import audit_sums as sums
from qbodesk.simulator.audit_forms import Form, cents, shown
from qbodesk.simulator.audit_lists import Lists
from qbodesk.simulator.audit_problem import Problem
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

_FORMS = ("Invoice", "CreditMemo", "Estimate", "SalesReceipt", "RefundReceipt")
_OWED = {"Invoice": 1, "CreditMemo": -1}
Target = tuple[str, str]


class Books:
    """One company, read once from its stored bytes."""

    def __init__(self, company: QuickBooksCompany) -> None:
        self._company = company
        self._lists = Lists(company)
        self._automated = bool(company.preference("TaxPrefs", "PartnerTaxEnabled"))
        self._by_hand = bool(company.preference("SalesFormsPrefs", "CustomTxnNumbers"))
        self._left: dict[
            Target, tuple[str, int, int]
        ] = {}  # customer, and what is left and was left before payments
        self._linked: dict[Target, set[str]] = {}  # the payments a form names
        self._applied: dict[Target, dict[str, int]] = defaultdict(dict)  # what which payment gives to a form
        self._owed: dict[str, int] = defaultdict(int)

    def counts(self) -> dict[str, int]:
        """How many objects of each entity there are."""
        return {entity: len(table) for entity, table in self._company.tables.items() if len(table)}

    def problems(self) -> Iterator[Problem]:
        """Everything wrong in this company."""
        for entity in _FORMS:
            numbers: dict[str, str] = {}
            for form in self._read(entity):
                yield from self._form(entity, form)
                yield from self._number(entity, form, numbers)
        for form in self._read("Payment"):
            yield from self._payment(form)
        yield from self._balances()
        yield from self._lists.problems(self._owed)

    def _read(self, entity: str) -> Iterator[Form]:
        for record in self._company.tables.get(entity, ()):
            form = forms.read(record.body)
            if form.id != record.id:
                raise ValueError(f"{entity} {form.id} is stored as {record.id}")
            yield form

    def _problem(self, rule: str, entity: str, key: str, detail: str) -> Problem:
        return Problem(rule, f"quickbooks/{self._company.realm_id}/{entity}/{key}", detail)

    def _form(self, entity: str, form: Form) -> Iterator[Problem]:
        wrong = [*sums.wrong(form, stated_tax=self._automated)]
        customer = form.customer_ref.value if form.customer_ref else ""
        if sign := _OWED.get(entity):
            total = cents(form.total_amt) - cents(form.deposit)
            left = cents(form.balance)
            self._left[entity, form.id] = (customer, left, total)
            self._linked[entity, form.id] = {
                link.txn_id for link in form.linked_txn if link.txn_type == "Payment"
            }
            self._owed[customer] += sign * left
            if entity == "CreditMemo" and cents(form.remaining_credit) != left:
                wrong.append(("balance", f"remaining credit is not the balance {shown(left)}"))
        for rule, detail in wrong:
            yield self._problem(rule, entity, form.id, detail)
        for detail in self._lists.missing(form):
            yield self._problem("orphan", entity, form.id, detail)

    def _number(self, entity: str, form: Form, numbers: dict[str, str]) -> Iterator[Problem]:
        """Companies that number by hand are warned of a number in use; the others may have it twice."""
        if not form.doc_number or not self._by_hand:
            return
        first = numbers.setdefault(form.doc_number.casefold(), form.id)
        if first != form.id:
            yield self._problem("number", entity, form.id, f"{form.doc_number} is the number of {first} too")

    def _payment(self, form: Form) -> Iterator[Problem]:
        spent = 0
        for line in form.line:
            for link in line.linked_txn:
                sign = _OWED.get(link.txn_type, 0)
                amount = cents(line.amount)
                spent += sign * amount
                given = self._applied[link.txn_type, link.txn_id]
                given[form.id] = given.get(form.id, 0) + amount
        left, total = cents(form.unapplied_amt), cents(form.total_amt)
        if left != total - spent or left < 0:
            yield self._problem(
                "unapplied",
                "Payment",
                form.id,
                f"{shown(left)} of {shown(total)}, of which {shown(spent)} is applied",
            )
        customer = form.customer_ref.value if form.customer_ref else ""
        self._owed[customer] -= left
        for detail in self._lists.missing(form):
            yield self._problem("orphan", "Payment", form.id, detail)

    def _balances(self) -> Iterator[Problem]:
        """What is left of each form is its total less what payments give to it; both sides know of each other."""
        for (entity, key), (_, left, total) in self._left.items():
            given = self._applied.get((entity, key), {})
            if left != total - sum(given.values()) or left < 0:
                detail = (
                    f"{shown(left)} is left of {shown(total)} after {shown(sum(given.values()))} was applied"
                )
                yield self._problem("balance", entity, key, detail)
            if (linked := self._linked[entity, key]) != given.keys():
                odd = ", ".join(sorted(linked ^ given.keys()))
                yield self._problem("link", entity, key, f"only one side knows of payment {odd}")
        for (entity, key), given in self._applied.items():
            if (entity, key) not in self._left:
                yield from (
                    self._problem("orphan", "Payment", payment, f"no {entity} {key}") for payment in given
                )
