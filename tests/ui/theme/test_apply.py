"""The look changes while the program runs, for widgets and icons that exist already."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from qbodesk.ui.theme import (
    apply_theme,
    current,
    follow_theme,
    font,
    icon,
    metrics,
    px,
    set_icon,
    theme_changed,
)
from qbodesk.ui.theme.fonts import BUNDLED_FAMILY
from qbodesk.ui.theme.icon_names import ICONS


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "light")
    yield
    apply_theme(qapp, "light")


def test_dark_reaches_palette_and_tokens(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme_changed):
        apply_theme(qapp, "dark")
    assert current().name == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(current().surface)
    assert current().accent in qapp.styleSheet()


def test_the_system_is_followed_only_when_asked(qapp: QApplication) -> None:
    apply_theme(qapp, "system")
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert current().is_dark == dark


def test_the_look_there_is_already_is_not_put_on_again(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark", 1.5)
    told: list[str] = []
    theme_changed.connect(lambda: told.append(current().name))
    apply_theme(qapp, "dark", 1.5)
    assert told == []
    apply_theme(qapp, "light", 1.5)
    assert told == ["light"]


@pytest.mark.parametrize(("wanted", "got"), [(0.1, 0.8), (1.5, 1.5), (9.0, 2.0)])
def test_the_scale_stays_readable(qapp: QApplication, wanted: float, got: float) -> None:
    apply_theme(qapp, "light", wanted)
    assert metrics().scale == got
    assert px(10) == round(10 * got)
    assert font("body").pixelSize() == round(13 * got)


def test_labels_grow_with_the_text(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("1 234,50")
    label.setProperty("role", "title")
    qtbot.addWidget(label)
    label.ensurePolished()
    before = label.fontMetrics().height()
    apply_theme(qapp, "light", 2.0)
    assert label.fontMetrics().height() >= 1.9 * before


def test_without_a_screen_the_bundled_font_is_used_and_knows_polish() -> None:
    face = font("body")
    assert face.family() == BUNDLED_FAMILY


class _Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def restyle(self) -> None:
        self.calls += 1


def test_a_follower_is_called_now_and_after_changes_and_ends_with_its_object(qapp: QApplication) -> None:
    listener = _Listener()
    follow_theme(listener.restyle)
    assert listener.calls == 1
    apply_theme(qapp, "dark")
    assert listener.calls == 2
    del listener
    apply_theme(qapp, "light")


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_paints_something(qapp: QApplication, name: str) -> None:
    image = icon(name).pixmap(16, 16).toImage()
    assert any(image.pixelColor(x, y).alpha() > 100 for x in range(16) for y in range(16)), name


def _ink(shown: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    image = shown.pixmap(32, 32, mode).toImage()
    points = ((x, y) for x in range(32) for y in range(32))
    return max((image.pixelColor(*point) for point in points), key=QColor.alpha).name().upper()


def test_icons_of_buttons_and_actions_change_colour_with_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    button, action = QPushButton(), QAction()
    qtbot.addWidget(button)
    set_icon(button, "add", "text")
    set_icon(action, "add", "danger")
    for mode in ("dark", "light"):
        apply_theme(qapp, "dark" if mode == "dark" else "light")
        assert _ink(button.icon()) == current().text.upper()
        assert _ink(button.icon(), QIcon.Mode.Disabled) == current().disabled.upper()
        assert _ink(action.icon()) == current().danger.upper()


def test_an_icon_can_be_replaced(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "add", "text")
    set_icon(button, "close", "danger")
    apply_theme(qapp, "dark")
    assert _ink(button.icon()) == current().danger.upper()
