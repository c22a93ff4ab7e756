"""What other people do at QuickBooks and HubSpot meanwhile. Nothing goes wrong for them; asserts nothing."""

from random import Random
from typing import Any

import httpx

from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.store import Record
from tests.faults.lab import Lab


def act(lab: Lab, dice: Random) -> str:
    """Somebody does something; returns what."""
    deeds = (
        _edit_customer,
        _edit_invoice,
        _void,
        _delete,
        _pay,
        _pay,
        _unpay,
        _edit_deal,
        _edit_deal,
        _twin,
        _twin,
        _retire,
    )
    deed = dice.choice(deeds)
    with lab.others() as http:
        return f"{deed.__name__.strip('_')} {deed(lab, http, dice)}"


def company(lab: Lab) -> QuickBooksCompany:
    """The one company."""
    return next(iter(lab.servers.companies.values()))


def _edit_customer(lab: Lab, http: httpx.Client, dice: Random) -> str:
    return _saved(lab, http, "Customer", _any(lab, "Customer", dice), Notes=f"note {dice.random()}")


def _retire(lab: Lab, http: httpx.Client, dice: Random) -> str:
    """A customer is made inactive: QuickBooks refuses the next invoice for it."""
    invoiced = company(lab).tables["Customer"].get(dice.choice(("1", "11", "12")))
    return _saved(lab, http, "Customer", invoiced, Active=False)


def _edit_invoice(lab: Lab, http: httpx.Client, dice: Random) -> str:
    """A new due date: what the deal shows must follow."""
    found = _any(lab, "Invoice", dice)
    due = company(lab).today().replace(day=dice.randint(1, 28)).isoformat() if found else ""
    return _saved(lab, http, "Invoice", found, DueDate=due)


def _void(lab: Lab, http: httpx.Client, dice: Random) -> str:
    return _saved(lab, http, "Invoice", _any(lab, "Invoice", dice), operation="void")


def _delete(lab: Lab, http: httpx.Client, dice: Random) -> str:
    return _saved(lab, http, "Invoice", _any(lab, "Invoice", dice), operation="delete")


def _pay(lab: Lab, http: httpx.Client, dice: Random) -> str:
    owed = [each for each in company(lab).tables["Invoice"] if each.read()["Balance"] > 0]
    if not owed:
        return ""
    body = dice.choice(owed[-4:]).read()
    paid = body["Balance"] if dice.random() < 0.6 else body["Balance"] / 2
    wanted = {
        "CustomerRef": body["CustomerRef"],
        "TotalAmt": round(float(paid), 2),
        "Line": [
            {
                "Amount": round(float(paid), 2),
                "LinkedTxn": [{"TxnId": body["Id"], "TxnType": "Invoice"}],
            }
        ],
    }
    return _books(lab, http, "payment", wanted)


def _unpay(lab: Lab, http: httpx.Client, dice: Random) -> str:
    return _saved(lab, http, "Payment", _any(lab, "Payment", dice), operation="delete")


def _twin(lab: Lab, http: httpx.Client, dice: Random) -> str:
    """A colleague types in exactly what the program has just made: another document all the same."""
    found = _any(lab, "Invoice", dice)
    if found is None:
        return ""
    kept = ("CustomerRef", "TxnDate", "DueDate", "CustomerMemo", "SalesTermRef", "BillEmail")
    body = found.read()
    lines = [
        {
            key: line[key]
            for key in ("Amount", "DetailType", "Description", "SalesItemLineDetail")
            if key in line
        }
        for line in body["Line"]
        if line["DetailType"] == "SalesItemLineDetail"
    ]
    return _books(lab, http, "invoice", {key: body[key] for key in kept if key in body} | {"Line": lines})


def _edit_deal(lab: Lab, http: httpx.Client, dice: Random) -> str:
    """Another name, or one of our own five values overwritten by hand."""
    deals = list(lab.servers.portal.stores["deals"].live)
    names = ["dealname", "description"]
    if "qbodesk_invoice_number" in lab.servers.portal.registries["deals"].known:
        names += ["qbodesk_invoice_number", "qbodesk_invoice_recipient"]
    answer = http.patch(
        f"/crm/v3/objects/deals/{dice.choice(deals)}",
        json={"properties": {dice.choice(names): f"by hand {dice.randint(1, 999)}"}},
        headers={"Authorization": f"Bearer {lab.servers.portal.token}"},
    )
    return str(answer.status_code)


def _any(lab: Lab, entity: str, dice: Random) -> Record | None:
    """Mostly one of the newest."""
    rows = list(company(lab).tables[entity])
    return dice.choice(rows[-4:] if dice.random() < 0.7 else rows) if rows else None


def _saved(
    lab: Lab, http: httpx.Client, entity: str, record: Record | None, operation: str = "", **change: Any
) -> str:
    if record is None:
        return ""
    body = {"Id": record.id, "SyncToken": str(record.token), "sparse": True, **change}
    if entity == "Payment" or operation:
        body = {"Id": record.id, "SyncToken": str(record.token)}
    return _books(lab, http, entity.lower(), body, operation)


def _books(lab: Lab, http: httpx.Client, path: str, body: Any, operation: str = "") -> str:
    realm = company(lab).realm_id
    token, _refresh = lab.servers.tokens.pair(realm)
    answer = http.post(
        f"/v3/company/{realm}/{path}",
        params={"operation": operation} if operation else {},
        content=_encoded(body),
        headers={
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        },
    )
    return f"{body.get('Id', '')} {answer.status_code}"


def _encoded(body: Any) -> bytes:
    from qbodesk.simulator.wire import encode

    return encode(body)
