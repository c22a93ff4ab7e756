"""A simulator, a workspace synchronised with it, and a wizard in it; each test works on its own copy."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from qbodesk.app.compose import open_workspace
from qbodesk.services.connect import connect_simulator
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running
from qbodesk.ui.theme import apply_theme
from qbodesk.ui.wizard import open_wizard
from qbodesk.ui.wizard.dialog import WizardDialog


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    apply_theme(qapp, "light")


def synced(simulator: Running, folder: Path) -> Path:
    """A workspace folder that holds what the simulator holds."""
    workspace = open_workspace(folder)
    connect_simulator(
        workspace.cache, workspace.changes, workspace.clients, simulator.connection["control_url"]
    )
    workspace.engine.run()
    workspace.close()
    return folder


@dataclass
class World:
    """A running simulator and a workspace to copy."""

    simulator: Running
    template: Path


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(Options(realms=("US", "GB"))) as simulator:
        yield World(simulator, synced(simulator, tmp_path_factory.mktemp("template") / "workspace"))


@pytest.fixture(scope="session")
def one_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the US company alone; its simulator is gone, so it is offline."""
    with running(Options(realms=("US",))) as simulator:
        return synced(simulator, tmp_path_factory.mktemp("alone") / "workspace")


def opened(template: Path, folder: Path) -> Workspace:
    shutil.copytree(template, folder)
    return open_workspace(folder)


@pytest.fixture
def workspace(world: World, tmp_path: Path) -> Iterator[Workspace]:
    found = opened(world.template, tmp_path / "workspace ż")
    yield found
    found.close()


@pytest.fixture
def alone(one_company: Path, tmp_path: Path) -> Iterator[Workspace]:
    found = opened(one_company, tmp_path / "alone")
    yield found
    found.close()


@pytest.fixture
def wizard(qtbot):
    """Opens wizards and closes them after the test."""
    dialogs: list[WizardDialog] = []

    def open_one(workspace: Workspace, deal_name: str, **how) -> WizardDialog:
        dialog = open_wizard(workspace, deal_id(workspace, deal_name), None, **how)
        assert isinstance(dialog, WizardDialog)
        dialogs.append(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield open_one
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()
    QApplication.sendPostedEvents()


def deal_id(workspace: Workspace, name: str) -> str:
    rows = workspace.deals.rows(workspace.deals.ids(words=name)).values()
    return next(row.deal_id for row in rows if row.name == name)
