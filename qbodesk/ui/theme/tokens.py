"""The colours of the program, light and dark, each with one meaning; paints nothing and reads no Qt setting.

The values and their measured contrasts stand in the colour table of the design notes; `contrast` computes them
again, so a test keeps every pair of text and ground readable (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ChipColours:
    """A chip never shows its state by colour alone: an icon and a word stand beside it."""

    fill: str
    text: str
    border: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One complete set of colours, each `#rrggbb`. Names say what a colour is for, never what it looks like."""

    name: str
    bg: str
    surface: str
    sunken: str
    hover: str
    text: str
    text_2: str
    text_3: str
    disabled: str
    border: str
    border_strong: str
    accent: str
    on_accent: str
    accent_hover: str
    focus: str
    link: str
    selection: str
    on_selection: str
    danger: str
    warning: str
    success: str
    info: str
    chips: Mapping[str, ChipColours]

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def colour(self, token: str) -> str:
        """The colour of a token by its name, for code that is given the name (icons, sheets)."""
        value = getattr(self, token)
        if not isinstance(value, str):
            raise KeyError(token)
        return value


LIGHT = Tokens(
    name="light",
    bg="#F6F7F9",
    surface="#FFFFFF",
    sunken="#EDEFF3",
    hover="#EEF3F9",
    text="#1A2230",
    text_2="#4A5568",
    text_3="#5F6978",
    disabled="#9AA4B2",
    border="#D5DAE1",
    border_strong="#7C8796",
    accent="#0B62C4",
    on_accent="#FFFFFF",
    accent_hover="#0A55AB",
    focus="#0B62C4",
    link="#0B5CB8",
    selection="#DCEAFB",
    on_selection="#0E2A4D",
    danger="#B42318",
    warning="#8A4B00",
    success="#1B6E3C",
    info="#175CA6",
    chips=MappingProxyType(
        {
            "pending_send": ChipColours("#E9ECF1", "#3D4859", "#737E8E"),
            "sent": ChipColours("#DCEBFC", "#0D4A91", "#3379C6"),
            "partially_paid": ChipColours("#FDF0D2", "#724000", "#A86F0F"),
            "paid": ChipColours("#DAF3E3", "#14552F", "#288A51"),
            "overdue": ChipColours("#FDE3E0", "#8F1A10", "#D04A3C"),
            "voided": ChipColours("#F1F2F4", "#5B6472", "#717B8A"),
        }
    ),
)

DARK = Tokens(
    name="dark",
    bg="#14181E",
    surface="#1B2028",
    sunken="#10141A",
    hover="#252D38",
    text="#E8ECF2",
    text_2="#B6C0CE",
    text_3="#95A1B3",
    disabled="#5E6978",
    border="#343D4A",
    border_strong="#76839A",
    accent="#5AA2F5",
    on_accent="#0B1420",
    accent_hover="#7BB5F8",
    focus="#7BB5F8",
    link="#7BB5F8",
    selection="#1F3A5C",
    on_selection="#E8F1FD",
    danger="#FF8A7E",
    warning="#F2B15A",
    success="#69CF93",
    info="#7BB5F8",
    chips=MappingProxyType(
        {
            "pending_send": ChipColours("#2C343F", "#C5CEDA", "#76839A"),
            "sent": ChipColours("#17324F", "#9CCBFF", "#4C8FD6"),
            "partially_paid": ChipColours("#3D2E10", "#F7C873", "#B98A2E"),
            "paid": ChipColours("#123524", "#86DDAB", "#3C9A66"),
            "overdue": ChipColours("#431A17", "#FFB1A8", "#D4685D"),
            "voided": ChipColours("#262C35", "#9BA6B5", "#7F8B9C"),
        }
    ),
)

# A company is recognised by its colour (the tile in the sidebar, the line under the toolbar); white text stands on it.
COMPANY_COLOURS = (
    "#0B62C4",
    "#7A3EB1",
    "#0F766E",
    "#B4530A",
    "#A61B5B",
    "#3F6212",
    "#4F46B8",
    "#8A4B00",
    "#475569",
)


def sharper(tokens: Tokens) -> Tokens:
    """The same colours for who asked for more contrast: lines and quiet texts as strong as the text."""
    ink = tokens.text
    chips = {name: ChipColours(tokens.surface, each.text, each.text) for name, each in tokens.chips.items()}
    return replace(
        tokens, border=ink, border_strong=ink, text_2=ink, text_3=ink, chips=MappingProxyType(chips)
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two `#rrggbb` colours by the WCAG formula, 1.0 to 21.0."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
