"""QuickBooks' XML form of an answer, which it gives to whoever does not ask for JSON; parses none."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.wire import Body

_NAMESPACE = "http://schema.intuit.com/finance/v3"
_ATTRIBUTES = frozenset({"domain", "sparse", "status", "startPosition", "maxResults", "totalCount"})
_OWN_ATTRIBUTES = {
    "Fault": frozenset({"type"}),
    "Error": frozenset({"code", "element"}),
    "BatchItemResponse": frozenset({"bId"}),
}


def document(answer: Body, time: str) -> bytes:
    """`<IntuitResponse>` around an answer in its JSON form."""
    inner = "".join(_element(key, value) for key, value in answer.items() if key != "time")
    return _wrapped(inner, time)


def fault(problem: Fault, time: str) -> bytes:
    """`<IntuitResponse>` around a refusal."""
    element = f" element={quoteattr(problem.element)}" if problem.element else ""
    inner = (
        f"<Fault type={quoteattr(problem.kind)}><Error code={quoteattr(problem.code)}{element}>"
        f"<Message>{escape(problem.message)}</Message><Detail>{escape(problem.detail)}</Detail></Error></Fault>"
    )
    return _wrapped(inner, time)


def _wrapped(inner: str, time: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return (
        f'{head}<IntuitResponse xmlns="{_NAMESPACE}" time={quoteattr(time)}>{inner}</IntuitResponse>'.encode()
    )


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, item) for item in value)
    if not isinstance(value, dict):
        return f"<{name}>{escape(_text(value))}</{name}>"
    if "value" in value and value.keys() <= {"value", "name", "type"}:  # a reference: its text is the id
        marks = "".join(f" {key}={quoteattr(_text(value[key]))}" for key in ("name", "type") if key in value)
        return f"<{name}{marks}>{escape(_text(value['value']))}</{name}>"
    attributes = _OWN_ATTRIBUTES.get(name, _ATTRIBUTES)
    marks = "".join(f" {key}={quoteattr(_text(inner))}" for key, inner in value.items() if key in attributes)
    inner = "".join(_element(key, item) for key, item in value.items() if key not in attributes)
    return f"<{name}{marks}>{inner}</{name}>"


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
