"""Writes the plain invoices of a company's past straight to bytes, as earlier ones were completed; prices no odd one.

`invoices.completed` takes 0.2 ms, which 100,000 invoices cannot afford. Nearly all are plain: taxed on top, without
discount, deposit or foreign money. What QuickBooks adds to such a one is known as soon as one invoice with the same terms,
one with each item and one with each tax code have been completed: the rest differs in its customer, in numbers, dates and
amounts alone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from qbodesk.simulator.quickbooks import addresses
from qbodesk.simulator.quickbooks import lines as sales_lines
from qbodesk.simulator.quickbooks.columns import keys
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lineshape import NOTE, SALES, SUBTOTAL
from qbodesk.simulator.quickbooks.moments import epoch_of, stamp
from qbodesk.simulator.quickbooks.store import Record, version
from qbodesk.simulator.wire import ZERO, Body, decimal, encode, money, whole

_OWN = ("DocNumber", "TxnDate", "DueDate", "EmailStatus", "CustomerMemo", "ApplyTaxAfterDiscount")
_COMPUTED = ("Line", "TxnTaxDetail", "TotalAmt", "Balance", "LinkedTxn", "DeliveryInfo")
_PERSONAL = ("CustomerRef", "BillAddr", "ShipAddr", "BillEmail")
_NEEDED = frozenset({*_OWN[:4], "Id", "Line", "CustomerRef", "SalesTermRef", "MetaData"})
_KNOWN = _NEEDED.union(_OWN, _COMPUTED, ("BillEmail", "CurrencyRef", "GlobalTaxCalculation"))
_LINE = {"DetailType", "Amount", "Description", SALES}
_DETAIL = {"ItemRef", "Qty", "UnitPrice", "TaxCodeRef"}
_NOTE = {"DetailType", "Description", "DescriptionLineDetail"}
_SHOWN = {SALES, NOTE}
_CODE = {"TxnTaxCodeRef"}
_SENT: Body = {"DeliveryType": "Email", "DeliveryTime": ""}
_NOTHING: Body = {}
_HUNDRED_PERCENT = 1_000_000  # tax percents are kept as whole ten-thousandths

_Context = tuple[object, ...]
"""What decides, together with a line's code, about its tax."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What the invoices with one term share: the inside of their JSON, and the keys of their columns."""

    inside: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Payer:
    """What the invoices of one customer share."""

    inside: str
    reference: str
    context: _Context
    taxes: dict[_Context, "_Taxes"] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class _Tax:
    """The one rate behind a tax code, with its tax line but for the amounts; one object for each, so that it is a quick key."""

    percent: int
    inside: str
    detail: str


_UNSEEN = _Tax(0, "", "")


@dataclass(slots=True)
class _Taxes:
    """What is known of tax in one context: by code its rate (None: not taxed), and how the detail begins with or without tax."""

    codes: dict[str, _Tax | None] = field(default_factory=dict)
    heads: dict[bool, str] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class _Line:
    """A sales line but for Id and LineNum; `seed` keeps alive what it is remembered by."""

    seed: Body
    amount: int
    code: str
    inside: str


@dataclass(slots=True)
class Paid:
    """What an invoice has received: whole cents, the payments' Ids, and when the last one came (seconds since 1970)."""

    amount: int = 0
    payments: list[str] = field(default_factory=list)
    touched: int = 0

    def add(self, payment: str, amount: int, moment: int) -> None:
        self.amount += amount
        self.payments.append(payment)
        self.touched = max(self.touched, moment)


@dataclass(slots=True)
class Plain:
    """An invoice that only needs to hear what has been paid of it. Amounts are whole cents."""

    form: _Form
    payer: _Payer
    seed: Body
    inside: str
    total: int


class History:
    """Learns from completed invoices and casts the next ones in the same form."""

    def __init__(self, company: QuickBooksCompany) -> None:
        self._line_by_line = not company.is_us
        self._company = company
        self._readers = company.tables["Invoice"].readers
        names = [name for name, _ in self._readers]
        self._varying = [(names.index(name), name, dict(self._readers)[name]) for name in _OWN[:3]]
        self._total, self._balance = names.index("TotalAmt"), names.index("Balance")
        self._customer = names.index("CustomerRef")
        self._letters: dict[tuple[object, ...], tuple[str, Body | None]] = {}
        self._forms: dict[str, _Form] = {}
        self._payers: dict[tuple[str, bool], _Payer] = {}
        self._lines: dict[int, _Line] = {}
        self._texts: dict[tuple[object, ...], str] = {}
        self._shapes: dict[tuple[str, ...], bool] = {}
        self._taxes: dict[_Context, _Taxes] = defaultdict(_Taxes)
        self._rates: dict[tuple[str, str], _Tax] = {}
        rates = (record.view() for record in company.tables["TaxRate"])
        steady = all(len(rate.get("EffectiveTaxRate", ())) < 2 for rate in rates)
        self._open = steady and not company.multicurrency

    def cast(self, seed: Body) -> Plain | None:
        """The invoice, when everything about it has been seen before."""
        if not self._plain(seed) or (form := self._forms.get(seed["SalesTermRef"]["value"])) is None:
            return None
        known = self._lines
        lines: list[_Line] = []
        for line in seed["Line"]:
            if (one := known.get(id(line)) or self._line(line)) is None:
                return None
            lines.append(one)
        payer = self._payers.get((seed["CustomerRef"]["value"], "BillEmail" in seed)) or self._payer(seed)
        known_taxes = self._known(payer, seed)
        taxes = self._taxed(known_taxes.codes, lines)
        if taxes is None or (head := known_taxes.heads.get(bool(taxes))) is None:
            return None
        subtotal = sum([line.amount for line in lines])
        tax = sum([amount for _, amount in taxes.values()])
        shown = ",".join([f'{{"Id":"{n}","LineNum":{n},{line.inside}}}' for n, line in enumerate(lines, 1)])
        shown += f',{{"Amount":{_money(subtotal)},"DetailType":"{SUBTOTAL}","{SUBTOTAL}":{{}}}}'
        detail = f'{head}"TotalTax":{_money(tax)}'
        if taxes:
            detail += f',"TaxLine":[{",".join([_tax_line(one, *amounts) for one, amounts in taxes.items()])}]'
        total = subtotal + tax
        inside = f'"Line":[{shown}],"TxnTaxDetail":{{{detail}}},"TotalAmt":{_money(total)}'
        return Plain(form, payer, seed, inside, total)

    def _plain(self, seed: Body) -> bool:
        """Whether nothing about it is out of the ordinary; what its lines are, the lines themselves tell."""
        shape = tuple(seed)
        if (usual := self._shapes.get(shape)) is None:
            usual = self._shapes[shape] = self._open and _NEEDED <= seed.keys() <= _KNOWN
        return (
            usual
            and seed.get("DeliveryInfo", _SENT).keys() == _SENT.keys()
            and seed.get("GlobalTaxCalculation") != "TaxInclusive"
            and seed.get("TxnTaxDetail", _NOTHING).keys() <= _CODE
        )

    def record(self, plain: Plain, paid: Paid) -> Record:
        """The invoice as it is stored after it was paid; each payment raised its version."""
        seed, times = plain.seed, plain.seed["MetaData"]
        created = updated = epoch_of(times["CreateTime"])
        if times["LastUpdatedTime"] != times["CreateTime"]:
            updated = epoch_of(times["LastUpdatedTime"])
        updated = max(updated, paid.touched)
        left = plain.total - paid.amount
        values = [*plain.form.values]
        for place, name, key in self._varying:
            values[place] = key(seed[name])
        values[self._total], values[self._balance] = money(plain.total), money(left) if left else ZERO
        values[self._customer] = plain.payer.reference
        return Record(
            seed["Id"],
            self._text(plain, paid, left, created, updated),
            token=len(paid.payments),
            created=created,
            updated=updated,
            active=True,
            values=tuple(values),
        )

    def _text(self, plain: Plain, paid: Paid, left: int, created: int, updated: int) -> bytes:
        """The JSON of the invoice. Written now and not when it is asked for: a pull would measure this."""
        seed = plain.seed
        own = _inside({"Id": seed["Id"], "DocNumber": seed["DocNumber"]})
        links = ",".join([f'{{"TxnId":"{key}","TxnType":"Payment"}}' for key in paid.payments])
        return (
            f'{{{own},"TxnDate":"{seed["TxnDate"]}","DueDate":"{seed["DueDate"]}",'
            f"{plain.form.inside},{plain.payer.inside},{self._letter(seed, created)},{plain.inside},"
            f'"Balance":{_money(left)},"LinkedTxn":[{links}],{version(len(paid.payments), created, updated)}}}'
        ).encode()

    def _letter(self, seed: Body, created: int) -> str:
        """What an invoice says about its sending, from few different ones."""
        memo, delivery = seed.get("CustomerMemo"), seed.get("DeliveryInfo")
        kind = delivery["DeliveryType"] if delivery else None
        key = (seed["EmailStatus"], id(memo), seed.get("ApplyTaxAfterDiscount"), kind)
        known = self._letters.get(key)
        if known is None:
            own = {"ApplyTaxAfterDiscount": False} | {name: seed[name] for name in _OWN[3:] if name in seed}
            if seed["EmailStatus"] == "NeedToSend":
                own["DeliveryInfo"] = {"DeliveryType": "Email"}
            text = _inside(own)
            if delivery:
                text += f',"DeliveryInfo":{{"DeliveryType":{encode(kind).decode()},"DeliveryTime":'
            known = self._letters[key] = (text, memo)
        if delivery is None:
            return known[0]
        sent = delivery["DeliveryTime"]
        moment = created if sent == seed["MetaData"]["CreateTime"] else epoch_of(sent)
        return f'{known[0]}"{stamp(moment)}"}}'

    def learn(self, seed: Body, done: Body) -> None:
        """Remembers what a completed invoice shows about its terms, its lines and their taxes."""
        if not self._plain(seed) or len(done["Line"]) != len(seed["Line"]) + 1:
            return
        if not {line["DetailType"] for line in seed["Line"]} <= _SHOWN:
            return
        shared = {name: value for name, value in done.items() if name not in {*_OWN, *_COMPUTED, *_PERSONAL}}
        self._forms[seed["SalesTermRef"]["value"]] = _Form(_inside(shared), keys(self._readers, shared))
        for line, answered in zip(seed["Line"], done["Line"], strict=False):
            self._texts[_line_key(line)] = _line_text(answered)
        self._learn_tax(self._known(self._payer(seed), seed), seed, done["TxnTaxDetail"])

    def _known(self, payer: _Payer, seed: Body) -> _Taxes:
        stated = _stated(seed)
        found = payer.taxes.get(stated)
        if found is None:
            found = payer.taxes[stated] = self._taxes[*payer.context, *stated]
        return found

    def _payer(self, seed: Body) -> _Payer:
        key = (seed["CustomerRef"]["value"], "BillEmail" in seed)
        found = self._payers.get(key)
        if found is None:
            customer = self._company.find("Customer", key[0]).view()
            shown: Body = {"CustomerRef": {"value": key[0], "name": customer["DisplayName"]}}
            for name in ("BillAddr", "ShipAddr"):
                if (address := addresses.of_customer(customer, name)) is not None:
                    shown[name] = address
            if key[1]:
                shown["BillEmail"] = seed["BillEmail"]
            context = (customer.get("Taxable"), customer.get("DefaultTaxCodeRef", {}).get("value"))
            found = self._payers[key] = _Payer(_inside(shown), key[0], context)
        return found

    def _learn_tax(self, taxes: _Taxes, seed: Body, detail: Body) -> None:
        """A code's rate is what is left of the tax lines when those of the known codes are taken away."""
        lines = detail.get("TaxLine", [])
        head = {name: value for name, value in detail.items() if name not in {"TotalTax", "TaxLine"}}
        taxes.heads[bool(lines)] = f"{_inside(head)}," if head else ""
        nets: dict[str, int] = defaultdict(int)
        for line in seed["Line"]:
            if SALES in line:
                nets[line[SALES]["TaxCodeRef"]["value"]] += whole(line["Amount"])
        known = taxes.codes
        unknown = [code for code in nets if code not in known]
        if len(unknown) != 1:
            return
        shown = {self._tax(line): whole(line["TaxLineDetail"]["NetAmountTaxable"]) for line in lines}
        for code, tax in known.items():
            if tax is not None and tax in shown:
                shown[tax] -= nets.get(code, 0)
        left = [tax for tax, net in shown.items() if net]
        if len(left) < 2 and (not left or shown[left[0]] == nets[unknown[0]] > 0):
            known[unknown[0]] = left[0] if left else None

    def _tax(self, line: Body) -> _Tax:
        detail = line["TaxLineDetail"]
        shown = {name: value for name, value in detail.items() if name != "NetAmountTaxable"}
        own = {name: value for name, value in line.items() if name not in {"Amount", "TaxLineDetail"}}
        key = (_inside(own), _inside(shown))
        if key not in self._rates:
            self._rates[key] = _Tax(int(decimal(detail["TaxPercent"]) * 10_000), *key)
        return self._rates[key]

    def _line(self, line: Body) -> _Line | None:
        """The world writes each line once and uses it in many invoices: most are known by identity."""
        key = _line_key(line)
        text = self._texts.get(key)
        if text is None:
            if len(key) < 3:
                return None
            (answered,) = sales_lines.read(self._company, [line], inclusive=False).order
            text = self._texts[key] = _line_text(answered)
        if (detail := line.get(SALES)) is None:
            found = _Line(line, 0, "", text)
        else:
            amount = whole(line["Amount"])
            inside = f'"Amount":{_money(amount)},{text.replace("@", str(detail["Qty"]), 1)}'
            found = _Line(line, amount, detail["TaxCodeRef"]["value"], inside)
        self._lines[id(line)] = found
        return found

    def _taxed(self, taxes: dict[str, _Tax | None], lines: list[_Line]) -> dict[_Tax, tuple[int, int]] | None:
        """Net and tax by rate, in the order of the lines; None when a code has not been seen yet."""
        found: dict[_Tax, tuple[int, int]] = {}
        for line in lines:
            tax = taxes.get(line.code, _UNSEEN) if line.code else None
            if tax is _UNSEEN:
                return None
            if tax is not None:
                net, amount = found.get(tax, (0, 0))
                share = _share(line.amount, tax) if self._line_by_line else 0
                found[tax] = net + line.amount, amount + share
        if self._line_by_line:
            return found
        return {tax: (net, _share(net, tax)) for tax, (net, _) in found.items()}


def _stated(seed: Body) -> _Context:
    """What the invoice itself says about its tax."""
    return seed.get("GlobalTaxCalculation"), seed.get("TxnTaxDetail", _NOTHING).get(
        "TxnTaxCodeRef", _NOTHING
    ).get("value")


def _line_key(line: Body) -> tuple[object, ...]:
    """All of a line but its quantity and amount; a line with anything unusual has a key nobody else has."""
    if line["DetailType"] == NOTE and line.keys() == _NOTE:
        return NOTE, line["Description"]
    detail = line.get(SALES, _NOTHING)
    if line.keys() != _LINE or detail.keys() != _DETAIL or line["Amount"] < 0:
        return (id(line),)
    return detail["ItemRef"]["value"], detail["UnitPrice"], detail["TaxCodeRef"]["value"], line["Description"]


def _line_text(line: Body) -> str:
    """An answered line but for its numbers and amount; an @ stands for the quantity."""
    own = {name: value for name, value in line.items() if name not in {"Id", "LineNum", "Amount", SALES}}
    if SALES not in line:
        return _inside(own)
    detail = {name: value for name, value in line[SALES].items() if name != "Qty"}
    return f'"{SALES}":{{"Qty":@,{_inside(detail)}}},{_inside(own)}'


def _tax_line(tax: _Tax, net: int, amount: int) -> str:
    detail = f'{{{tax.detail},"NetAmountTaxable":{_money(net)}}}'
    return f'{{"Amount":{_money(amount)},{tax.inside},"TaxLineDetail":{detail}}}'


def _share(net: int, tax: _Tax) -> int:
    """Half up to the cent."""
    return (2 * net * tax.percent + _HUNDRED_PERCENT) // (2 * _HUNDRED_PERCENT)


def _inside(body: Body) -> str:
    """The JSON of an object without its braces."""
    return encode(body)[1:-1].decode()


def _money(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"
