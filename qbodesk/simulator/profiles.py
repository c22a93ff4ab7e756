"""The weather a whole run lives in: which faults strike how often, and how servers behave in it (`--faults`).

The catalogue and its shares are those of reliability-security.md §2.4. A profile is named or read from a JSON file,
whose fields are those of `Profile`:

    {"faults": [{"do": "drop_response", "share": 0.1, "match": {"method": "POST"}}], "requestid_memory": ["1h"]}
"""

from pathlib import Path

import msgspec

from qbodesk.simulator.faults import Chance, Match

_TOKENS = "/oauth2/v1/tokens/bearer$|^/oauth/[^/]+/token$"
_HTML = "<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>"


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`every` refuses each n-th request with 429. Of `requestid_memory` one is drawn by the seed, of `search_lag` a
    number of seconds between the two.
    """

    faults: tuple[Chance, ...] = ()
    every: int | None = None
    requestid_memory: tuple[str, ...] = ("infinite",)
    search_lag: tuple[float, float] = (0, 0)
    latency: str = ""

    def __post_init__(self) -> None:
        if any(not 0 <= chance.share <= 1 for chance in self.faults):
            raise ValueError("a share lies between 0 and 1")
        if sum(chance.share for chance in self.faults) > 1:
            raise ValueError("the shares of all faults together are more than 1")
        if self.every is not None and self.every < 1:
            raise ValueError("every must be positive")
        if not self.requestid_memory:
            raise ValueError("requestid_memory is empty")


def _catalogue(factor: float) -> tuple[Chance, ...]:
    """The network's and the servers' part of the catalogue, each share times `factor`.

    Jumps of the clock are armed through the control API only: they happen to the client's machine, which a test moves.
    """
    base = (
        Chance(share=0.05, do="drop_request"),
        Chance(share=0.08, do="drop_response"),
        Chance(share=0.04, do="late", ms=(50, 2000)),
        Chance(share=0.04, do="status", status=503),
        Chance(share=0.04, do="status_after", status=500),
        Chance(share=0.02, do="status", status=429),
        Chance(share=0.02, do="status", status=429, headers={"Retry-After": "1"}),
        Chance(share=0.03, do="truncate"),
        Chance(share=0.005, do="status", status=200, body=_HTML),
        Chance(share=0.005, do="status", status=502, body=_HTML),
        Chance(share=0.03, do="twice"),
        Chance(share=0.02, do="swap"),
        Chance(share=0.03, do="expire"),
        Chance(share=0.01, do="drop_response", match=Match(path_regex=_TOKENS)),
        Chance(share=0.03, do="stir"),
    )
    return tuple(msgspec.structs.replace(chance, share=chance.share * factor) for chance in base)


# What needs a person afterwards, a lost consent, is left to the harsh one: flaky is to be lived through unattended.
_FLAKY = Profile(faults=_catalogue(1), search_lag=(0, 30))
PROFILES = {
    "none": Profile(),
    "flaky": _FLAKY,
    "default": _FLAKY,
    "harsh": Profile(
        faults=(*_catalogue(2), Chance(share=0.01, do="revoke")),
        requestid_memory=("infinite", "24h", "1h", "none"),
        search_lag=(0, 30),
    ),
    "refused": Profile(every=7),
}


def profile(text: str) -> Profile:
    """The profile of a name, or else in the JSON file at that path. Raises ValueError with a sentence."""
    if text in PROFILES:
        return PROFILES[text]
    try:
        content = Path(text).read_bytes()
    except OSError as problem:
        names = ", ".join(PROFILES)
        raise ValueError(f"{text!r} is neither a profile ({names}) nor a file that can be read") from problem
    try:
        return msgspec.json.decode(content, type=Profile)
    except msgspec.DecodeError as problem:
        raise ValueError(f"{text}: {problem}") from problem
