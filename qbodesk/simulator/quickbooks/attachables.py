"""Notes and files attached to objects (quickbooks-api.md §9.7): writes, and links to the files; parses no upload."""

import hmac
from hashlib import sha256
from secrets import token_bytes
from urllib.parse import urlencode

from qbodesk.simulator.quickbooks import faults, schema
from qbodesk.simulator.quickbooks.columns import COLUMNS
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.wire import Body

_BEARERS = frozenset(COLUMNS) - {
    *(
        "Attachable",
        "Term",
        "TaxCode",
        "TaxRate",
        "TaxAgency",
        "PaymentMethod",
        "CompanyCurrency",
        "Class",
        "Department",
    )
}
_REFERENCE = schema.shape(
    {
        "EntityRef": schema.REFERENCE,
        "IncludeOnSend": schema.flag,
        "LineInfo": text(40),
        "NoRefOnly": schema.flag,
        "Inactive": schema.flag,
        "CustomField": schema.anything,
    }
)
_FILE = ("FileAccessUri", "TempDownloadUri", "Size", "ThumbnailFileAccessUri", "ThumbnailTempDownloadUri")
_CATEGORIES = ("Contact Photo", "Document", "Image", "Receipt", "Signature", "Sound", "Other")
SHAPE: schema.Shape = {
    "Note": text(2000),
    "FileName": text(1000),
    "ContentType": text(100),
    "Category": schema.one_of(*_CATEGORIES),
    "AttachableRef": schema.many(_REFERENCE),
    **dict.fromkeys(("Lat", "Long", "PlaceName", "Tag"), text(2000)),
    **dict.fromkeys(_FILE, schema.anything),
}
_READ_ONLY = frozenset(_FILE)
_LIFETIME = 15 * 60
_SECRET = token_bytes(32)


def create(company: QuickBooksCompany, sent: Body, content: bytes | None = None) -> Body:
    """Stores a note, or a file with what is said about it, and answers it as stored; raises 2020, 2500 and 6050."""
    sent = schema.read(sent, SHAPE)
    body = _checked(company, schema.merged({}, sent, SHAPE, _READ_ONLY))
    if content is None:
        return company.create("Attachable", body)
    key = company.next_id("Attachable")
    company.counters["Attachable"] = int(key) - 1  # `create` takes the same number again
    company.files[key] = content
    path = {"FileAccessUri": f"/v3/company/{company.realm_id}/download/{key}", "Size": len(content)}
    return company.create("Attachable", {**body, **path})


def update(company: QuickBooksCompany, sent: Body) -> Body:
    """Stores a change; the references are replaced whole, the file stays."""
    sent = schema.read(sent, SHAPE)
    record = company.change("Attachable", sent)
    stored = record.read()
    file = {key: value for key, value in stored.items() if key in _READ_ONLY}
    body = schema.merged(stored, sent, SHAPE, _READ_ONLY)
    return company.update(record, "Attachable", _checked(company, {**body, **file}))


def delete(company: QuickBooksCompany, sent: Body) -> Body:
    """Removes an attachable with its file."""
    record = company.change("Attachable", sent)
    company.files.pop(record.id, None)
    return company.delete(record, "Attachable")


def _checked(company: QuickBooksCompany, body: Body) -> Body:
    if not body.get("Note") and not body.get("FileName"):
        raise faults.missing("FileName")
    for reference in body.get("AttachableRef", []):
        bearer = reference.get("EntityRef", {})
        kind = next((name for name in _BEARERS if name.lower() == str(bearer.get("type", "")).lower()), None)
        if kind is None:
            raise faults.not_attachable_to(str(bearer.get("type", "")))
        company.refer(kind, bearer, "EntityRef")
    return body


def linked(company: QuickBooksCompany, body: Body, site: str) -> Body:
    """The attachable with the address its file can be fetched from for a quarter of an hour."""
    if not site or body["Id"] not in company.files:
        return body
    return {**body, "TempDownloadUri": address(company, body["Id"], site)}


def address(company: QuickBooksCompany, key: str, site: str) -> str:
    """An address that needs no token and works for a quarter of an hour; raises 610."""
    if key not in company.files:
        raise faults.not_found()
    expires = str(company.clock.epoch() + _LIFETIME)
    query = urlencode({"Expires": expires, "Signature": _signature(company, key, expires)})
    return f"{site}/v3/company/{company.realm_id}/attachments/{key}?{query}"


def fetched(company: QuickBooksCompany, key: str, expires: str, signature: str) -> bytes | None:
    """The file behind such an address; `None` when it has expired or was never given out."""
    genuine = hmac.compare_digest(_signature(company, key, expires).encode(), signature.encode())
    if not genuine or int(expires) < company.clock.epoch():
        return None
    return company.files.get(key)


def _signature(company: QuickBooksCompany, key: str, expires: str) -> str:
    return hmac.new(_SECRET, f"{company.realm_id}/{key}/{expires}".encode(), sha256).hexdigest()
