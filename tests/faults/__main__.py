"""Lives one schedule again and tells everything that happened: `python -m tests.faults SEED [--bug NAME]`; or hunts a seeded bug."""

import argparse
import sys

from tests.faults.invariants import broken
from tests.faults.run import command, first_caught
from tests.faults.schedule import lived
from tests.faults.seeded import SEEDED, seeded


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("seed", type=int, nargs="?")
    parser.add_argument(
        "--bug",
        choices=SEEDED,
        help="with this bug built in; without a seed: look for the first that shows it",
    )
    parser.add_argument("--within", type=int, default=500, metavar="N", help="seeds to look through (500)")
    parser.add_argument("--quiet", action="store_true", help="no trace, only the result")
    options = parser.parse_args()
    if options.seed is None:
        if options.bug is None:
            parser.error("a seed, or a bug to look for")
        return _hunt(options.bug, options.within)
    with seeded(options.bug), lived(options.seed) as day:
        found = broken(day)
        if not options.quiet:
            _say("\n".join(day.lab.log))
        _say(f"seed {day.seed}, log {day.hash()}, {dict(day.counts)}")
    _say("\n".join(found) or "everything holds")
    return 1 if found else 0


def _hunt(bug: str, within: int) -> int:
    caught = first_caught(bug, range(within))
    if caught is None:
        _say(f"{bug}: not caught in {within} schedules")
        return 1
    _say(f"{bug}: caught by seed {caught.seed}: {caught.broken[0]}\nreplay: {command(caught.seed, bug)}")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
