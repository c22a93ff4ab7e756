"""What was written about a record, in a table that says from where."""

from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from qbodesk.models.domain.sync_plan.history import Written, told
from qbodesk.ui.panels.sync_history import SyncHistoryDialog
from tests.ui.windows import Desk

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_value_somebody_changed_in_between_has_a_line_of_its_own(qtbot: QtBot, desk: Desk) -> None:
    written = [
        Written(AT, 1, "create", "contact", "7", {"phone": None}, {"phone": "1"}),
        Written(AT, 2, "update", "contact", "7", {"phone": "2"}, {"phone": "1"}),
        Written(AT, 3, "archive", "contact", "7", {}, {}, undo=True),
    ]
    dialog = SyncHistoryDialog("Acme", told(written), desk.window)
    qtbot.addWidget(dialog)
    model = dialog.table.model()
    cells = [
        [str(model.index(row, column).data()) for column in (1, 2, 3, 4, 5)]
        for row in range(model.rowCount())
    ]
    assert cells == [
        ["Taken back", "Archived", "", "", "3"],
        ["QuickBooks", "phone", "2", "1", "2"],
        ["Somebody in HubSpot", "phone", "1", "2", "–"],
        ["QuickBooks", "phone", "–", "1", "1"],
    ]
    assert not dialog.nothing.isVisibleTo(dialog)
