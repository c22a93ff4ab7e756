"""The one invoice of the story: written in QuickBooks for a deal that knows nothing of it; invents nothing."""

from qbodesk.simulator.world.books.invoices import Sold
from qbodesk.simulator.world.books.setup import Setup
from qbodesk.simulator.world.shapes import Body
from qbodesk.simulator.world.story import StoryDeal

_KEPT = {"Id", "DocNumber", "CurrencyRef", "TxnDate", "DueDate", "SalesTermRef", "EmailStatus", "MetaData"}


def bill(deal: StoryDeal, one: Sold, customers: list[Body], items: list[Body], setup: Setup) -> None:
    """Turns an invoice into the one for `deal`: its customer, its lines, untaxed, sent and unpaid.

    Leaves it alone when the customer or an item of the deal is not among those given.
    """
    customer = next((body for body in customers if body["Id"] == deal.customer), None)
    by_name = {item["Name"]: item for item in items}
    if customer is None or any(line.name not in by_name for line in deal.lines):
        return
    kept = {key: value for key, value in one.body.items() if key in _KEPT}
    one.body.clear()
    one.body.update(
        kept,
        EmailStatus="EmailSent",
        DeliveryInfo={"DeliveryType": "Email", "DeliveryTime": kept["MetaData"]["CreateTime"]},
        CustomerRef={"value": customer["Id"], "name": customer["DisplayName"]},
        BillEmail=customer["PrimaryEmailAddr"],
        Line=[
            {
                "DetailType": "SalesItemLineDetail",
                "Amount": line.net,
                "Description": line.name,
                "SalesItemLineDetail": {
                    "ItemRef": {"value": by_name[line.name]["Id"], "name": line.name},
                    "Qty": line.quantity,
                    "UnitPrice": line.price,
                    "TaxCodeRef": setup.taxes.refs["NON"],
                },
            }
            for line in deal.lines
        ],
    )
    one.total = deal.amount
    one.settled = ""
