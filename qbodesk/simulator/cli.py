"""`qbodesk simulator`: reads the command line (design §6); serves nothing itself."""

import argparse
import sys

from qbodesk.simulator.faults import PROFILES
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import serve
from qbodesk.simulator.world import COUNT_KEYS, REALMS, SCENARIOS


def parser() -> argparse.ArgumentParser:
    """The arguments of `qbodesk simulator`."""
    found = argparse.ArgumentParser(
        prog="qbodesk simulator", description="QuickBooks and HubSpot on loopback."
    )
    found.add_argument("--port", type=_port, default=0, help="0 (the default) takes a free one")
    found.add_argument("--scenario", choices=tuple(SCENARIOS), default="small")
    for name in COUNT_KEYS:
        found.add_argument(f"--{name}", type=_count, metavar="N")
    found.add_argument("--seed", type=int, default=1)
    found.add_argument("--latency-ms", type=_count, default=0, metavar="L")
    found.add_argument("--faults", choices=tuple(PROFILES), default="none", metavar="PROFILE")
    found.add_argument("--realms", type=_realms, default=REALMS, metavar="US,GB,PL")
    return found


def options_of(arguments: argparse.Namespace) -> Options:
    """The options behind parsed arguments; the published limits hold, as they do for everybody outside."""
    counts = {name: number for name in COUNT_KEYS if (number := getattr(arguments, name)) is not None}
    return Options(
        port=arguments.port,
        scenario=arguments.scenario,
        counts=counts,
        seed=arguments.seed,
        latency_ms=arguments.latency_ms,
        faults=arguments.faults,
        realms=arguments.realms,
        limits=True,
    )


def main(argv: list[str]) -> int:
    """Runs the simulator in the foreground; exit codes as in design §6."""
    try:
        return serve(options_of(parser().parse_args(argv)))
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"qbodesk simulator: {problem}\n")
        return 2


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def _port(text: str) -> int:
    number = _count(text)
    if number > 65_535:
        raise argparse.ArgumentTypeError("is no port")
    return number


def _realms(text: str) -> tuple[str, ...]:
    realms = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    if not realms or len(set(realms)) < len(realms):
        raise argparse.ArgumentTypeError("needs different countries, as in US,GB")
    return realms
