"""What other people do at QuickBooks and HubSpot meanwhile. Nothing goes wrong for them; asserts nothing."""

from random import Random
from typing import Any

import httpx

from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.outbox import OPEN_STATES
from qbodesk.services.invoicing.intents import CustomerIntent
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.store import Record
from qbodesk.simulator.wire import decode, encode
from tests.faults.lab import Lab

INVOICED = (("Customer", "1"), ("Customer", "11"), ("Customer", "12"), ("Item", "6"), ("Item", "11"))
"""What the deals' invoices name."""


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
        _retire,
        _retire,
        _namesake,
    )
    deed = dice.choice(deeds)
    with lab.others() as http:
        return f"{deed.__name__.strip('_')} {deed(lab, http, dice)}"


def by_hand(lab: Lab, dice: Random) -> str:
    """A colleague who does not trust the program types in what it is just sending."""
    sent = [each.payload for each in _waiting(lab, "quickbooks.invoice.create") if each.payload]
    body = decode(dice.choice(sent)) if sent else {}
    body.pop("PrivateNote", None)
    with lab.others() as http:
        return _books(lab, http, "invoice", body) if body else ""


def company(lab: Lab) -> QuickBooksCompany:
    """The one company."""
    return next(iter(lab.servers.companies.values()))


def _edit_customer(lab: Lab, http: httpx.Client, dice: Random) -> str:
    return _saved(lab, http, "Customer", _any(lab, "Customer", dice), Notes=f"note {dice.random()}")


def _retire(lab: Lab, http: httpx.Client, dice: Random) -> str:
    """A customer or item is made inactive, so that QuickBooks refuses the next invoice with it; or active again."""
    entity, key = dice.choice(INVOICED)
    record = company(lab).tables[entity].get(key)
    return _saved(lab, http, entity, record, Active=record is not None and not record.read()["Active"])


def _namesake(lab: Lab, http: httpx.Client, dice: Random) -> str:
    """A colleague makes the very customer that waits to be made, or somebody else of that name."""
    waiting = _waiting(lab, "quickbooks.customer.create")
    body = decode(CustomerIntent.decode(dice.choice(waiting).intent).body) if waiting else {}
    if body and dice.random() < 0.5:
        body = {"DisplayName": body["DisplayName"]}
    return _books(lab, http, "customer", body) if body else ""


def _waiting(lab: Lab, kind: str) -> list[Entry]:
    """What the program has not done yet."""
    return [each for each in lab.ws.status.entries() if each.kind == kind and each.state in OPEN_STATES]


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
    return encode(body)
