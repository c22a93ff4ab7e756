"""A keyring in memory, named by `PYTHON_KEYRING_BACKEND` for tests and the programs they start; shared by no two processes."""

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps passwords as long as the object lives."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring types only part of itself
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The password, or None."""
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep or replace a password."""
        self._kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a password; raises PasswordDeleteError when there is none."""
        if self._kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)
