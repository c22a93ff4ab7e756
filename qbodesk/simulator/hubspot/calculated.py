"""The values HubSpot computes itself, as a pure function of a record's other values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from uuid import NAMESPACE_URL, uuid5

from qbodesk.simulator.hubspot import currencies

Values = Mapping[str, str]
_LINE_FIELDS = (
    "amount",
    "hs_pre_discount_amount",
    "hs_total_discount",
    "hs_tax_amount",
    "hs_post_tax_amount",
    "hs_effective_unit_price",
    "hs_margin",
)
_DEAL_AMOUNTS = (
    "amount_in_home_currency",
    "hs_closed_amount",
    "hs_closed_amount_in_home_currency",
    "hs_projected_amount",
    "hs_projected_amount_in_home_currency",
)
# Products of two values may have more digits than the default context keeps.
WIDE = Context(prec=1_000)
_ZERO, _ONE = Decimal(0), Decimal(1)

UNPUBLISHED = frozenset({"DRAFT", "PENDING_APPROVAL", "REJECTED"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of the portal the calculations need.

    `stages` maps a deal stage to (closed, probability), `rates` a currency to its worth in the company's.
    """

    company_currency: str
    ui_domain: str
    stages: Mapping[str, tuple[bool, Decimal]]
    rates: Mapping[str, Decimal] = field(default_factory=dict)

    def rate(self, code: str) -> Decimal:
        """Raises KeyError."""
        return self.rates.get(code) or currencies.rate(code, self.company_currency)


def fields(kind: str, id_: int, values: Values, around: Surroundings) -> dict[str, str | None]:
    """The calculated values of a record; None means that the property has no value."""
    if kind == "line_items":
        return _line_item(values, around)
    if kind == "deals":
        return _deal(values, around)
    if kind == "quotes":
        return _quote(id_, values, around)
    if kind == "invoices":
        return _invoice(id_, values, around)
    if kind == "tasks":
        return {"hs_task_is_completed": "1" if values.get("hs_task_status") == "COMPLETED" else "0"}
    return {}


def _line_item(values: Values, around: Surroundings) -> dict[str, str | None]:
    """Net is (price - discount per unit) x quantity, half up to the minor unit (hubspot-api.md §7.1)."""
    if "price" not in values and "quantity" not in values:
        return dict.fromkeys(_LINE_FIELDS)
    digits = currencies.digits(values.get("hs_line_item_currency_code", around.company_currency))
    price, quantity = _decimal(values, "price"), _decimal(values, "quantity", _ONE)
    percent = _decimal(values, "hs_discount_percentage")
    discount = price * percent / 100 if percent else _decimal(values, "discount")
    gross = _rounded(price * quantity, digits)
    net = _rounded((price - discount) * quantity, digits)
    rate = _decimal(values, "hs_tax_rate")
    tax = _rounded(net * rate / 100 if rate else _decimal(values, "tax"), digits)
    cost = _decimal(values, "hs_cost_of_goods_sold")
    # What was rounded has no exponent; what was typed may, and a format, which takes it off, costs three times as much.
    rounded = map(str, (net, gross, gross - net, tax, net + tax))
    amounts = (*rounded, f"{price - discount:f}", f"{net - cost * quantity:f}")
    return dict(zip(_LINE_FIELDS, amounts, strict=True))


def _deal(values: Values, around: Surroundings) -> dict[str, str | None]:
    closed, probability = around.stages.get(values.get("dealstage", ""), (False, Decimal(0)))
    won = closed and probability == 1
    answer: dict[str, str | None] = {
        "hs_is_closed": _flag(closed),
        "hs_is_closed_won": _flag(won),
        "hs_is_closed_lost": _flag(closed and not won),
        "hs_deal_stage_probability": f"{probability:f}",
    }
    if "amount" not in values:
        return answer | dict.fromkeys(_DEAL_AMOUNTS)
    amount = _decimal(values, "amount")
    rate = around.rate(values.get("deal_currency_code", around.company_currency))
    home = _rounded(amount * rate, currencies.digits(around.company_currency))
    amounts = (
        home if rate != 1 else amount,
        amount if won else Decimal(0),
        home if won else Decimal(0),
        amount * probability,
        home * probability,
    )
    return answer | dict(zip(_DEAL_AMOUNTS, (f"{value:f}" for value in amounts), strict=True))


def _quote(id_: int, values: Values, around: Surroundings) -> dict[str, str | None]:
    """Publishing locks a quote and gives it its public address; the address stays when it is unlocked (§6)."""
    locked = values.get("hs_status", "DRAFT") not in UNPUBLISHED
    answer: dict[str, str | None] = {"hs_locked": _flag(locked)}
    if locked and "hs_quote_link" not in values:
        key = uuid5(NAMESPACE_URL, f"{around.ui_domain}/quotes/{id_}").hex
        address = f"https://{around.ui_domain}/quotes/{key}"
        answer |= {
            "hs_quote_link": address,
            "hs_pdf_download_link": f"{address}/pdf",
            "hs_public_url_key": key,
        }
    return answer


def _invoice(id_: int, values: Values, around: Surroundings) -> dict[str, str | None]:
    """A mirror (`hs_invoice_billable` false) is never opened to a customer: it gets no link and no PDF (§2.4)."""
    status = values.get("hs_invoice_status", "draft")
    answer: dict[str, str | None] = dict.fromkeys(("hs_balance_due", "hs_amount_billed_in_company_currency"))
    if "hs_amount_billed" in values:
        amount = _decimal(values, "hs_amount_billed")
        rate = around.rate(values.get("hs_currency", around.company_currency))
        home = _rounded(amount * rate, currencies.digits(around.company_currency))
        answer["hs_balance_due"] = f"{amount:f}" if status in {"draft", "open"} else "0"
        answer["hs_amount_billed_in_company_currency"] = f"{home:f}"
    if status == "open" and values.get("hs_invoice_billable") != "false" and "hs_invoice_link" not in values:
        key = uuid5(NAMESPACE_URL, f"{around.ui_domain}/invoices/{id_}").hex
        address = f"https://{around.ui_domain}/invoices/{key}"
        answer |= {"hs_invoice_link": address, "hs_pdf_download_link": f"{address}/pdf"}
    return answer


def _decimal(values: Values, name: str, default: Decimal = _ZERO) -> Decimal:
    text = values.get(name)
    return default if text is None else Decimal(text)


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(_quantum(digits), ROUND_HALF_UP, WIDE)


@cache
def _quantum(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def _flag(value: object) -> str:
    return "true" if value else "false"
