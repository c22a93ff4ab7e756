"""Where received money goes by itself; posts nothing."""

from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import Body


def undeposited(company: QuickBooksCompany) -> Body | None:
    """Where received money waits until it is deposited; None in a company that has no such account."""
    for record in company.tables["Account"]:
        account = record.read()
        if account.get("AccountSubType") == "UndepositedFunds":
            return {"value": account["Id"], "name": account["Name"]}
    return None
