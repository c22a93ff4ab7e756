"""The invoice among the sales forms: its own names for what all of them share, and its public page."""

from functools import partial

from qbodesk.simulator.quickbooks import documents, forms, voiding
from qbodesk.simulator.quickbooks.kinds import INVOICE
from qbodesk.simulator.wire import Body

create = partial(documents.create, INVOICE)
update = partial(documents.update, INVOICE)
void = partial(documents.void, INVOICE)
delete = partial(documents.delete, INVOICE)
send = partial(documents.send, INVOICE)
completed = partial(forms.completed, INVOICE)
voided = voiding.voided


def with_link(body: Body) -> Body:
    """The invoice with its public page, which exists only where it can be paid online and has been addressed."""
    payable = body["AllowOnlineCreditCardPayment"] or body["AllowOnlineACHPayment"]
    if not payable or not body.get("BillEmail", {}).get("Address"):
        return body
    return body | {"InvoiceLink": f"https://connect.intuit.example/t/scs-v1-{body['Id']}"}
