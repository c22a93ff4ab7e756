"""The password store of this system, chosen by name: never the one an environment variable or a planted file names.

keyring would let PYTHON_KEYRING_BACKEND, keyringrc.cfg (with a path to load code from) and any installed plug-in decide;
among those are one that keeps nothing and says it did, and several that keep plain text (reliability-security.md §4.4).
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from keyring.errors import KeyringError, KeyringLocked

from qbodesk.models.errors import KeyringUnavailable, SignInExpired

LONGEST = 1_280
"""Characters Windows can hold (2,560 bytes of UTF-16); a key of ours has 44."""

_USER = "key"
_BACKENDS: dict[str, tuple[tuple[str, str], ...]] = {
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "linux": (("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring")),
}


class SystemKeyring:
    """Windows' credential store, the macOS keychain, Secret Service or KWallet. May ask the user, so never in the GUI thread."""

    def __init__(self, backend: Any = None) -> None:
        """`backend` is keyring's own object; None is this system's, looked for when first needed."""
        self._given = backend

    def get(self, name: str) -> str | None:
        """Each name has a service of its own: Windows renames the second user of one service."""
        with _translated():
            found: str | None = self._backend().get_password(_service(name), _USER)
        return found

    def put(self, name: str, text: str) -> None:
        """Reads it back: some stores say they kept what they threw away."""
        if len(text) > LONGEST:
            raise KeyringUnavailable(reason=f"{len(text)} > {LONGEST}")
        with _translated():
            self._backend().set_password(_service(name), _USER, text)
        if self.get(name) != text:
            raise KeyringUnavailable("KEYRING_FORGETS")

    def forget(self, name: str) -> None:
        """A store that is locked or gone keeps what nobody can use: the sealed files are deleted before."""
        with suppress(KeyringUnavailable, SignInExpired), _translated():
            self._backend().delete_password(_service(name), _USER)

    def _backend(self) -> Any:
        if self._given is None:
            self._given = _of_this_system()
        return self._given


# A store may fail in its own ways: D-Bus errors and win32's are no KeyringErrors.
_TROUBLE: tuple[type[Exception], ...] = (KeyringError, OSError, RuntimeError, ValueError)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except KeyringLocked as error:
        raise SignInExpired("KEYRING_LOCKED") from error
    except _TROUBLE as error:
        raise KeyringUnavailable(reason=str(error) or type(error).__name__) from error


def _service(name: str) -> str:
    return f"qbodesk {name}"


def _of_this_system() -> Any:
    reasons = []
    for module, name in _BACKENDS.get(sys.platform, _BACKENDS["linux"]):
        try:
            kind = getattr(importlib.import_module(module), name)
            _ = kind.priority  # raises where the store does not run
            made = kind()
        except Exception as error:  # noqa: BLE001 - whatever a foreign store stumbles over, it is not there for us
            reasons.append(str(error) or type(error).__name__)
            continue
        if sys.platform == "win32":
            made.persist = "local machine"  # by default it would travel to every computer of a domain
        return made
    raise KeyringUnavailable(reason="; ".join(reasons))
