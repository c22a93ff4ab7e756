"""Sign-ins come back for whoever has the key, and for nobody else."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbodesk.models.errors import DiskFull, InvalidInput, KeyringUnavailable, ServerTrouble, SignInExpired
from qbodesk.services.secrets import Kind, Vault, file_lock, private_files
from qbodesk.services.secrets.cipher import Unsealable, key_of, new_key, seal, unseal
from qbodesk.services.secrets.system_keyring import LONGEST, SystemKeyring
from tests.helpers.memory_keyring import MemoryKeyring

SECRET = b"canary-refresh-token-AB11"
WORDS = "correct horse battery"


def vault(folder: Path, backend: MemoryKeyring | None = None, *, told: str | None = None) -> Vault:
    return Vault(folder, SystemKeyring(backend or MemoryKeyring()), lambda: told, cost=2)


class NoKeyring(MemoryKeyring):
    """A system without a password store."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no store")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("no store")


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_secret_survives_a_restart_and_lies_nowhere_in_clear(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    vault(tmp_path, backend).put("quickbooks-123", SECRET)
    again = vault(tmp_path, backend)
    assert again.get("quickbooks-123") == SECRET
    assert again.names() == ["quickbooks-123"]
    assert again.kind is Kind.KEYRING
    assert SECRET not in bytes_below(tmp_path)
    [key] = backend._kept.values()
    assert key.encode() not in bytes_below(tmp_path)
    again.forget("quickbooks-123")
    assert again.get("quickbooks-123") is None


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    vault(tmp_path).put("one", SECRET)
    folder = tmp_path / "signins"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_tokens_of_any_length_fit_though_windows_holds_little(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    made = vault(tmp_path, backend)
    made.put("one", b"t" * 100_000)
    assert made.get("one") == b"t" * 100_000
    assert [len(text) for text in backend._kept.values()] == [44]
    assert LONGEST > 44


def test_without_a_password_store_somebody_must_choose(tmp_path: Path) -> None:
    made = vault(tmp_path, NoKeyring())
    with pytest.raises(KeyringUnavailable):
        made.prepare()
    with pytest.raises(KeyringUnavailable):
        made.put("one", SECRET)
    assert made.kind is None
    assert bytes_below(tmp_path) == b""
    made.create(Kind.PASSPHRASE, WORDS)
    made.put("one", SECRET)
    assert made.get("one") == SECRET


def test_for_this_run_only_nothing_is_written(tmp_path: Path) -> None:
    made = vault(tmp_path, NoKeyring())
    made.create(Kind.RUN)
    made.put("one", SECRET)
    assert made.get("one") == SECRET
    assert made.names() == ["one"]
    assert made.kind is Kind.RUN
    assert bytes_below(tmp_path) == b""
    assert vault(tmp_path).get("one") is None


def test_a_passphrase_locks_until_it_is_given(tmp_path: Path) -> None:
    vault(tmp_path, told=WORDS).put("one", SECRET)
    later = vault(tmp_path)
    assert later.locked()
    with pytest.raises(SignInExpired) as caught:
        later.get("one")
    assert caught.value.code == "PASSPHRASE_NEEDED"
    with pytest.raises(InvalidInput) as wrong:
        later.unlock("another passphrase")
    assert wrong.value.code == "PASSPHRASE_WRONG"
    assert wrong.value.field == "passphrase"
    assert later.locked()
    later.unlock(WORDS)
    assert not later.locked()
    assert later.get("one") == SECRET
    assert WORDS.encode() not in bytes_below(tmp_path)


def test_a_wrong_passphrase_of_the_environment_is_a_sign_in_needed(tmp_path: Path) -> None:
    vault(tmp_path, told=WORDS).put("one", SECRET)
    with pytest.raises(SignInExpired) as caught:
        vault(tmp_path, told="something else").get("one")
    assert caught.value.code == "PASSPHRASE_WRONG"


def test_a_short_passphrase_is_refused_before_anything_changes(tmp_path: Path) -> None:
    made = vault(tmp_path)
    made.put("one", SECRET)
    with pytest.raises(InvalidInput):
        made.create(Kind.PASSPHRASE, "short")
    assert made.get("one") == SECRET


def test_a_lost_passphrase_costs_the_sign_ins_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "qbodesk.db").write_bytes(b"the books")
    vault(tmp_path, told=WORDS).put("one", SECRET)
    later = vault(tmp_path)
    later.erase()
    assert later.kind is None
    assert later.get("one") is None
    assert (tmp_path / "qbodesk.db").read_bytes() == b"the books"
    later.put("one", b"new")
    assert later.get("one") == b"new"


def test_a_copied_profile_does_not_open_elsewhere(tmp_path: Path) -> None:
    """The folder on another computer, or of another user: the key stayed behind."""
    vault(tmp_path / "here").put("one", SECRET)
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    there = vault(tmp_path / "there", MemoryKeyring())
    with pytest.raises(SignInExpired) as caught:
        there.get("one")
    assert caught.value.code == "KEY_MISSING"
    there.erase()
    there.put("one", b"new")
    assert there.get("one") == b"new"


def test_a_store_that_is_gone_later_says_so(tmp_path: Path) -> None:
    vault(tmp_path).put("one", SECRET)
    with pytest.raises(SignInExpired) as caught:
        vault(tmp_path, NoKeyring()).get("one")
    assert caught.value.code == "KEYRING_GONE"
    assert "no store" in caught.value.problem.detail


@pytest.mark.parametrize("key", ["", "AAAA", "no base64!", "A" * 43 + "="])
def test_another_key_under_the_same_name_is_not_used(tmp_path: Path, key: str) -> None:
    backend = MemoryKeyring()
    vault(tmp_path, backend).put("one", SECRET)
    for place in backend._kept:
        backend._kept[place] = key
    with pytest.raises(SignInExpired) as caught:
        vault(tmp_path, backend).get("one")
    assert caught.value.code == "KEY_MISSING"


def test_a_sealed_file_serves_its_own_name_and_vault_only(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    made = vault(tmp_path / "one", backend)
    other = vault(tmp_path / "two", backend)
    made.put("quickbooks-1", SECRET)
    other.put("quickbooks-1", b"other")
    sealed = tmp_path / "one/signins/quickbooks-1.sealed"
    for target in (
        tmp_path / "one/signins/quickbooks-2.sealed",
        tmp_path / "two/signins/quickbooks-1.sealed",
    ):
        shutil.copy(sealed, target)
    for holder, name in ((made, "quickbooks-2"), (other, "quickbooks-1")):
        with pytest.raises(SignInExpired) as caught:
            holder.get(name)
        assert caught.value.code == "SIGN_IN_UNREADABLE"


@pytest.mark.parametrize("damage", [b"", b"x", b"y" * 60])
def test_a_damaged_file_is_a_sign_in_to_make_anew(tmp_path: Path, damage: bytes) -> None:
    made = vault(tmp_path)
    made.put("one", SECRET)
    (tmp_path / "signins/one.sealed").write_bytes(damage)
    with pytest.raises(SignInExpired) as caught:
        made.get("one")
    assert caught.value.code == "SIGN_IN_UNREADABLE"
    made.put("one", b"new")
    assert made.get("one") == b"new"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"id":"a","kind":"plain","check":""}', b"\xff"])
def test_a_damaged_description_is_a_sign_in_to_make_anew(tmp_path: Path, body: bytes) -> None:
    made = vault(tmp_path)
    made.put("one", SECRET)
    (tmp_path / "signins/vault.json").write_bytes(body)
    with pytest.raises(SignInExpired):
        vault(tmp_path).get("one")
    later = vault(tmp_path)
    later.erase()
    later.put("one", SECRET)
    assert later.get("one") == SECRET


def test_a_planted_description_cannot_take_all_memory(tmp_path: Path) -> None:
    vault(tmp_path, told=WORDS).put("one", SECRET)
    path = tmp_path / "signins/vault.json"
    path.write_bytes(path.read_bytes().replace(b'"cost":2', b'"cost":1073741824'))
    with pytest.raises(SignInExpired):
        vault(tmp_path, told=WORDS).get("one")


@pytest.mark.parametrize("name", ["../one", "", "a/b", "A", "a b", "-a", "a\x00", "con.txt"])
def test_a_name_never_leaves_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError):
        vault(tmp_path).put(name, SECRET)


def test_a_full_disk_keeps_the_secret_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = vault(tmp_path)
    made.put("one", SECRET)

    def full(_source: object, _target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(private_files.os, "replace", full)
    with pytest.raises(DiskFull):
        made.put("one", b"new")
    monkeypatch.undo()
    assert made.get("one") == SECRET
    assert {path.suffix for path in (tmp_path / "signins").iterdir()} == {".json", ".sealed"}


def test_one_at_a_time_and_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = vault(tmp_path)
    made.put("one", SECRET)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with made.alone("one"):
            inside.set()
            assert leave.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert inside.wait(10)
    with pytest.raises(ServerTrouble) as caught, file_lock.locked(tmp_path / "signins/one.lock", patience=0):
        pass
    assert caught.value.code == "SIGN_IN_BUSY"
    leave.set()
    with made.alone("one"):
        assert made.get("one") == SECRET
    holder.join()


@settings(max_examples=30)
@given(st.binary(max_size=200), st.text(max_size=20), st.integers(0, 300))
def test_a_changed_byte_a_other_purpose_or_another_key_opens_nothing(
    plain: bytes, about: str, at: int
) -> None:
    key = new_key()
    sealed = seal(key, plain, about)
    assert unseal(key, sealed, about) == plain
    changed = bytearray(sealed)
    changed[at % len(changed)] ^= 1
    for attempt in ((key, bytes(changed), about), (key, sealed, about + "x"), (new_key(), sealed, about)):
        with pytest.raises(Unsealable):
            unseal(*attempt)


def test_a_passphrase_makes_the_same_key_with_the_same_salt_only() -> None:
    assert key_of("a", b"1" * 16, 2) == key_of("a", b"1" * 16, 2)
    assert len({key_of(word, salt, 2) for word in ("a", "ą") for salt in (b"1" * 16, b"2" * 16)}) == 4
