"""One server as its client sees it: paced, signed in, reads repeated, writes sent exactly once; knows no endpoint."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import httpx

from qbodesk.models.errors import RateLimited, SignInExpired
from qbodesk.services.http.exchange import Answer, Call, exchange
from qbodesk.services.http.pacing import Pacer
from qbodesk.services.http.ports import Tokens, check
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.http.trouble import transport_trouble, unreadable_answer

T = TypeVar("T")

_decoding = threading.Lock()
"""One answer is decoded at a time: several threads would only share the interpreter, and keep the window from it."""

Judge = Callable[[Answer, bool], None]
"""Raises our error for an answer that is a refusal; the flag says whether the request was a write."""


@dataclass(frozen=True, slots=True)
class Wire:
    """Thread-safe. Errors: as `judge` raises them, as `transport_trouble` does, `Interrupted` before sending."""

    service: str
    http: httpx.Client
    tokens: Tokens
    pacer: Pacer
    judge: Judge
    stop: threading.Event = field(default_factory=threading.Event)
    retry: ReadRetry = field(default_factory=ReadRetry)
    observe: Callable[[Answer], None] = lambda _answer: None

    def read(self, call: Call, decode: Callable[[bytes], T]) -> T:
        """Asks until there is a readable answer or no hope."""
        return self.retry(lambda: self._ask(call, decode, writing=False), self.stop)

    def write(self, call: Call, decode: Callable[[bytes], T]) -> T:
        """Sends once. Only after a 401, which proves that nothing was applied, the same request goes out again."""
        return self._ask(call, decode, writing=True)

    def _ask(self, call: Call, decode: Callable[[bytes], T], *, writing: bool) -> T:
        # a refresh of the tokens is no request that may be left alone
        check(self.stop)
        token = self.tokens.access()
        try:
            answer = self._send(call, token, writing=writing)
        except SignInExpired:
            answer = self._send(call, self.tokens.renewed(token), writing=writing)
        with _decoding, unreadable_answer(self.service, answer, writing=writing):
            return decode(answer.body)

    def _send(self, call: Call, token: str, *, writing: bool) -> Answer:
        with self.pacer.turn(self.stop, call.lane), transport_trouble(self.service, writing=writing):
            answer = exchange(self.http, call, {"Authorization": f"Bearer {token}"})
        self.observe(answer)
        try:
            self.judge(answer, writing)
        except RateLimited as error:
            self.pacer.refused(error.after, call.lane)
            raise
        self.pacer.served(call.lane)
        return answer
