"""The lines of a sales form as QuickBooks answers them: numbered, net, with their subtotal; computes no tax."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count

from qbodesk.simulator.quickbooks.lines import Lines, discount_amount
from qbodesk.simulator.quickbooks.lineshape import DISCOUNT, GROUP, SUBTOTAL
from qbodesk.simulator.quickbooks.tax import Totals
from qbodesk.simulator.wire import ZERO, Body, decimal

_MICRO = Decimal("0.0000001")  # unit prices keep seven digits


def answered(lines: Lines, totals: Totals, stored: set[str], *, inclusive: bool) -> list[Body]:
    """The lines as QuickBooks answers them: numbered, with the subtotal, net where prices include tax.

    `stored` are the line Ids the form has already; other Ids a client sends are not honoured. Members of a
    bundle are numbered with the others; subtotal and discount bear no number.
    """
    for sale, net in zip(lines.sales, totals.nets, strict=True):
        if inclusive:
            sale.detail["TaxInclusiveAmt"] = sale.amount
            if sale.detail.get("UnitPrice") is not None and net != decimal(sale.body["Amount"]):
                sale.detail["UnitPrice"] = _unit_price(net, sale.detail)
        sale.body["Amount"] = net
    done = _Numbers(stored & set(_ids(lines.order)), stored).given(lines.order)
    done.append({"Amount": totals.subtotal, "DetailType": SUBTOTAL, SUBTOTAL: {}})
    if lines.discount:
        detail = lines.discount[DISCOUNT]
        if inclusive:
            gross = sum((sale.amount for sale in lines.sales), ZERO)
            detail = detail | {"TaxInclusiveAmt": discount_amount(lines.discount, gross)}
        kept = {key: value for key, value in lines.discount.items() if key not in {"Id", "LineNum"}}
        done.append({**kept, DISCOUNT: detail, "Amount": totals.discount})
    return done


def ids(form: Body | None) -> set[str]:
    """The line Ids of a stored form, those inside bundles too."""
    return set(_ids(form["Line"])) if form else set()


def _ids(lines: list[Body]) -> Iterator[str]:
    for line in lines:
        if "Id" in line:
            yield line["Id"]
        yield from _ids(line.get(GROUP, {}).get("Line", []))


class _Numbers:
    """Hands out line Ids and numbers."""

    def __init__(self, kept: set[str], stored: set[str]) -> None:
        self._kept = kept
        self._fresh = (str(number) for number in count(1) if str(number) not in stored)
        self._number = 0

    def given(self, lines: list[Body]) -> list[Body]:
        """The lines with both; a line keeps an Id the form knows, once."""
        done = []
        for line in lines:
            self._number += 1
            key, number = self._id(line.get("Id")), self._number
            answer = {**line, "Id": key, "LineNum": number}
            if GROUP in line:
                answer[GROUP] = {**line[GROUP], "Line": self.given(line[GROUP]["Line"])}
            done.append(answer)
        return done

    def _id(self, wanted: str | None) -> str:
        if wanted in self._kept:
            self._kept.remove(wanted)
            return wanted
        return next(self._fresh)


def _unit_price(net: Decimal, detail: Body) -> Decimal:
    """The net unit price that gives `net` again when it is multiplied and rounded."""
    quantity = decimal(detail.get("Qty", 1))
    return (net / quantity).quantize(_MICRO).normalize() + ZERO if quantity else ZERO
