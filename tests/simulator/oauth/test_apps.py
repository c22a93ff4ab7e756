"""Which addresses may be registered with which keys."""

import pytest

from qbodesk.simulator.oauth.apps import App, BadRedirect, Kind


@pytest.mark.parametrize(
    ("address", "development", "production"),
    [
        ("http://localhost:8765/callback", True, False),
        ("https://localhost/callback", True, False),
        ("http://127.0.0.1:8765/callback", False, False),
        ("https://192.0.2.7/callback", True, False),
        ("https://[2001:db8::1]/callback", True, False),
        ("http://bounce.example/callback", False, False),
        ("https://bounce.example/callback", True, True),
        ("https://bounce.example/callback?page=1", False, False),
        ("https://bounce.example/callback#top", False, False),
        ("qbodesk://callback", False, False),
        ("/callback", False, False),
    ],
)
def test_addresses(address: str, development: bool, production: bool) -> None:
    kinds: list[tuple[Kind, bool]] = [("development", development), ("production", production)]
    for kind, allowed in kinds:
        app = App("id", "secret", kind)
        if allowed:
            app.register([address, address])
            assert app.redirect_uris == [address]
        else:
            with pytest.raises(BadRedirect):
                app.register(["https://bounce.example/other", address])
            assert app.redirect_uris == []  # all or none
