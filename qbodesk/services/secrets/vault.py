"""The sealed sign-ins of one workspace, and who holds their key: the system's password store, a passphrase, or this run alone.

Files in `signins/`: one description of the key, one sealed file per secret. Several processes may read and write them; who
changes one after reading it holds `alone` meanwhile. Never in clear, and never in a backup of the workspace.
"""

import os
import re
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

import msgspec

from qbodesk.models.errors import InvalidInput, KeyringUnavailable, SignInExpired
from qbodesk.services.secrets import private_files
from qbodesk.services.secrets.cipher import COST, KEY_BYTES, Unsealable, key_of, new_key, seal, unseal
from qbodesk.services.secrets.file_lock import locked
from qbodesk.services.secrets.key_store import KeyStore

PASSPHRASE_VARIABLE = "QBODESK_PASSPHRASE"  # noqa: S105 - the variable's name
FOLDER = "signins"
SHORTEST = 8
"""Characters of a passphrase: what guesses over a stolen disk are slowed down for."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CHECK = "check"


class Kind(StrEnum):
    """Who holds the key."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - a word, not one
    RUN = "run"
    """Nobody: with the end of the program the sign-ins are gone."""


class _Described(msgspec.Struct):
    id: str
    kind: Kind
    check: str
    salt: str = ""
    cost: int = COST
    version: int = 1


class Vault:
    """Thread-safe; `kind`, `locked`, `has` and `names` never wait.

    Reading and writing raise `SignInExpired` when the key cannot be had now, with a code that says why.
    """

    def __init__(
        self,
        workspace: Path,
        keyring: KeyStore | None = None,
        passphrase: Callable[[], str | None] = lambda: os.environ.get(PASSPHRASE_VARIABLE),
        *,
        cost: int = COST,
    ) -> None:
        """`passphrase` is asked for headless use; `cost` is for tests."""
        self._folder = workspace / FOLDER
        self._given = keyring
        self._passphrase = passphrase
        self._cost = cost
        self._guard = threading.RLock()
        self._key: tuple[str, bytes] | None = None
        self._run: dict[str, bytes] | None = None

    @property
    def kind(self) -> Kind | None:
        """Who holds the key; None before anything was kept."""
        if self._run is not None:
            return Kind.RUN
        found = self._described()
        return found.kind if found else None

    def prepare(self) -> None:
        """Make sure that something can be kept, before a browser is opened for it.

        Without a vault one is made: under QBODESK_PASSPHRASE where it is set, else in the system's password store. Raises
        `KeyringUnavailable` where there is neither: then a person chooses, and `create` is called.
        """
        with self._guard:
            if self._run is not None:
                return
            if self.kind is not None:
                self._open()
            elif told := self._passphrase():
                self.create(Kind.PASSPHRASE, told)
            else:
                self.create(Kind.KEYRING)

    def create(self, kind: Kind, passphrase: str = "") -> None:
        """A new, empty vault in the place of any other. Raises `InvalidInput`, `KeyringUnavailable`."""
        with self._guard:
            if kind is Kind.RUN:
                self.erase()
                self._run = {}
                return
            made = _Described(uuid4().hex, kind, "", cost=self._cost)
            if kind is Kind.PASSPHRASE:
                if len(passphrase) < SHORTEST:
                    raise InvalidInput("PASSPHRASE_SHORT", field="passphrase", least=SHORTEST)
                salt = os.urandom(16)
                made.salt = b64encode(salt).decode()
                key = key_of(passphrase, salt, self._cost)
            else:
                key = new_key()
                self._keyring().put(made.id, b64encode(key).decode())
            self.erase()
            made.check = b64encode(seal(key, b"", _about(made.id, _CHECK))).decode()
            private_files.private_folder(self._folder)
            private_files.write(self._description, msgspec.json.encode(made))
            self._key = (made.id, key)

    def unlock(self, passphrase: str) -> None:
        """Open it for this run. Raises `InvalidInput` when it is not the passphrase it was made with."""
        with self._guard:
            described = self._described()
            if described is None or described.kind is not Kind.PASSPHRASE:
                return
            key = self._matching(described, passphrase)
            if key is None:
                raise InvalidInput("PASSPHRASE_WRONG", field="passphrase")
            self._key = (described.id, key)

    def locked(self) -> bool:
        """Whether only a passphrase that nobody has given yet opens it."""
        described = None if self._run is not None else self._described(damaged=None)
        if described is None or described.kind is not Kind.PASSPHRASE:
            return False
        held = self._key
        return not (held and held[0] == described.id) and not self._passphrase()

    def erase(self) -> None:
        """Forget every secret and the key: nobody can sign in with them again. Also the way out of a lost passphrase."""
        with self._guard:
            described = self._described(damaged=None)
            self.leave_to_original()
            if described is not None and described.kind is Kind.KEYRING:
                self._keyring().forget(described.id)

    def leave_to_original(self) -> None:
        """Forget every secret of this folder and nothing else: it is a copy, and its original goes on using the key."""
        with self._guard:
            self._key = self._run = None
            for path in self._folder.glob("*"):
                if path.suffix != ".lock":  # somebody may hold it
                    private_files.remove(path)

    def get(self, name: str) -> bytes | None:
        """A secret, None when there is none of this name."""
        with self._guard:
            if self._run is not None:
                return self._run.get(_checked(name))
            sealed = private_files.read(self._path(name))
            if sealed is None:
                return None
            vault, key = self._open()
            try:
                return unseal(key, sealed, _about(vault, name))
            except Unsealable as error:
                raise SignInExpired("SIGN_IN_UNREADABLE") from error

    def has(self, name: str) -> bool:
        """Whether there is one, readable or not."""
        return name in self._run if self._run is not None else self._path(name).exists()

    def put(self, name: str, secret: bytes) -> None:
        """Keep or replace a secret; returns when it is on the disk. Makes the vault, as `prepare`, when there is none."""
        with self._guard:
            self.prepare()
            if self._run is not None:
                self._run[_checked(name)] = secret
                return
            vault, key = self._open()
            private_files.write(self._path(name), seal(key, secret, _about(vault, name)))

    def forget(self, name: str) -> None:
        """Gone afterwards, whether it was there or not; needs no key."""
        with self._guard:
            if self._run is not None:
                self._run.pop(name, None)
            private_files.remove(self._path(name))

    def names(self) -> list[str]:
        """What is kept, in the order of the alphabet."""
        if self._run is not None:
            return sorted(self._run)
        return sorted(path.stem for path in self._folder.glob("*.sealed"))

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """No other process changes this secret meanwhile; read it again inside. Raises `ServerTrouble` after a long wait."""
        if self._run is not None or not self._folder.is_dir():
            yield
            return
        with locked(self._folder / f"{_checked(name)}.lock"):
            yield

    # The key

    def _keyring(self) -> KeyStore:
        if self._given is None:
            from qbodesk.services.secrets.system_keyring import SystemKeyring

            self._given = SystemKeyring()
        return self._given

    def _open(self) -> tuple[str, bytes]:
        described = self._described()
        if described is None:
            raise SignInExpired("KEY_MISSING")
        if self._key is None or self._key[0] != described.id:
            self._key = (described.id, self._fetched(described))
        return self._key

    def _fetched(self, described: _Described) -> bytes:
        if described.kind is Kind.PASSPHRASE:
            told = self._passphrase()
            if not told:
                raise SignInExpired("PASSPHRASE_NEEDED")
            found = self._matching(described, told)
            if found is None:
                raise SignInExpired("PASSPHRASE_WRONG")
            return found
        try:
            text = self._keyring().get(described.id)
        except KeyringUnavailable as error:
            raise SignInExpired("KEYRING_GONE", **error.problem.facts) from error
        if text is None:
            # the folder came from another computer or user, or somebody tidied the password store
            raise SignInExpired("KEY_MISSING")
        try:
            key = b64decode(text, validate=True)
        except ValueError:
            key = b""
        if not _fits(described, key):
            raise SignInExpired("KEY_MISSING")
        return key

    @staticmethod
    def _matching(described: _Described, passphrase: str) -> bytes | None:
        try:
            key = key_of(passphrase, b64decode(described.salt), described.cost)
        except (Unsealable, ValueError) as error:
            raise SignInExpired("SIGN_IN_UNREADABLE") from error
        return key if _fits(described, key) else None

    def _described(self, *, damaged: str | None = "SIGN_IN_UNREADABLE") -> _Described | None:
        body = private_files.read(self._description)
        if body is None:
            return None
        try:
            return msgspec.json.decode(body, type=_Described)
        except msgspec.DecodeError as error:
            if damaged is None:
                return None
            raise SignInExpired(damaged) from error

    @property
    def _description(self) -> Path:
        return self._folder / "vault.json"

    def _path(self, name: str) -> Path:
        return self._folder / f"{_checked(name)}.sealed"


def _checked(name: str) -> str:
    """A name becomes a file's: parts of it came from a server's address."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return name


def _about(vault: str, name: str) -> str:
    return f"qbodesk/1/{vault}/{name}"


def _fits(described: _Described, key: bytes) -> bool:
    if len(key) != KEY_BYTES:
        return False
    try:
        unseal(key, b64decode(described.check), _about(described.id, _CHECK))
    except (Unsealable, ValueError):
        return False
    return True
