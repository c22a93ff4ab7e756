"""Whatever the system's password store does, nothing is kept in clear and a sentence says what to do."""

import sys

import pytest
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringError, KeyringLocked

from qbodesk.models.errors import KeyringUnavailable, QboDeskError, SignInExpired
from qbodesk.services.secrets.system_keyring import LONGEST, SystemKeyring
from tests.helpers.memory_keyring import MemoryKeyring


class Raising(MemoryKeyring):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, *_what: str) -> str | None:
        raise self.error

    def set_password(self, *_what: str) -> None:
        raise self.error

    def delete_password(self, *_what: str) -> None:
        raise self.error


def test_what_is_put_is_there_until_it_is_forgotten() -> None:
    store = SystemKeyring(MemoryKeyring())
    assert store.get("one") is None
    store.put("one", "text")
    store.put("two", "other")
    assert (store.get("one"), store.get("two")) == ("text", "other")
    store.forget("one")
    store.forget("one")
    assert (store.get("one"), store.get("two")) == (None, "other")


def test_each_name_is_a_service_of_its_own() -> None:
    """Windows keeps one user per service and renames what was there."""
    backend = MemoryKeyring()
    for name in ("one", "two"):
        SystemKeyring(backend).put(name, name)
    assert len({service for service, _user in backend._kept}) == 2


def test_a_store_that_keeps_nothing_is_found_out() -> None:
    with pytest.raises(KeyringUnavailable) as caught:
        SystemKeyring(NullKeyring()).put("one", "text")
    assert caught.value.code == "KEYRING_FORGETS"


@pytest.mark.parametrize(
    "error",
    [
        KeyringError("odd"),
        InitError("no daemon"),
        OSError(1783, "The stub received bad data"),
        RuntimeError("no D-Bus"),
    ],
)
def test_a_store_that_fails_is_told_with_its_own_words(error: Exception) -> None:
    store = SystemKeyring(Raising(error))
    for act in (lambda: store.get("one"), lambda: store.put("one", "text")):
        with pytest.raises(KeyringUnavailable) as caught:
            act()
        assert str(error) in caught.value.problem.detail
    store.forget("one")


def test_keyrings_own_way_to_have_none() -> None:
    with pytest.raises(KeyringUnavailable):
        SystemKeyring(FailKeyring()).put("one", "text")


def test_a_locked_store_asks_to_be_unlocked() -> None:
    store = SystemKeyring(Raising(KeyringLocked("dismissed")))
    for act in (lambda: store.get("one"), lambda: store.put("one", "text")):
        with pytest.raises(SignInExpired) as caught:
            act()
        assert caught.value.code == "KEYRING_LOCKED"
    store.forget("one")


def test_more_than_windows_can_hold_is_refused_before_it_fails_there() -> None:
    with pytest.raises(KeyringUnavailable):
        SystemKeyring(MemoryKeyring()).put("one", "x" * (LONGEST + 1))


def test_the_environment_does_not_choose_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHON_KEYRING_BACKEND names a store of the tests, and it is not taken."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(QboDeskError) as caught:
        SystemKeyring().get("one")
    assert caught.value.code == "KEYRING_UNAVAILABLE"
