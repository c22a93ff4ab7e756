"""Seals bytes under a 32-byte key (AES-256-GCM) and makes such a key of a passphrase (scrypt). Keeps nothing."""

import os

KEY_BYTES = 32
NONCE_BYTES = 12
COST = 2**17
"""scrypt's n: 128 MB and about half a second for one guess (OWASP's first recommendation)."""
HIGHEST_COST = 2**20
"""A planted description must not make the program take all memory."""


class Unsealable(Exception):
    """Another key, another purpose, or changed bytes: which of them cannot be told."""


def new_key() -> bytes:
    """A random key."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plain: bytes, about: str) -> bytes:
    """`about` says what it is for; only with the same words can it be opened."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """What was sealed. Raises `Unsealable`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable from error


def key_of(passphrase: str, salt: bytes, cost: int) -> bytes:
    """The key a passphrase stands for; slow on purpose. Raises `Unsealable` for a cost no version has ever written."""
    if not 2 <= cost <= HIGHEST_COST or cost & (cost - 1):
        raise Unsealable
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY_BYTES, n=cost, r=8, p=1).derive(passphrase.encode())
