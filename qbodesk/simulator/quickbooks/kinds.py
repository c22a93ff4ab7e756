"""The five sales forms and what sets each apart (quickbooks-api.md §9.5, §9.7); does nothing with them."""

from dataclasses import dataclass, field

from qbodesk.simulator.quickbooks import formshape
from qbodesk.simulator.quickbooks.schema import Shape
from qbodesk.simulator.wire import ZERO, Body

SALES_NUMBERS = "DocNumber"
"""The counter all forms that post share: in QuickBooks' sample company receipts and credits fill the gaps
between the invoices' numbers, and the estimates count for themselves."""


@dataclass(frozen=True)
class Kind:
    """One sales form.

    `owed` is the sign with which its balance counts in the customer's, 0 for forms nobody pays; `receives`
    tells that its money goes to an account of the company.
    """

    entity: str
    shape: Shape
    read_only: frozenset[str]
    needs: tuple[str, ...]
    owed: int = 0
    numbers: str = SALES_NUMBERS
    has_terms: bool = False
    from_estimates: bool = False
    receives: bool = False
    voidable: bool = False
    defaults: Body = field(default_factory=dict)


INVOICE = Kind(
    "Invoice",
    formshape.INVOICE,
    formshape.READ_ONLY,
    ("CustomerRef", "Line"),
    owed=1,
    has_terms=True,
    from_estimates=True,
    voidable=True,
    defaults={
        "AllowIPNPayment": False,
        "AllowOnlinePayment": False,
        "AllowOnlineCreditCardPayment": False,
        "AllowOnlineACHPayment": False,
    },
)
ESTIMATE = Kind(
    "Estimate",
    formshape.ESTIMATE,
    formshape.READ_ONLY,
    ("CustomerRef", "Line"),
    numbers="Estimate",
    defaults={"TxnStatus": "Pending"},
)
CREDIT_MEMO = Kind(
    "CreditMemo",
    formshape.CREDIT_MEMO,
    formshape.READ_ONLY,
    ("CustomerRef", "Line"),
    owed=-1,
    defaults={"RemainingCredit": ZERO},
)
SALES_RECEIPT = Kind(
    "SalesReceipt",
    formshape.RECEIPT,
    formshape.READ_ONLY,
    ("Line",),
    receives=True,
    voidable=True,
    defaults={"Balance": ZERO},
)
REFUND_RECEIPT = Kind(
    "RefundReceipt",
    formshape.RECEIPT,
    formshape.READ_ONLY,
    ("Line", "DepositToAccountRef"),
    defaults={"Balance": ZERO},
)

KINDS = {kind.entity: kind for kind in (INVOICE, ESTIMATE, CREDIT_MEMO, SALES_RECEIPT, REFUND_RECEIPT)}
