"""What the vault needs of a password store. Implements none."""

from typing import Protocol


class KeyStore(Protocol):
    """Keeps one short text per name. Raises `KeyringUnavailable`; `SignInExpired` while it is locked."""

    def get(self, name: str) -> str | None:
        """What is kept, None when there is nothing."""

    def put(self, name: str, text: str) -> None:
        """Returns only when it can be read back."""

    def forget(self, name: str) -> None:
        """Gone afterwards, whether it was there or not."""
