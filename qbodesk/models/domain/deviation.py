"""Where QuickBooks' sums of an invoice differ from those prepared here, figure by figure; explains none and mends none."""

from collections.abc import Sequence
from dataclasses import dataclass

from qbodesk.models.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class Deviation:
    """One figure that differs: the number of a line from 1, or 0 for the tax."""

    line: int
    ours: Money
    theirs: Money


def deviations(
    our_lines: Sequence[Money],
    their_lines: Sequence[Money],
    *,
    our_tax: Money,
    their_total: Money,
    lines_gross: bool,
) -> tuple[Deviation, ...]:
    """The lines that differ, then the tax. `their_lines` hold discounts as negative amounts; so may ours.

    Lines of a tax-inclusive invoice (`lines_gross`) come back net and are not compared. Another number of lines tells nothing
    about single ones: only the tax is compared then.
    """
    found: list[Deviation] = []
    if not lines_gross and len(our_lines) == len(their_lines):
        pairs = enumerate(zip(our_lines, their_lines, strict=True), 1)
        found = [Deviation(number, ours, theirs) for number, (ours, theirs) in pairs if ours != theirs]
    their_tax = their_total - total(their_lines, their_total.currency)
    if their_tax != our_tax:
        found.append(Deviation(0, our_tax, their_tax))
    return tuple(found)
