"""What the simulator was asked to be; decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """One run of the simulator.

    `port` 0 takes a free one; `host` must be this machine. `latency_ms`, or the distribution in `latency`
    (`latency.FORMS`), is waited before every answer of a product path; `faults` names a profile or a file
    (`profiles.profile`); `requestid_memory` ("infinite", "none", "24h") goes before what the profile says; `limits`
    switches the published rate limits (off here, so that tests need not pace; on from the command line).
    `redirect_uris` are registered with the apps of the first line. `scenario`, `counts` and `realms` are the world's
    (`world.build_world`).
    """

    port: int = 0
    scenario: str = "small"
    counts: Mapping[str, int] = field(default_factory=dict)
    seed: int = 1
    latency_ms: int = 0
    faults: str = "none"
    realms: tuple[str, ...] = ("US", "GB", "PL")
    limits: bool = False
    host: str = "127.0.0.1"
    latency: str = ""
    requestid_memory: str = ""
    redirect_uris: tuple[str, ...] = ()
