"""Translates what can go wrong on the way to a server into our errors; a server's own words are read elsewhere."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import msgspec

from qbodesk.models.errors import Offline, OutcomeUnknown, QboDeskError, RejectedByServer, ServerTrouble
from qbodesk.services.http.exchange import Answer

# No connection was made or free: not one byte of the request has left.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class LineCut(Offline):
    """The line was cut before any answer: no network to somebody who only asks, but often the next try gets through."""


@contextmanager
def transport_trouble(service: str, *, writing: bool) -> Iterator[None]:
    """Around one exchange: `Offline` when surely nothing was sent, else `OutcomeUnknown` (write) or `ServerTrouble`."""
    try:
        yield
    except _NEVER_SENT as error:
        code = "TLS_FAILED" if _is_tls(error) else None
        raise Offline(code, service=service, server_text=str(error)) from error
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
    except msgspec.ValidationError as error:
        if writing:
            raise lost(service, str(error), writing=True, answer=answer) from error
        # The same question would get the same answer: no reason to try again.
        raise RejectedByServer("ANSWER_NOT_UNDERSTOOD", **facts(service, str(error), answer)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
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


def _is_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
