"""What the window tells while it syncs."""

import threading
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
)
from pytestqt.qtbot import QtBot

from qbodesk import __version__
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.profile import Profile
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.sync.progress import ConnectionReport, Progress, SyncReport
from qbodesk.ui.navigation import Place
from tests.ui.windows import Desk
from tests.ui.world import HARBOUR, NOW, add_entry, offline, step


def deal(desk: Desk, name: str = "Website relaunch") -> Place:
    return Place("deal", desk.world.deals[name])


def test_the_status_line_says_how_it_stands_and_leads_to_the_queue(desk: Desk) -> None:
    line = desk.window.status_line
    texts = [part.text().replace("\N{NO-BREAK SPACE}", " ") for part in line.parts() if not part.isHidden()]
    assert texts == ["Online", "QuickBooks: as of 2 min ago", "HubSpot: as of 2 min ago", "Queue empty"]
    line.queue.click()
    assert desk.window.navigator.place == Place("queue")


def test_what_needs_a_person_is_counted_in_the_sidebar(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "502", "Annual support", "e2", State.REJECTED, code="PERIOD_CLOSED")
    qtbot.waitUntil(lambda: desk.window.sidebar.count("queue") == "1")
    assert desk.window.status_line.needs_you.text() == "1 needs you"


def test_an_own_change_to_the_queue_wakes_the_sender_and_shows_on_the_card(qtbot: QtBot, desk: Desk) -> None:
    desk.host.start(sync=False)
    desk.window.navigator.go(deal(desk))
    with qtbot.waitSignal(desk.host.pass_finished), desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1")
    assert desk.engine.asked == [(False, False)]
    qtbot.waitUntil(lambda: desk.window.pages.deal.invoices.pending.count() == 1)


def test_what_the_sync_changes_does_not_wake_the_sender(qtbot: QtBot, desk: Desk) -> None:
    desk.host.start(sync=False)
    worker = threading.Thread(target=desk.world.workspace.changes.publish, args=(ChangeSet.of("outbox"),))
    with qtbot.waitSignal(desk.window.bridge.changed):
        worker.start()
    worker.join()
    assert desk.engine.asked == []


def test_f5_syncs_and_the_line_counts(qtbot: QtBot, desk: Desk) -> None:
    entered, held = threading.Event(), threading.Event()
    desk.engine.scripts = [[step(500, 1880), lambda: (entered.set(), held.wait(10), step(600, 1880))[2]]]
    desk.host.start(sync=False)
    qtbot.keyClick(desk.window, Qt.Key.Key_F5)
    line = desk.window.status_line
    qtbot.waitUntil(lambda: line.connection.text() == "Harbour Web Studio LLC: 500 of 1,880")
    assert (line.bar.isVisible(), line.bar.value(), line.bar.maximum()) == (True, 500, 1880)
    with qtbot.waitSignal(desk.host.pass_finished):
        held.set()
    assert line.connection.text() == "Online"
    assert not line.bar.isVisible()


def test_f5_on_a_deal_refreshes_that_deal_and_says_so(qtbot: QtBot, desk: Desk) -> None:
    desk.host.start(sync=False)
    desk.window.desk.open_deal(
        desk.world.workspace.deals.rows(desk.world.workspace.deals.ids()[:1]).popitem()[1].deal_id
    )
    shown = desk.window.pages.deal_id()
    with qtbot.waitSignal(desk.host.refreshed):
        qtbot.keyClick(desk.window, Qt.Key.Key_F5)
    assert desk.engine.refreshed == [("deal", shown, "")]
    qtbot.waitUntil(lambda: bool(desk.engine.asked))
    assert "HubSpot" in desk.window.toast.accessibleName()


def test_two_connections_side_by_side_take_turns_on_the_line(qtbot: QtBot, desk: Desk) -> None:
    seen = []
    both = [step(n, 900) if n % 2 else Progress("HubSpot", "contact", n, 800) for n in range(1, 200)]
    desk.engine.scripts = [both]
    desk.host.progressed.connect(lambda _step: seen.append(desk.window.status_line.connection.text()))
    desk.host.start(sync=False)
    with qtbot.waitSignal(desk.host.pass_finished):
        qtbot.keyClick(desk.window, Qt.Key.Key_F5)
    turns = [one for one, other in pairwise(seen) if one.split(":")[0] != other.split(":")[0]]
    assert len(turns) < 10


def test_pausing_says_so_and_offers_to_go_on(desk: Desk) -> None:
    desk.window.commands.run("sync.pause")
    assert desk.window.status_line.connection.text() == "Paused"
    assert desk.window.commands["sync.pause"].text() == "Go on s&yncing"
    desk.window.commands.run("sync.pause")
    assert desk.window.status_line.connection.text() == "Online"


def reported(problem: Problem) -> SyncReport:
    return SyncReport(
        NOW, connections=[ConnectionReport(1, "quickbooks", HARBOUR, "Harbour", problem=problem)]
    )


def test_offline_is_no_banner_but_trouble_is(desk: Desk) -> None:
    desk.host.pass_finished.emit(reported(offline()))
    assert desk.window.status_line.connection.text() == "Offline since 10:00"
    assert desk.window.banner.isHidden()
    trouble = Problem("SIGN_IN_EXPIRED", {"service": "QuickBooks", "server_text": "expired"})
    desk.host.pass_finished.emit(reported(trouble))
    assert desk.window.banner.isVisible()
    assert desk.window.banner.accessibleName() == "QuickBooks asks you to sign in again"


def test_a_pass_that_broke_is_told_with_a_way_on(desk: Desk) -> None:
    desk.host.crashed.emit("The disk is full.")
    assert desk.window.banner.accessibleDescription() == "The disk is full."
    buttons = [b.text() for b in desk.window.banner.findChildren(QAbstractButton) if b.text()]
    assert buttons == ["Sync now"]


def test_the_profile_is_named_on_the_status_line(qtbot: QtBot, desk: Desk) -> None:
    line = desk.window.status_line.version
    assert line.whole_text() == f"Legacy profile, version {__version__}"
    desk.world.workspace.rulebook.choose_profile(Profile.NEW)
    qtbot.waitUntil(lambda: line.whole_text() == f"New profile, version {__version__}")
