"""What the simulator was asked to be; decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """One run of the simulator.

    `port` 0 takes a free one; `latency_ms` is waited before every answer of a product path; `faults` names a profile of
    `faults.PROFILES`; `limits` switches the published rate limits (off here, so that tests need not pace; on from the
    command line). `scenario`, `counts` and `realms` are the world's (`world.build_world`).
    """

    port: int = 0
    scenario: str = "small"
    counts: Mapping[str, int] = field(default_factory=dict)
    seed: int = 1
    latency_ms: int = 0
    faults: str = "none"
    realms: tuple[str, ...] = ("US", "GB", "PL")
    limits: bool = False
