"""Every pair of text and ground of both themes stays readable (WCAG 2.2, 1.4.3 and 1.4.11)."""

import pytest

from qbodesk.models.domain.stage import Stage
from qbodesk.ui.theme.tokens import COMPANY_COLOURS, DARK, LIGHT, Tokens, contrast, sharper
from qbodesk.ui.widgets.chips import stage_colours, stage_icon, stage_word

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
TEXT, PART = 4.5, 3.0


def test_contrast_is_the_formula_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("text", ("bg", "surface", "sunken", "hover")),
        ("text_2", ("bg", "surface", "sunken", "hover")),
        ("text_3", ("bg", "surface", "sunken")),
        ("on_accent", ("accent", "accent_hover")),
        ("on_selection", ("selection",)),
        ("link", ("bg", "surface", "selection")),
        ("danger", ("bg", "surface")),
        ("warning", ("bg", "surface")),
        ("success", ("bg", "surface")),
        ("info", ("bg", "surface")),
    ],
)
def test_text_is_readable(tokens: Tokens, ink: str, grounds: tuple[str, ...]) -> None:
    for ground in grounds:
        assert contrast(tokens.colour(ink), tokens.colour(ground)) >= TEXT, ground


@THEMES
@pytest.mark.parametrize("part", ["border_strong", "focus", "accent"])
def test_controls_stand_out(tokens: Tokens, part: str) -> None:
    for ground in ("surface", "bg"):
        assert contrast(tokens.colour(part), tokens.colour(ground)) >= PART, ground


@THEMES
def test_more_contrast_makes_nothing_weaker(tokens: Tokens) -> None:
    strong = sharper(tokens)
    for part in ("text_2", "text_3", "border", "border_strong"):
        assert contrast(strong.colour(part), strong.surface) >= 7.0
        assert contrast(strong.colour(part), strong.surface) >= contrast(tokens.colour(part), tokens.surface)
    for stage, chip in strong.chips.items():
        assert contrast(chip.text, strong.surface) >= 4.5, stage
        assert contrast(chip.border, strong.selection) >= 3.0, stage


@THEMES
def test_chips_are_readable_on_a_row_and_on_a_selected_row(tokens: Tokens) -> None:
    for stage, chip in tokens.chips.items():
        assert contrast(chip.text, chip.fill) >= TEXT, stage
        assert contrast(chip.border, tokens.surface) >= PART, stage
        assert contrast(chip.border, tokens.selection) >= PART - 0.05, stage


def test_white_stands_on_every_company_colour() -> None:
    assert all(contrast(colour, "#FFFFFF") >= TEXT for colour in COMPANY_COLOURS)
    assert len(set(COMPANY_COLOURS)) == len(COMPANY_COLOURS) == 9


def test_every_stage_has_a_look_of_its_own_but_for_the_deleted() -> None:
    looks = {stage: (stage_word(stage), stage_icon(stage), stage_colours(stage)) for stage in Stage}
    assert looks[Stage.DELETED][1:] == looks[Stage.VOIDED][1:]
    assert len({word for word, _icon, _colours in looks.values()}) == len(Stage)
    assert len({icon for _word, icon, _colours in looks.values()}) == len(Stage) - 1


def test_a_token_that_is_no_colour_is_refused() -> None:
    with pytest.raises(KeyError):
        LIGHT.colour("chips")
