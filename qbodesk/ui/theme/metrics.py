"""Sizes: the 4 px grid, row and control heights, the type scale, all multiplied by one factor; knows no colour."""

from dataclasses import dataclass
from typing import Final

MIN_SCALE: Final = 0.8
MAX_SCALE: Final = 2.0


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A size of text in pixels at 100 % and its weight (400 regular, 600 strong)."""

    pixels: int
    weight: int = 400


TYPE: Final = {
    "caption": TypeSize(11),
    "body": TypeSize(13),
    "strong": TypeSize(13, 600),
    "subtitle": TypeSize(15, 600),
    "title": TypeSize(20, 600),
    "display": TypeSize(28, 600),
}

SPACING: Final = (2, 4, 8, 12, 16, 24, 32, 48)


@dataclass(frozen=True, slots=True)
class Metrics:
    """The measures at one text scale; every pixel of the window comes through `px`, so 200 % needs no second design."""

    scale: float = 1.0

    def px(self, pixels: float) -> int:
        """Whole pixels for a measure given at 100 %; what is visible there stays visible at 80 %."""
        scaled = round(pixels * self.scale)
        return max(1, scaled) if pixels > 0 else scaled

    def type(self, role: str) -> TypeSize:
        """The size of a role of the type scale, already scaled."""
        size = TYPE[role]
        return TypeSize(self.px(size.pixels), size.weight)

    @property
    def row_compact(self) -> int:
        return self.px(28)

    @property
    def row(self) -> int:
        return self.px(34)

    @property
    def row_relaxed(self) -> int:
        return self.px(42)

    @property
    def control(self) -> int:
        return self.px(32)

    @property
    def icon(self) -> int:
        return self.px(16)

    @property
    def radius_input(self) -> int:
        return self.px(4)

    @property
    def radius_button(self) -> int:
        return self.px(6)

    @property
    def radius_card(self) -> int:
        return self.px(8)


def clamp_scale(scale: float) -> float:
    """A text scale inside 80-200 %, whatever a settings file says."""
    return min(MAX_SCALE, max(MIN_SCALE, scale))
