"""Lives one schedule again and tells everything that happened: `python -m tests.faults SEED [--bug NAME]`."""

import argparse
import sys

from tests.faults.invariants import broken
from tests.faults.schedule import lived


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("seed", type=int)
    parser.add_argument("--quiet", action="store_true", help="no trace, only the result")
    options = parser.parse_args()
    with lived(options.seed) as day:
        found = broken(day)
        if not options.quiet:
            print("\n".join(day.lab.log))
        print(f"seed {day.seed}, log {day.hash()}, {dict(day.counts)}")
    print("\n".join(found) or "everything holds")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
