"""Text from outside is text: every name, note and memo of the sample companies is hostile, and every screen is walked.

Nothing may be read as markup, nothing may be loaded, nothing may fall over (reliability-security.md §5, T1, T4).
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QTextEdit, QWidget

from qbodesk.app.album.ready import READY, StuckError
from qbodesk.app.album.screens import SCREENS
from qbodesk.models.cache.place import FILE_NAME
from qbodesk.ui.theme import apply_theme
from tests.helpers.hostile import CASES, HUGE, MARK, poison
from tests.ui.screens.reading import columns, shown
from tests.ui.screens.stages import ENGLISH, stage


def markup(root: QWidget) -> Iterator[str]:
    """What would be drawn, or shown as a tip, otherwise than letter by letter."""
    for widget in shown(root):
        where = f"{type(widget).__name__} “{(widget.accessibleName() or widget.toolTip())[:60]}”"
        if (
            isinstance(widget, QLabel)
            and MARK in widget.text()
            and widget.textFormat() is not Qt.TextFormat.PlainText
        ):
            yield f"{where} may read its text as markup"
        if isinstance(widget, QTextEdit) and widget.document().resource(2, "file:///etc/passwd") is not None:
            yield f"{where} has loaded a file"
        if _swallowed(widget.toolTip()):
            yield f"{where} reads its tip as markup"
        if isinstance(widget, QAbstractItemView) and widget.model() is not None and columns(widget.model()):
            yield from (f"{where} reads a tip as markup" for tip in _tips(widget) if _swallowed(tip))
    if isinstance(root, QMessageBox) and root.textFormat() is not Qt.TextFormat.PlainText:
        yield "a message may read its text as markup"


def _tips(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(), 30)):
        for column in range(columns(model)):
            tip = model.index(row, column, QModelIndex()).data(Qt.ItemDataRole.ToolTipRole)
            if isinstance(tip, str):
                yield tip


def _swallowed(tip: str) -> bool:
    """Whether a tip holds what Qt takes for markup: `plain_tooltip` would have escaped it."""
    return MARK in tip and any(sign in tip for sign in ("<b>", "<img", "<script", "<a "))


def test_every_screen_shows_it_letter_by_letter(qapp: QApplication, sample: Path, tmp_path: Path) -> None:
    template = tmp_path / "template"
    shutil.copytree(sample, template)
    assert poison(template / FILE_NAME, READY.values()) > 300
    with closing(sqlite3.connect(template / FILE_NAME)) as file:
        for place in ("crm_product.description", "qb_customer.name"):
            table, column = place.split(".")
            newest = f"SELECT pk FROM {table} ORDER BY pk DESC LIMIT 1"
            file.execute(f"UPDATE {table} SET {column} = ? WHERE pk IN ({newest})", (HUGE,))
        file.commit()
    wrong: list[str] = []
    stopped: list[str] = []
    seen = 0
    with stage(template, tmp_path / "ws", ENGLISH) as opened:
        for screen in SCREENS:
            try:
                found = screen.open(opened)
            except StuckError as error:
                # a draft with such names may not be sent: the wizard stops, says why, and that is what is looked at
                found = opened.window
                stopped.append(f"{screen.name}: {error}")
            wrong += [f"{screen.name}: {each}" for each in markup(found)]
            seen += any(MARK in str(label.text()) for label in found.findChildren(QLabel))
            opened.close()
    apply_theme(qapp, "light")
    assert wrong == []
    assert seen > 5
    assert [each for each in stopped if not each.startswith("wizard")] == []
    assert len(stopped) <= 12


@pytest.mark.parametrize("text", [case for case in CASES if "<" in case])
def test_the_judge_can_tell(qapp: QApplication, text: str) -> None:
    """A label that reads markup is found out."""
    label = QLabel(text)
    holder = QWidget()
    label.setParent(holder)
    holder.show()
    assert any("markup" in each for each in markup(holder))
    label.setTextFormat(Qt.TextFormat.PlainText)
    assert list(markup(holder)) == []
    holder.close()
