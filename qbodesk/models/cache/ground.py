"""What kind of place a folder is: of this computer, of another one, or one that a program copies about. Asks no network.

SQLite's locks do not hold over a network, and a program that copies the file without its log, or brings an older one back,
damages it (https://www.sqlite.org/howtocorrupt.html §2.1). A folder that was not recognised counts as one of this computer.
"""

import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final


class Ground(StrEnum):
    """`network`: the disk is another computer's; `cloud`: a program keeps copies of the folder elsewhere in step."""

    LOCAL = "local"
    NETWORK = "network"
    CLOUD = "cloud"


NETWORK_SYSTEMS: Final = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs", "webdav", "davfs", "davfs2", "ceph",
    "glusterfs", "lustre", "fuse.sshfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.gvfsd-fuse",
})  # fmt: skip

_CLOUDS: Final = re.compile(
    r"dropbox( \(.+\))?|onedrive( - .+)?|google drive|googledrive|my drive|mój dysk|icloud ?drive|mobile documents|cloudstorage"
    r"|nextcloud|owncloud|syncthing|pcloud ?drive|megasync|seafile|box sync|proton drive",
    re.IGNORECASE,
)
_MARKS: Final = (
    ".dropbox",
    ".dropbox.cache",
    ".stfolder",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".tmp.drivedownload",
)
_OCTAL: Final = re.compile(r"\\([0-7]{3})")
_MAC: Final = re.compile(r".* on (?P<place>/.*) \((?P<system>[a-z0-9]+)[,)].*")


def ground_of(folder: Path) -> Ground:
    """What kind of place a folder is that may not exist yet; the name of a program's folder counts anywhere above it."""
    whole = folder.expanduser().resolve()
    if _is_remote(whole):
        return Ground.NETWORK
    return Ground.CLOUD if in_cloud(whole) else Ground.LOCAL


def in_cloud(whole: Path) -> bool:
    """Whether a folder lies in one that a cloud program copies, by its name or by what the program leaves there."""
    above = (whole, *whole.parents)
    return any(
        _CLOUDS.fullmatch(each.name) or any((each / mark).exists() for mark in _MARKS) for each in above
    )


def system_of(place: str, mounts: dict[str, str]) -> str:
    """The file system of a place by what is mounted where; "" when nothing is known."""
    for each in (PurePosixPath(place), *PurePosixPath(place).parents):
        if (found := mounts.get(str(each))) is not None:
            return found
    return ""


def linux_mounts(told: str) -> dict[str, str]:
    """Mount point -> file system, from /proc/self/mountinfo (proc(5)); the last one at a place is the one seen."""
    found = {}
    for line in told.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > 4 and after:
            place = _OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[4])
            found[place] = after.split(" ")[0]
    return found


def mac_mounts(told: str) -> dict[str, str]:
    """The same from what macOS' `mount` prints."""
    return {line["place"]: line["system"] for line in map(_MAC.fullmatch, told.splitlines()) if line}


def _is_remote(whole: Path) -> bool:
    try:
        if sys.platform == "win32":
            return _remote_drive(whole)
        if sys.platform == "darwin":
            told = subprocess.run(
                ["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True
            ).stdout
            mounts = mac_mounts(told)
        else:
            mounts = linux_mounts(Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace"))
    except (OSError, subprocess.SubprocessError):
        return False
    return system_of(str(whole), mounts) in NETWORK_SYSTEMS


def _remote_drive(whole: Path) -> bool:
    if str(whole).startswith("\\\\"):
        return True
    import ctypes

    remote = 4  # DRIVE_REMOTE of GetDriveTypeW
    return bool(ctypes.windll.kernel32.GetDriveTypeW(whole.anchor) == remote)  # type: ignore[attr-defined]  # Windows alone has it
