"""`POST /upload`: takes a multipart body apart and stores each file with its metadata (quickbooks-api.md §9.7)."""

from email import message_from_bytes
from email.message import Message
from email.policy import HTTP

import msgspec

from qbodesk.simulator.quickbooks import attachables, faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.quickbooks.schema import without_nulls
from qbodesk.simulator.wire import Body, decode

_LARGEST = 100 * 1024 * 1024
_METADATA, _CONTENT = "file_metadata_", "file_content_"


def stored(company: QuickBooksCompany, content_type: str, body: bytes) -> list[Body]:
    """`AttachableResponse`: for each file the attachable made of it, or the fault; raises 6030 and 2020 for the whole."""
    if len(body) > _LARGEST:
        raise faults.too_large(len(body))
    parts = _parts(content_type, body)
    numbers = sorted(name.removeprefix(_CONTENT) for name in parts if name.startswith(_CONTENT))
    if not numbers:
        raise faults.missing(f"{_CONTENT}01")
    company.check_subscription()
    return [_answered(company, parts, number) for number in numbers]


def _answered(company: QuickBooksCompany, parts: dict[str, Message], number: str) -> Body:
    try:
        return {"Attachable": _one(company, parts, number)}
    except Fault as fault:
        return {"Fault": fault.accounting("")["Fault"]}


def _one(company: QuickBooksCompany, parts: dict[str, Message], number: str) -> Body:
    """The attachable of one file; what the metadata leave out, the part's own headers say."""
    content = parts[_CONTENT + number]
    said = {"FileName": content.get_filename(), "ContentType": content.get_content_type()}
    metadata = _metadata(parts.get(_METADATA + number), _METADATA + number)
    return attachables.create(company, without_nulls({**said, **metadata}), _bytes(content))


def _metadata(part: Message | None, name: str) -> Body:
    if part is None:
        return {}
    try:
        read = decode(_bytes(part))
    except msgspec.DecodeError:
        raise faults.not_an_attachable("unknown", name) from None
    if isinstance(read, dict) and read.keys() == {"Attachable"}:
        read = read["Attachable"]
    if not isinstance(read, dict):
        raise faults.not_an_attachable(type(read).__name__, name)
    return read


def _parts(content_type: str, body: bytes) -> dict[str, Message]:
    """The parts by the name in their disposition."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = message_from_bytes(head + body, policy=HTTP)
    if not message.is_multipart():
        return {}
    found: dict[str, Message] = {}
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition") if isinstance(part, Message) else None
        if isinstance(part, Message) and isinstance(name, str):
            found[name] = part
    return found


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
