"""Places: what the systems say about their disks, and the folders of programs that copy about."""

import sys
from pathlib import Path

import pytest

from qbodesk.models.cache import ground
from qbodesk.models.cache.ground import (
    NETWORK_SYSTEMS,
    Ground,
    ground_of,
    linux_mounts,
    mac_mounts,
    system_of,
)

LINUX = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
23 22 0:21 / /proc rw,nosuid - proc proc rw
40 22 0:44 / /mnt/office\040share rw,relatime shared:1 - cifs //server/office rw,vers=3.1.1
41 22 0:45 / /home rw - nfs4 nas:/home rw
42 41 8:1 / /home/anna/local rw - ext4 /dev/sda1 rw
43 22 0:46 / /media/stick rw - vfat /dev/sdb1 rw
garbage
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//anna@nas._smb._tcp.local/books on /Volumes/books (smbfs, nodev, nosuid, mounted by anna)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.parametrize(
    ("place", "system"),
    [
        ("/srv/books", "ext4"),
        ("/mnt/office share/books", "cifs"),
        ("/mnt/office", "ext4"),
        ("/home/anna", "nfs4"),
        ("/home/anna/local/books", "ext4"),
        ("/media/stick", "vfat"),
    ],
)
def test_the_nearest_mount_of_linux_counts(place: str, system: str) -> None:
    assert system_of(place, linux_mounts(LINUX)) == system


@pytest.mark.parametrize(
    ("place", "system"),
    [("/Users/anna/Library/qbodesk", "apfs"), ("/Volumes/books/2026", "smbfs"), ("/Volumes/other", "apfs")],
)
def test_the_nearest_mount_of_macos_counts(place: str, system: str) -> None:
    assert system_of(place, mac_mounts(MAC)) == system


def test_nothing_known_is_nothing_feared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_of("/anywhere", {}) == ""
    monkeypatch.setattr(sys, "platform", "darwin")  # whose mount this computer has not
    assert ground_of(tmp_path) is Ground.LOCAL


def test_this_computer_is_no_network(tmp_path: Path) -> None:
    assert ground_of(tmp_path / "not yet there") is Ground.LOCAL


@pytest.mark.parametrize(
    "name",
    [
        "Dropbox",
        "Dropbox (Personal)",
        "OneDrive",
        "OneDrive - Biuro",
        "Google Drive",
        "Mój dysk",
        "CloudStorage",
    ],
)
def test_a_folder_of_a_cloud_program_is_known_by_name(tmp_path: Path, name: str) -> None:
    assert ground_of(tmp_path / name / "books" / "2026") is Ground.CLOUD


@pytest.mark.parametrize("name", ["Dropbox old", "My OneDrive notes", "drive", "books"])
def test_a_name_that_only_sounds_like_it_is_not(tmp_path: Path, name: str) -> None:
    assert ground_of(tmp_path / name) is Ground.LOCAL


def test_it_is_known_by_what_the_program_left_there(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert ground_of(tmp_path / "books") is Ground.CLOUD


def test_a_network_counts_more_than_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "system_of", lambda _place, _mounts: next(iter(NETWORK_SYSTEMS)))
    if sys.platform == "linux":
        assert ground_of(tmp_path / "Dropbox") is Ground.NETWORK
