"""Which invoice was made from which estimate (quickbooks-api.md §9.5 LinkedTxn); prices nothing."""

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import Body

_OPEN = frozenset({"Pending", "Accepted"})


def named(company: QuickBooksCompany, sent: Body) -> list[str]:
    """Ids of the estimates a new invoice is made from; raises 2500, and 620 for one that is closed or rejected.

    Links to anything else are QuickBooks' own affair and ignored.
    """
    found: list[str] = []
    for link in sent.get("LinkedTxn", []):
        if link.get("TxnType") != "Estimate":
            continue
        key = str(link.get("TxnId"))
        record = company.tables["Estimate"].get(key)
        if record is None:
            raise faults.bad_reference("Estimate", key, "LinkedTxn")
        if record.read()["TxnStatus"] not in _OPEN:
            raise faults.not_linkable("the estimate is closed or rejected")
        found.append(key)
    return list(dict.fromkeys(found))


def close(company: QuickBooksCompany, estimates: list[str], invoice: str) -> None:
    """Marks the estimates as invoiced."""
    for key in estimates:
        record = company.find("Estimate", key)
        link = {"TxnId": invoice, "TxnType": "Invoice"}
        body = record.read()
        company.touch(
            record, "Estimate", body | {"TxnStatus": "Closed", "LinkedTxn": [*body["LinkedTxn"], link]}
        )
        company.report("Estimate", key, "close")


def reopen(company: QuickBooksCompany, invoice: Body) -> None:
    """An invoice vanishes: its estimates wait for another one."""
    for link in invoice["LinkedTxn"]:
        if link["TxnType"] == "Estimate":
            record = company.find("Estimate", link["TxnId"])
            body = record.read() | {"TxnStatus": "Pending"}
            company.touch(record, "Estimate", _without(body, "Invoice", invoice["Id"]))
            company.report("Estimate", record.id, "reopen")


def forget(company: QuickBooksCompany, entity: str, gone: Body) -> None:
    """An estimate vanishes: the invoices made from it no longer name it."""
    for link in gone["LinkedTxn"] if entity == "Estimate" else ():
        record = company.find("Invoice", link["TxnId"])
        company.touch(record, "Invoice", _without(record.read(), "Estimate", gone["Id"]))


def _without(body: Body, entity: str, key: str) -> Body:
    kept = [link for link in body["LinkedTxn"] if (link["TxnType"], link["TxnId"]) != (entity, key)]
    return body | {"LinkedTxn": kept}
