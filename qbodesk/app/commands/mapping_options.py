"""The settings of one mapping as words of the command line, read into a mapping. Prints and stores nothing."""

import argparse
import json
from dataclasses import replace

from qbodesk.models.domain.mapping.coding import step_from_plain
from qbodesk.models.domain.mapping.model import FieldMapping, Rule
from qbodesk.models.domain.mapping.transforms import KINDS, Transform
from qbodesk.models.errors import InvalidInput


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The options `add` and `edit` have in common."""
    parser.add_argument("--rule", choices=[each.value for each in Rule])
    parser.add_argument("--clears", choices=["yes", "no"], help="empty the property when the field is empty")
    parser.add_argument(
        "--step",
        action="append",
        metavar="STEP",
        help=f"a step, in order; a name ({', '.join(KINDS)}) or JSON such as "
        '\'{"kind": "split", "separator": ",", "part": 1}\'; "none" alone removes all',
    )
    parser.add_argument("--dry-run", action="store_true", help="tell what would change and save nothing")


def made(options: argparse.Namespace, mapping_id: str) -> FieldMapping:
    """A new mapping. Raises `InvalidInput` with code MAPPING_FILE for a step that is none."""
    fresh = FieldMapping(id=mapping_id, source=options.source, target=options.target)
    return _set(options, fresh)


def edited(options: argparse.Namespace, before: FieldMapping) -> FieldMapping:
    """A mapping with what the options say changed."""
    sides = replace(before, source=options.source or before.source, target=options.target or before.target)
    return _set(options, sides)


def _set(options: argparse.Namespace, mapping: FieldMapping) -> FieldMapping:
    return replace(
        mapping,
        rule=Rule(options.rule) if options.rule else mapping.rule,
        clears=options.clears == "yes" if options.clears else mapping.clears,
        transforms=mapping.transforms if options.step is None else _steps(options.step),
    )


def _steps(words: list[str]) -> tuple[Transform, ...]:
    if words == ["none"]:
        return ()
    return tuple(_step(word, place) for place, word in enumerate(words, 1))


def _step(word: str, place: int) -> Transform:
    if not word.startswith("{"):
        return step_from_plain({"kind": word}, f"--step {place}")
    try:
        data = json.loads(word)
    except ValueError as error:
        raise InvalidInput("MAPPING_FILE", where=f"--step {place}", found=error) from error
    return step_from_plain(data, f"--step {place}")
