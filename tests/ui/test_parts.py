"""Every part of the window at once (the pages of the gallery): at all scales, in both themes, with names to be heard."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.ui.theme import apply_theme
from tests.ui.gallery import form_page, table_page, wizard_page

PAGES = pytest.mark.parametrize("make", [table_page, form_page, wizard_page], ids=lambda make: make.__name__)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "light")
    yield
    apply_theme(qapp, "light")


def shown(make: Callable[[], QWidget], qtbot: QtBot) -> QWidget:
    page = make()
    qtbot.addWidget(page)
    page.resize(1280, 800)
    with qtbot.waitExposed(page):
        page.show()
    return page


@PAGES
def test_every_part_lives_through_all_scales_and_themes(
    qapp: QApplication, qtbot: QtBot, make: Callable[[], QWidget]
) -> None:
    page = shown(make, qtbot)
    pictures = set()
    for mode, scale in (("light", 0.8), ("dark", 1.0), ("light", 1.5), ("dark", 2.0)):
        apply_theme(qapp, "dark" if mode == "dark" else "light", scale)
        pictures.add(_picture(page))
    assert len(pictures) == 4


@PAGES
def test_whoever_takes_the_focus_has_a_name(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    page = shown(make, qtbot)
    nameless = [
        child
        for child in page.findChildren(QWidget)
        if child.isVisible()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.focusProxy() is None
        and not isinstance(child, QScrollArea)
        and not _name(child)
    ]
    assert nameless == []


@PAGES
def test_tab_reaches_every_part_and_the_ring_is_seen(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    page = shown(make, qtbot)
    page.activateWindow()
    wanted = [
        child
        for child in page.findChildren(QWidget)
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert wanted
    for child in wanted:
        child.clearFocus()
        if isinstance(child, QAbstractItemView) and not child.currentIndex().isValid():
            child.setCurrentIndex(child.model().index(0, 0))
        without = _picture(child)
        child.setFocus(Qt.FocusReason.TabFocusReason)
        if child.hasFocus():
            assert _picture(child) != without, child


def _name(widget: QWidget) -> str:
    read = QAccessible.queryAccessibleInterface(widget)
    return read.text(QAccessible.Text.Name) if read is not None else ""


def _picture(widget: QWidget) -> bytes:
    image = widget.grab().toImage()  # held by name: its bits die with it
    return bytes(image.constBits())
