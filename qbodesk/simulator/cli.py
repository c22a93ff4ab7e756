"""`qbodesk simulator`: reads the command line (design §6); serves nothing itself."""

import argparse
import sys
from collections.abc import Callable

from qbodesk.simulator.latency import FORMS
from qbodesk.simulator.latency import parse as parse_latency
from qbodesk.simulator.oauth.apps import App
from qbodesk.simulator.options import Options
from qbodesk.simulator.profiles import PROFILES, profile
from qbodesk.simulator.quickbooks.replays import memory
from qbodesk.simulator.server import serve
from qbodesk.simulator.world import COUNT_KEYS, REALMS, SCENARIOS

_ABOUT = """QuickBooks Online and HubSpot on loopback, for demonstrations, tests and clients nobody here wrote.
The first line on standard output is one JSON object with addresses, keys and fresh tokens; it ends with SIGTERM or
SIGINT. Trouble, clock, limits and consent can be changed meanwhile at the control_url it names."""


def parser() -> argparse.ArgumentParser:
    """The arguments of `qbodesk simulator`."""
    found = argparse.ArgumentParser(prog="qbodesk simulator", description=_ABOUT)
    found.add_argument("--port", type=_port, default=0, metavar="P", help="0 (the default) takes a free one")
    found.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="127.0.0.1 (the default), ::1 or localhost; no other"
    )
    found.add_argument("--seed", type=int, default=1, metavar="S", help="of the world and of all dice")
    world = found.add_argument_group("the world")
    world.add_argument(
        "--scenario", choices=tuple(SCENARIOS), default="small", help="what it starts with (small)"
    )
    for name in COUNT_KEYS:
        words = name.replace("_", " ")
        option = f"--{name.replace('_', '-')}"
        world.add_argument(option, type=_count, metavar="N", help=f"so many {words} instead")
    world.add_argument(
        "--realms", type=_realms, default=REALMS, metavar="US,GB,PL", help="one company for each country"
    )
    signing = found.add_argument_group("signing in")
    signing.add_argument(
        "--redirect-uri",
        type=_as_is(lambda text: App("", "").register([text])),
        action="append",
        default=[],
        metavar="URI",
        help="register it with the development keys of the first line, such as http://localhost:8765/callback; "
        "may be given more than once",
    )
    trouble = found.add_argument_group("trouble")
    trouble.add_argument(
        "--faults",
        type=_as_is(profile),
        default="none",
        metavar="PROFILE",
        help=f"{', '.join(PROFILES)}, or a JSON file with a profile of your own (none)",
    )
    trouble.add_argument("--latency-ms", type=_count, default=0, metavar="L", help="before every answer (0)")
    trouble.add_argument("--latency", type=_as_is(parse_latency), default="", metavar="TIME", help=FORMS)
    trouble.add_argument(
        "--requestid-memory",
        type=_as_is(memory),
        metavar="TIME",
        help="how long QuickBooks knows a requestid again: infinite, none, or a time such as 24h (infinite)",
    )
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
        host=arguments.host,
        latency=arguments.latency,
        requestid_memory=arguments.requestid_memory or "",
        redirect_uris=tuple(arguments.redirect_uri),
    )


def main(argv: list[str]) -> int:
    """Runs the simulator in the foreground; exit codes as in design §6."""
    try:
        return serve(options_of(parser().parse_args(argv)))
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"qbodesk simulator: {problem}\n")
        return 2


def _as_is(check: Callable[[str], object]) -> Callable[[str], str]:
    """An argument kept as it was written, after a check that raises ValueError with a sentence."""

    def read(text: str) -> str:
        try:
            check(text)
        except ValueError as problem:
            raise argparse.ArgumentTypeError(str(problem)) from problem
        return text

    return read


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
