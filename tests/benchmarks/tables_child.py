"""The lists of 100,000 rows in a real window of a process of its own: prints one JSON line of times in ms and ends.

`FOLDER`: a workspace with its rows in the cache. Compares nothing. Another list was opened before: what is measured is a list,
not what the program imports for the first one.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from qbodesk.app.cli import read
from qbodesk.app.compose import open_workspace
from qbodesk.app.window import application, show_window
from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.ui.background.garbage import collecting
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.lists.page import ListPage
from qbodesk.ui.main_window import MainWindow
from tests.benchmarks.window_child import Heart, until, until_painted

LISTS = ("invoices", "contacts", "customers", "items", "payments")
SORTS = ("total", "customer", "due_date", "number", "balance")
FRAMES = 150

Times = dict[str, list[float]]


def settle(page: ListPage) -> None:
    """Until nothing is read for its window any more."""
    while isinstance(page.jobs, ReaderPool) and page.jobs.busy:
        until(page.jobs.idle)


def took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def opened(window: MainWindow, name: str) -> float:
    """From the command to the first frame with rows in it."""

    def show() -> None:
        window.go(name)
        page = listed(window, name)
        if not len(page.model.ids):
            until(page.model.shown)
        until_painted(page.table.viewport())

    return took(show)


def listed(window: MainWindow, name: str) -> ListPage:
    page = window.pages[name]
    assert isinstance(page, ListPage)
    return page


def answered(page: ListPage, act: Callable[[], object]) -> float:
    """From the key to the first frame of the answer."""

    def ask() -> None:
        act()
        until(page.model.shown)
        until_painted(page.table.viewport())

    time_of_it = took(ask)
    settle(page)
    return time_of_it


def worked(page: ListPage) -> Times:
    """Sorted, filtered and selected whole, and the longest block of the GUI thread meanwhile."""
    heart = Heart()
    heart.start()
    sorts = [answered(page, lambda key=key: page.table.sort_by(key, descending=True)) for key in SORTS]  # type: ignore[misc] # a default keeps the value of this turn
    dear = Filter().put(Condition("total", Operator.AT_LEAST, ("1000",)), 0, None)
    filters = [answered(page, lambda: page.show_filter(dear)), answered(page, page.clear_filters)]

    def select() -> None:
        page.table.selectAll()
        page.table.viewport().repaint()

    every = took(select)
    settle(page)
    page.table.clearSelection()
    return {"sort": sorts, "filter": filters, "select": [every], "block": heart.late}


def scrolled(page: ListPage) -> list[float]:
    """Frame by frame as the wheel does, then by pages, then as somebody drags the bar."""
    bar = page.table.verticalScrollBar()
    third = FRAMES // 3
    steps = [bar.singleStep() * 3] * third + [bar.pageStep()] * third + [bar.maximum() // (third + 2)] * third
    frames = []
    for step in steps:

        def frame(step: int = step) -> None:
            bar.setValue(bar.value() + step)
            page.table.viewport().repaint()

        frames.append(took(frame))
        QApplication.processEvents()
    return frames


def tables(folder: Path) -> Times:
    read([])
    (folder / "window.ini").unlink(missing_ok=True)
    workspace = open_workspace(folder)
    host = SyncHost(lambda: workspace.engine)
    window = show_window(application(), workspace, host, language="en", theme="light", demo=False)
    garbage = collecting(application())
    garbage.keep()
    host.busy_changed.connect(garbage.spare_the_oldest)
    until_painted(window.pages.home.list.viewport())
    opened(window, "deals")
    settle(window.pages.deals)
    times: Times = {"open": []}
    for name in LISTS:
        times["open"].append(opened(window, name))
        settle(listed(window, name))
    times["again"] = [opened(window, "invoices")]
    page = listed(window, "invoices")
    settle(page)
    times |= worked(page)
    times["scroll"] = scrolled(page)
    window.close()
    host.shutdown()
    workspace.close()
    garbage.let_go()
    return times


if __name__ == "__main__":
    sys.stdout.write(json.dumps(tables(Path(sys.argv[1]))) + "\n")
