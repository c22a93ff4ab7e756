"""The words of the command line, before any command runs."""

from pathlib import Path

import pytest

from qbodesk.app.cli import read


@pytest.mark.parametrize("words", [["--data-dir", "/x", "search", "y"], ["search", "y", "--data-dir", "/x"]])
def test_the_folder_may_stand_before_or_after_the_command(words: list[str]) -> None:
    assert read(words).data_dir == Path("/x")


def test_without_a_command_it_is_the_window() -> None:
    options = read(["--data-dir", "/x", "--lang", "pl"])
    assert options.run.__name__ == "window"
    assert (options.data_dir, options.lang, options.theme) == (Path("/x"), "pl", None)


@pytest.mark.parametrize("words", [["--lang", "xx"], ["--data-dir"], ["nonsense"], ["--nonsense"]])
def test_what_is_wrong_is_said_with_all_commands(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        read(words)
    assert ended.value.code == 2
    assert "COMMAND" in capsys.readouterr().err
