"""Where a workspace may lie: never on a network, and not unnoticed where a cloud copies it."""

from pathlib import Path

import pytest

from qbodesk.app import compose
from qbodesk.app.compose import open_workspace
from qbodesk.models.cache.ground import Ground
from qbodesk.models.errors import WorkspaceRemote


def test_a_network_drive_is_refused_and_nothing_is_made_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compose, "ground_of", lambda _folder: Ground.NETWORK)
    with pytest.raises(WorkspaceRemote):
        open_workspace(tmp_path / "books")
    assert not (tmp_path / "books").exists()


def test_a_cloud_folder_is_told_until_the_workspace_is_moved(tmp_path: Path) -> None:
    cloud, home = tmp_path / "Dropbox" / "books", tmp_path / "books"
    workspace = open_workspace(cloud)
    (told,) = workspace.status.problems()
    assert (told.problem.code, told.problem.facts["folder"]) == ("WORKSPACE_IN_CLOUD", str(cloud))
    workspace.close()
    cloud.rename(home)
    workspace = open_workspace(home)
    assert workspace.status.problems() == []
    workspace.close()
