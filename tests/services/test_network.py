"""The chosen proxy comes back after a restart; its password lies nowhere in clear."""

import pytest

from qbodesk.models.errors import InvalidInput
from qbodesk.services.http.proxies import ProxyChoice, Way
from tests.services.signin.conftest import Open, open_signing

__all__ = ["open_signing"]

CHOICE = ProxyChoice(Way.PROXY, "http://proxy.example:3128", "anna")


def test_kept_and_sealed(open_signing: Open) -> None:
    signing = open_signing()
    assert signing.ws.network.choice() == ProxyChoice(Way.SYSTEM)
    signing.ws.network.choose(CHOICE, "canary-password")
    again = open_signing()
    assert again.ws.network.choice() == CHOICE
    assert again.ws.network.password() == "canary-password"
    found = again.ws.network.proxies.of("https://server.example")
    assert found
    assert found.auth == ("anna", "canary-password")
    folder = again.ws.folder
    assert b"canary-password" not in b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    again.ws.network.choose(CHOICE)
    assert again.ws.network.has_password()
    again.ws.network.choose(ProxyChoice(Way.DIRECT))
    assert not again.ws.network.has_password()


def test_a_wrong_address_changes_nothing(open_signing: Open) -> None:
    signing = open_signing()
    signing.ws.network.choose(CHOICE, "x")
    with pytest.raises(InvalidInput):
        signing.ws.network.choose(ProxyChoice(Way.PROXY, "nonsense"))
    assert signing.ws.network.choice() == CHOICE
