"""No name somebody else chose leaves its folder or means something else to a system (reliability-security.md §5, T4)."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.file_names import file_name

DEVICES = ("CON", "PRN", "AUX", "NUL", "COM1", "COM9", "LPT1", "COM¹")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1042", "1042"),
        ("FV/2026/11/001", "FV-2026-11-001"),
        ("Żółć 7", "Żółć 7"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("..\\..\\CON", "-..-CON"),
        ("C:evil", "C-evil"),
        ("con", "_con"),
        ("NUL.pdf", "_NUL.pdf"),
        ("nul .txt", "_nul .txt"),
        ("name. . .", "name"),
        (".hidden", "hidden"),
        ("inv\u202egnp.exe", "inv-gnp.exe"),
        ("a\x00b\x1bc\n", "a-b-c-"),
        ("", "invoice"),
        ("...", "invoice"),
        ("///", "invoice"),
        ("x" * 10_000, "x" * 100),
    ],
)
def test_what_becomes_of_it(text: str, expected: str) -> None:
    assert file_name(text) == expected


@given(
    st.text()
    | st.sampled_from(DEVICES).flatmap(lambda name: st.just(name) | st.text(max_size=4).map(name.__add__))
)
def test_it_is_one_harmless_part_of_a_path(text: str) -> None:
    name = f"{file_name(text)}.pdf"
    assert PurePosixPath(name).parts == (name,)
    assert PureWindowsPath(name).parts == (name,)
    assert not name.startswith((".", " "))
    assert name.split(".", maxsplit=1)[0].rstrip(" ").upper() not in DEVICES
    assert len(name.encode()) < 230
    assert all(letter.isprintable() for letter in name)
