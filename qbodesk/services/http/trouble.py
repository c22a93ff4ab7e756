"""Translates what can go wrong on the way to a server into our errors; a server's own words are read elsewhere."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import msgspec

from qbodesk.models.errors import Offline, OutcomeUnknown, QboDeskError, RejectedByServer, ServerTrouble
from qbodesk.services.http.exchange import Answer, ProxyWants

# No connection was made or free: not one byte of the request has left.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding foreign JSON may raise; a RecursionError is one nested deeper than any record of theirs."""


class LineCut(Offline):
    """The line was cut before any answer: no network to somebody who only asks, but often the next try gets through."""


@contextmanager
def transport_trouble(service: str, *, writing: bool) -> Iterator[None]:
    """Around one exchange: `Offline` when surely nothing was sent, else `OutcomeUnknown` (write) or `ServerTrouble`."""
    try:
        yield
    except _NEVER_SENT as error:
        wants = ", ".join(sorted(error.schemes)) if isinstance(error, ProxyWants) else ""
        raise Offline(_why(error), service=service, server_text=str(error), wants=wants.upper()) from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        if isinstance(error, httpx.UnsupportedProtocol):
            raise  # a wrong address of ours
        text = str(error) or type(error).__name__
        if not writing and _nobody_there(error):
            raise LineCut(service=service, server_text=text) from error
        raise lost(service, text, writing=writing) from error


def _nobody_there(error: Exception) -> bool:
    """Whether the line was cut before any answer."""
    if isinstance(error, httpx.RemoteProtocolError):
        return "without sending a response" in str(error)
    return isinstance(error, httpx.ReadError | httpx.WriteError)


@contextmanager
def unreadable_answer(service: str, answer: Answer, *, writing: bool) -> Iterator[None]:
    """Around decoding a 2xx body: nonsense after a write means its outcome is unknown."""
    try:
        yield
    except (msgspec.ValidationError, RecursionError) as error:
        if writing:
            raise lost(service, str(error), writing=True, answer=answer) from error
        # The same question would get the same answer: no reason to try again.
        raise RejectedByServer("ANSWER_NOT_UNDERSTOOD", **facts(service, str(error), answer)) from error
    except UNREADABLE as error:
        raise lost(service, str(error), writing=writing, answer=answer) from error


def lost(service: str, text: str, *, writing: bool, answer: Answer | None = None) -> QboDeskError:
    """No usable answer came back to a request that may have been carried out."""
    said = facts(service, text, answer) if answer else {"service": service, "server_text": text}
    return OutcomeUnknown(**said) if writing else ServerTrouble(**said)


def facts(service: str, text: str, answer: Answer, code: str = "") -> dict[str, str]:
    """What every error about an answer knows; `tid` is the id the server's support asks for."""
    tid = answer.headers.get("intuit_tid") or answer.headers.get("x-hubspot-correlation-id") or ""
    return {
        "service": service,
        "server_text": text[:1000] or f"HTTP {answer.status}",
        "server_code": code or str(answer.status),
        "tid": tid,
        "status": str(answer.status),
    }


def _why(error: httpx.TransportError) -> str | None:
    """What kept the connection from being made, where a person can do something about it."""
    if isinstance(error, httpx.ProxyError):
        if isinstance(error, ProxyWants):
            return "PROXY_SIGN_IN" if not error.schemes or "basic" in error.schemes else "PROXY_SCHEME"
        return "PROXY_FAILED"
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, ssl.SSLError):
        seen = seen.__cause__ or seen.__context__
    if seen is None:
        return None
    text = str(seen).lower()
    return next((code for signs, code in _CERTIFICATES if any(sign in text for sign in signs)), "TLS_FAILED")


# OpenSSL's words; Windows and macOS say it in their own, in the user's language: those stay TLS_FAILED with what was said.
_CERTIFICATES = (
    (("certificate has expired",), "TLS_EXPIRED"),
    (("not yet valid",), "TLS_NOT_YET_VALID"),
    (("hostname mismatch", "ip address mismatch", "doesn't match"), "TLS_OTHER_NAME"),
    (
        (
            "self-signed certificate",
            "self signed certificate",
            "unable to get local issuer",
            "unable to get issuer",
        ),
        "TLS_UNKNOWN_AUTHORITY",
    ),
)
