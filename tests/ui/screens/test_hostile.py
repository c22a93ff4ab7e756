"""Text from outside is text: every name, note and memo of the sample companies is hostile, and every screen is walked.

Nothing may be read as markup, nothing may be loaded, nothing may fall over (reliability-security.md §5, T1, T4).
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QTextEdit, QWidget

from qbodesk.app.album.ready import StuckError
from qbodesk.app.album.screens import SCREENS
from qbodesk.app.album.stage import READY
from qbodesk.models.cache.place import FILE_NAME
from qbodesk.ui.theme import apply_theme
from tests.ui.screens.reading import columns, shown
from tests.ui.screens.stages import ENGLISH, stage

MARK = "hostile"
CASES = (
    f'<b>{MARK}</b><img src="file:///etc/passwd">',
    f"<img src='file://server/share/x.png' onerror='{MARK}'>",
    f'{MARK} <a href="file:///etc/passwd">here</a>',
    f"<script>{MARK}()</script>",
    f"=cmd|'/c calc'!{MARK}",
    f"{MARK} \u202egnp.exe\u202c \u2066x\u2069 \ufeff\u200b",
    f"{MARK}\x07\x1b[31m\x00end".replace("\x00", "\u2400"),
    f"../../{MARK}\\..\\CON:aux.",
    "{{ 7 * 7 }} {company} %s %(x)s {0.__class__} " + MARK,
    f"{MARK} " + "W" * 3_000,
    f"{MARK}\n\n\nline\r\ttab",
    f"'; DROP TABLE crm_deal; -- {MARK}",
    f"{MARK} &lt;b&gt; &amp;amp; &#0;",
    f"{MARK} 👩‍👩‍👧‍👦 " + "e\u0301" * 300,
)
NAMES = tuple(case for case in CASES if not set(":\t\n") & set(case) and len(case) < 90)
"""What QuickBooks takes for the name of a customer: with the others the wizard stops, and says why."""
COLUMNS = {
    "crm_contact": ("first_name", "last_name", "company", "phone"),
    "crm_company": ("name", "domain", "city"),
    "crm_deal": ("name",),
    "crm_product": ("name", "description"),
    "crm_line_item": ("name", "description"),
    "crm_discount": ("label",),
    "crm_quote": ("title", "number", "link"),
    "crm_owner": ("name",),
    "qb_customer": ("name", "company_name", "given_name", "family_name", "phone", "city"),
    "qb_item": ("name", "full_name", "description"),
    "qb_invoice": ("number", "customer_name", "email"),
    "qb_invoice_line": ("description",),
}


def poison(database: Path) -> int:
    """Every text a stranger can choose, in turn one of the cases; the deals to be invoiced keep their names to be found."""
    all_cases, names_only, done = cycle(CASES), cycle(NAMES), 0
    with closing(sqlite3.connect(database)) as file:
        for table, names in COLUMNS.items():
            known = {row[1] for row in file.execute(f"PRAGMA table_info({table})")}
            for name in known & set(names):
                case = names_only if table in {"crm_contact", "crm_company"} else all_cases
                for (was,) in file.execute(
                    f"SELECT DISTINCT {name} FROM {table} WHERE {name} != ''"
                ).fetchall():
                    if was not in READY.values():
                        file.execute(f"UPDATE {table} SET {name} = ? WHERE {name} = ?", (next(case), was))
                        done += 1
        file.commit()
    return done


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
    assert poison(template / FILE_NAME) > 300
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
