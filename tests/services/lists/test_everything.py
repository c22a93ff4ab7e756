"""Every list as a file: whatever ends it early, nothing of it is left."""

from pathlib import Path

import pytest

from qbodesk.services.lists.everything import export_all
from tests.ui.windows import world
from tests.ui.world import World

__all__ = ["world"]


class StoppedError(Exception):
    """As by a button."""


@pytest.mark.parametrize("there", [False, True])
def test_one_that_is_stopped_leaves_nothing_and_can_be_begun_again(
    world: World, tmp_path: Path, there: bool
) -> None:
    into = tmp_path / "all"
    if there:
        into.mkdir()

    def told(share: float) -> None:
        if share > 0.3:
            assert list(into.iterdir())
            raise StoppedError

    with pytest.raises(StoppedError):
        export_all(world.workspace.lists, into, "csv", told=told)
    assert into.exists() == there
    rows = export_all(world.workspace.lists, into, "csv")
    assert {each.name for each in into.iterdir()} == set(rows)
