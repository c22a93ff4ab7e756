"""Something done to many rows: a result for each, another try for what failed, and the menu that begins it."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_local import document
from qbodesk.models.errors import InvalidInput, Offline
from qbodesk.services.lists import LISTS, ListKind, ListRow
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.lists.bulk import BulkAction, keep_pdfs, save_pdfs
from qbodesk.ui.lists.jobs import Job, JobDialog
from qbodesk.ui.lists.page import ListPage
from qbodesk.ui.tables import TableState
from tests.ui.world import HARBOUR, NOW, World


def results(dialog: JobDialog) -> list[tuple[str, str, bool]]:
    return [(each.name, each.told, each.failed) for each in dialog.outcomes]


def test_every_row_has_its_result_and_failures_are_tried_again(qtbot: QtBot) -> None:
    broken = {2}

    def act(pk: int) -> str:
        if pk in broken:
            raise InvalidInput("NOT_FOUND", kind="Invoice", id=pk)
        return f"done {pk}"

    dialog = JobDialog(Job("Test", ((1, "a"), (2, "b"), (3, "c")), act), None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [failed for _name, _told, failed in results(dialog)] == [False, True, False]
    assert dialog.said.text() == "2 of 3 done, 1 failed"
    assert dialog.again.isVisible()
    broken.clear()
    dialog.again.click()
    assert results(dialog) == [("a", "done 1", False), ("b", "done 2", False), ("c", "done 3", False)]
    assert dialog.said.text() == "3 of 3 done"
    assert not dialog.again.isVisible()


def test_stopping_leaves_the_rest_waiting_and_going_on_does_it(qtbot: QtBot) -> None:
    pool = ReaderPool(threads=1)
    done: list[int] = []
    dialog = JobDialog(
        Job("Test", tuple((n, str(n)) for n in range(5)), lambda pk: (done.append(pk), f"done {pk}")[1]),
        pool.channel("jobs"),
    )
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.stop.click()
    qtbot.waitUntil(lambda: bool(dialog.outcomes[0].told))
    assert not dialog.running
    assert [each.told for each in dialog.outcomes[1:]] == ["", "", "", ""]
    dialog.again.click()
    qtbot.waitUntil(lambda: dialog.said.text() == "5 of 5 done")
    assert done == [0, 1, 2, 3, 4]
    assert pool.close()


@pytest.fixture
def page(qtbot: QtBot, world: World) -> ListPage:
    with world.workspace.cache.write() as tx:
        for number in ("1042", "1038"):
            tx.execute(
                insert(document).values(
                    realm_id=HARBOUR, invoice_id=f"1{number}", sync_token=1, fetched_at=instant(NOW),
                    body=b"%PDF-1.4 " + number.encode(),
                )
            )  # fmt: skip
    made = ListPage(LISTS["invoices"], world.workspace)
    made.bulk = [keep_pdfs(world.workspace), save_pdfs(world.workspace)]
    qtbot.addWidget(made)
    made.resize(1040, 640)
    made.show()
    made.restore(TableState())
    return made


def test_pdfs_of_the_selection_become_files_and_overwrite_none(
    qtbot: QtBot, page: ListPage, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    (tmp_path / "1042.pdf").write_bytes(b"mine")

    def fetched(row: object) -> object:
        found = world.workspace.documents.kept(row)  # type: ignore[arg-type]  # the row the page asks with
        if found is None:
            raise Offline
        return found

    monkeypatch.setattr(world.workspace.documents, "pdf", fetched)
    page.table.select_ids([world.invoices[number] for number in ("1042", "1038", "1044")])
    page.work.begin(page.bulk[1])
    dialog = page.window().findChild(JobDialog)
    told = {name: (text, failed) for name, text, failed in results(dialog)}
    assert told["1042"] == ("1042 (2).pdf", False)
    assert told["1038"] == ("1038.pdf", False)
    assert told["1044"][1]
    assert (tmp_path / "1042.pdf").read_bytes() == b"mine"
    assert (tmp_path / "1042 (2).pdf").read_bytes() == b"%PDF-1.4 1042"


def test_the_names_of_many_rows_are_read_beside_the_window(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qbodesk.ui.lists.work.AT_ONCE", 2)
    pool = ReaderPool()
    page = ListPage(LISTS["invoices"], world.workspace, readers=pool)
    qtbot.addWidget(page)
    page.restore(TableState())
    qtbot.waitUntil(lambda: len(page.model.ids) == 8)
    begun: list[Sequence[tuple[int, str]]] = []
    threads: set[int] = set()
    rows = world.workspace.lists.rows

    def noted(kind: ListKind, ids: Sequence[int]) -> dict[int, ListRow]:
        threads.add(threading.get_ident())
        return rows(kind, ids)

    monkeypatch.setattr(world.workspace.lists, "rows", noted)
    page.table.selectAll()
    page.work.begin(BulkAction(lambda: "Test", lambda chosen, _parent: begun.append(chosen)))
    qtbot.waitUntil(lambda: bool(begun))
    assert [pk for pk, _name in begun[0]] == list(page.model.ids)
    assert {name for _pk, name in begun[0]} >= {"1029", "FV/7/2026"}
    assert threading.get_ident() not in threads
    assert pool.close()


def test_the_menu_of_the_selected_rows_by_keyboard(qtbot: QtBot, page: ListPage, world: World) -> None:
    assert not page.chosen_rows.isVisible()
    page.table.select_ids([world.invoices["1042"], world.invoices["1038"]])
    assert page.chosen_rows.isVisible()
    opened: list[tuple[str, str]] = []
    page.details.outside_wanted.connect(lambda kind, remote: opened.append((kind, remote)))
    page.chosen_rows.click()
    menu = next(each for each in page.findChildren(QMenu) if each.isVisible())
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[-2:] == ["&Fetch the PDFs for reading offline", "Save the &PDFs into a folder …"]
    qtbot.keyClick(menu, Qt.Key.Key_O)
    assert sorted(opened) == [("invoice", "11038"), ("invoice", "11042")]
