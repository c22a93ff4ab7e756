"""No part of the wizard or the preview appears as a window of its own for a moment: it would flash and take the keys away."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from qbodesk.models.domain.draft import Numbering
from qbodesk.models.domain.findings import Step
from qbodesk.services.changes import ChangeSet
from qbodesk.ui.preview import open_preview
from qbodesk.ui.wizard.item_picker import ItemPicker
from qbodesk.ui.wizard.new_item import NewItemDialog
from tests.ui.wizard.test_walk import walk_to


class Strays(QObject):
    """Remembers what was shown as a window and is none."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, QDialog | QMenu):
            self.seen.append(f"{type(watched).__name__}: {watched.accessibleName()}")
        return False


@pytest.fixture
def strays(qapp):
    found = Strays()
    qapp.installEventFilter(found)
    yield found
    qapp.removeEventFilter(found)


def test_the_wizard(qtbot, workspace, wizard, strays):
    dialog = wizard(workspace, "Workshop refit")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    page = dialog.pages[Step.PRODUCTS]
    page.choose_item(0)
    page.findChild(ItemPicker).reject()
    new = NewItemDialog(dialog.flow, dialog.flow.draft.lines[0], page)
    new.open()
    new.reject()
    walk_to(qtbot, dialog, Step.REVIEW)
    dialog.create_invoice()
    assert strays.seen == []


def test_the_preview(qtbot, workspace, strays):
    pks = workspace.invoices.ids()[:3]
    window = open_preview(workspace, pks[0], None, invoices=pks, open_outside=print)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.view.page_count() > 0)
    window.view.open_find()
    assert strays.seen == []


def test_a_sync_shows_no_part_of_a_page_that_is_not_made_yet(qtbot, workspace, wizard, strays):
    dialog = wizard(workspace, "Website relaunch", recheck=lambda: None)
    dialog.flow.change(replace(dialog.flow.draft, numbering=Numbering.ASK_QUICKBOOKS))
    with qtbot.waitSignal(dialog._bridge.changed):
        workspace.changes.publish(ChangeSet.of("connection"))
    assert dialog.numbering.isVisibleTo(dialog.numbering.parentWidget())
    assert not dialog.numbering.isVisible()
    assert strays.seen == []
