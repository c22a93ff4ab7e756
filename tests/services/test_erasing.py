"""Erasing takes what the program made and nothing else; the sign-ins are given back, and who could not be told is named."""

from pathlib import Path

import pytest

from qbodesk.models.cache.lock import WorkspaceLock
from qbodesk.models.cache.witness import Seen, Witness
from qbodesk.models.errors import CacheLocked, InvalidInput
from qbodesk.services.erasing import erase, give_back_all, what_is_there
from qbodesk.services.recovery import mark_of
from qbodesk.services.secrets import Vault
from qbodesk.services.secrets.system_keyring import SystemKeyring
from tests.services.signin.conftest import Signing, open_signing, signing

__all__ = ["open_signing", "signing"]

STAYS = ("books.qbodesk", "notes.txt", "qbodesk-copy.db", "qbodesk.db.my-own-copy", "logs/notes.txt")


def made_by_the_program(folder: Path) -> None:
    """Besides the workspace itself."""
    for name in (
        "qbodesk-before-restore-20261130-101112.db",
        "qbodesk-before-v8.db",
        "qbodesk-damaged-20261130-101112.db",
        "qbodesk-damaged-20261130-101112.db-wal",
        "moving.db",
        "window.ini",
        "logs/qbodesk.log",
        "logs/qbodesk.log.1",
        "logs/stopped.txt",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()


def test_it_goes_and_the_tokens_are_dead(signing: Signing, tmp_path: Path) -> None:
    folder, memory = signing.ws.folder, Witness(tmp_path / "memory")
    signing.quickbooks(signing.app("quickbooks"), signing.realms[0])
    signing.hubspot(signing.app("hubspot"))
    made_by_the_program(folder)
    for name in STAYS:
        (folder / name).touch()
    left = give_back_all(signing.ws.signin)
    assert left == []
    assert signing.grants("quickbooks") == []
    assert [each["refresh_token"] for each in signing.grants("hubspot")] == [""]
    signing.ws.close()
    mark = mark_of(folder)
    assert mark
    assert memory.usable()
    memory.remember(mark, Seen(1, folder))
    found = erase(folder, Vault(folder, SystemKeyring(signing.keyring), lambda: None), memory)
    assert {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()} == set(STAYS)
    assert {each.name for each in found.others} == {
        "books.qbodesk",
        "notes.txt",
        "qbodesk-copy.db",
        "qbodesk.db.my-own-copy",
    }
    assert memory.recall(mark) is None
    assert signing.keyring._kept == {}  # the key went too


def test_an_empty_folder_goes_as_well(signing: Signing, tmp_path: Path) -> None:
    signing.ws.close()
    erase(
        signing.ws.folder, Vault(signing.ws.folder, SystemKeyring(signing.keyring)), Witness(tmp_path / "m")
    )
    assert not signing.ws.folder.exists()


def test_who_could_not_be_told_is_named(signing: Signing) -> None:
    """A pasted key can be deleted in HubSpot only; QuickBooks is out of reach now, or was when it was disconnected."""
    first, second = signing.realms[:2]
    keys = signing.app("quickbooks")
    one = signing.quickbooks(keys, first)
    two = signing.quickbooks(keys, second)
    token = signing.control.post("hubspot/keys", {"kind": "private_app", "scopes": []})["token"]
    portal = signing.ws.signin.connect_hubspot_key(token, signing.url)
    signing.control.post("offline", {"offline": True})
    assert not signing.ws.signin.disconnect(two.conn_id)
    assert sorted(give_back_all(signing.ws.signin)) == sorted([one.name, two.name, portal.name])


def test_refused_while_a_window_works_on_it_and_where_there_is_none(signing: Signing, tmp_path: Path) -> None:
    signing.ws.close()
    folder, keys = signing.ws.folder, Vault(signing.ws.folder, SystemKeyring(signing.keyring))
    lock = WorkspaceLock(folder)
    lock.acquire()
    with pytest.raises(CacheLocked):
        erase(folder, keys, Witness(tmp_path / "m"))
    lock.release()
    assert (folder / "qbodesk.db").exists()
    with pytest.raises(InvalidInput) as refused:
        what_is_there(tmp_path)
    assert refused.value.code == "NO_WORKSPACE"


def test_a_link_out_of_the_folder_is_not_followed(signing: Signing, tmp_path: Path) -> None:
    signing.ws.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "qbodesk.log").touch()
    folder = signing.ws.folder
    (folder / "logs").symlink_to(elsewhere, target_is_directory=True)
    erase(folder, Vault(folder, SystemKeyring(signing.keyring)), Witness(tmp_path / "m"))
    assert (elsewhere / "qbodesk.log").exists()
