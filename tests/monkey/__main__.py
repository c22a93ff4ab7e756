"""Random hands at the real window: `python -m tests.monkey [SEED] [--deeds N]` lives one seed and tells what came of it."""

import argparse
import faulthandler
import functools
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.places import simulator
from tests.monkey.run import Story, lived

LONG_MS = 50
"""Budget of the design for any block of the window."""


def told(story: Story) -> str:
    """A page for whoever replays it."""
    slow = sorted((each for each in story.blocks if each[0] > LONG_MS), reverse=True)
    lines = [f"seed {story.seed}: {story.done:,} deeds, {len(story.findings)} findings, {len(slow)} blocks"]
    lines += [f"  {ms:6.0f} ms  {what}" for ms, what in slow[:20]]
    return "\n".join([*lines, *story.findings])


def document(story: Story) -> str:
    """The same for a program."""
    slow = [each for each in story.blocks if each[0] > LONG_MS]
    return json.dumps({"done": story.done, "findings": story.findings, "blocks": slow})


def _silent(_line: str) -> None: ...


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="python -m tests.monkey")
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("--deeds", type=int, default=1000)
    parser.add_argument("--tell", action="store_true", help="print each deed when it is done")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    options = parser.parse_args()
    faulthandler.enable()
    with tempfile.TemporaryDirectory() as folder, simulator("--realms", "US,GB,PL") as control:
        tell = functools.partial(print, flush=True) if options.tell else _silent
        story = lived(options.seed, options.deeds, control, Path(folder), tell)
    sys.stdout.write((document(story) if options.json else told(story)) + "\n")
    return 1 if story.findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
