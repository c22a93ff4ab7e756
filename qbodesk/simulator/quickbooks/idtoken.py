"""Signed identity tokens for apps that ask for `openid` (quickbooks-api.md §1.1); knows no grant."""

import secrets
from base64 import urlsafe_b64encode
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from qbodesk.simulator.wire import Body, encode

ISSUER = "https://oauth.platform.intuit.com/op/v1"


class Signer:
    """RS256 with a key of its own, made when it is first needed."""

    def __init__(self) -> None:
        self._id = secrets.token_hex(8)

    @cached_property
    def _key(self) -> RSAPrivateKey:
        return generate_private_key(public_exponent=65537, key_size=2048)

    def token(self, client_id: str, subject: str, realm: str, now: int, life: int) -> str:
        """A compact JWS about who connected which realm for whom."""
        head = {"alg": "RS256", "kid": self._id}
        claims = {
            "iss": ISSUER,
            "aud": [client_id],
            "sub": subject,
            "realmid": realm,
            "iat": now,
            "auth_time": now,
            "exp": now + life,
        }
        signed = f"{_text(encode(head))}.{_text(encode(claims))}"
        return f"{signed}.{_text(self._key.sign(signed.encode(), PKCS1v15(), SHA256()))}"

    def keys(self) -> Body:
        """The JSON Web Key Set tokens are checked with."""
        public = self._key.public_key().public_numbers()
        numbers = {"n": _text(public.n.to_bytes(256)), "e": _text(public.e.to_bytes(3))}
        return {"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self._id, **numbers}]}


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
