"""The style sheet: nothing left unfilled, measures scaled, pictures in the colours of the tokens."""

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from qbodesk.paths import resource
from qbodesk.ui.theme.metrics import Metrics
from qbodesk.ui.theme.sheet import fill, sheet
from qbodesk.ui.theme.tokens import DARK, LIGHT, Tokens


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_placeholder_is_filled(tokens: Tokens, scale: float) -> None:
    text = sheet(tokens, Metrics(scale))
    assert "@" not in text
    assert "px(" not in text
    assert tokens.accent in text


def test_measures_grow_with_the_text_and_never_vanish() -> None:
    assert fill("a { width: px(8); }", LIGHT, Metrics(2.0)) == "a { width: 16px; }"
    assert fill("a { width: px(1); }", LIGHT, Metrics(0.8)) == "a { width: 1px; }"


def test_an_unknown_token_is_a_mistake_and_no_black() -> None:
    with pytest.raises(AttributeError):
        fill("a { color: @nobody; }", LIGHT, Metrics())


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_the_pictures_of_the_sheet_exist_and_use_tokens(tokens: Tokens) -> None:
    named = set(re.findall(r'url\("([^"]+)"\)', sheet(tokens, Metrics())))
    assert named
    known = {tokens.text_2, tokens.on_accent, tokens.accent}
    for path in named:
        assert path.startswith(resource("qss", tokens.name).as_posix())
        colours = set(re.findall(r"#[0-9A-Fa-f]{6}", Path(path).read_text(encoding="utf-8")))
        assert colours <= known
        assert colours


@pytest.mark.parametrize("name", ["Jan Żółw", "me@work", 'a"b (1)', "px(2)"])
def test_the_folder_may_be_called_anything(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    shutil.copytree(resource("qss", LIGHT.name), folder)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setStyleSheet(
        fill('QCheckBox::indicator { image: url("%path%/check.svg"); }', LIGHT, Metrics(), folder)
    )
    box.grab()  # a sheet that cannot be parsed, or a picture that is not found, is a warning, which fails the test


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.25, 1.5, 1.75, 2.0])
def test_radio_buttons_stay_round(scale: float) -> None:
    """Qt drops a corner radius above half of the box and draws a square."""
    measures = Metrics(scale)
    assert 2 * measures.px(7.5) <= measures.px(14) + 2
    assert 2 * measures.px(7) <= measures.px(12) + 4
