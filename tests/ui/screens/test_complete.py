"""No page and no dialog is forgotten: what the window can show stands in the list that the other tests here walk."""

import importlib
import pkgutil
from typing import TypeVar

from PySide6.QtWidgets import QDialog

import qbodesk.ui
from qbodesk.app.album.screens import SCREENS
from qbodesk.ui.shell.page_table import PAGES
from tests.ui.screens.conftest import Walk
from tests.ui.screens.stages import ENGLISH

T = TypeVar("T")

ADD = 'add a line to SCREENS in qbodesk/app/album/screens.py: Screen("{name}", lambda stage: …)'


def _all_below(kind: type[T]) -> set[type[T]]:
    found = set(kind.__subclasses__())
    return found | {below for each in found for below in _all_below(each)}


def _our_dialogs() -> set[str]:
    for module in pkgutil.walk_packages(qbodesk.ui.__path__, "qbodesk.ui."):
        importlib.import_module(module.name)
    return {
        each.__name__
        for each in _all_below(QDialog)
        if each.__module__.startswith("qbodesk.ui.") and not each.__subclasses__()
    }


def _our_pages() -> set[str]:
    return {entry.name for entry in PAGES}


def test_names_are_unique() -> None:
    names = [screen.name for screen in SCREENS]
    assert sorted(set(names)) == sorted(names)


def test_every_page_and_dialog_is_in_the_list(walk: Walk) -> None:
    seen = walk(ENGLISH)
    pages, dialogs = {each.page for each in seen}, {each.kind for each in seen}
    missing = [f"page “{name}”: {ADD.format(name=name)}" for name in _our_pages() - pages]
    missing += [
        f"dialog {name}: {ADD.format(name=name.lower())}" for name in sorted(_our_dialogs() - dialogs)
    ]
    assert not missing, "\n".join(missing)


def test_every_page_has_one_next_action_and_no_dialog_two(walk: Walk) -> None:
    wrong = [
        f"{seen.name}: {', '.join(seen.primary) or 'none'}"
        for seen in walk(ENGLISH)
        if (len(seen.primary) != 1 if seen.page else len(seen.primary) > 1)
    ]
    assert not wrong, "\n".join(wrong)
