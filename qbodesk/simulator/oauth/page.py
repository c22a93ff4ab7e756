"""The page on which somebody connects an app, or reads why that is impossible: plain HTML, no script; decides nothing."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

from starlette.responses import RedirectResponse, Response

_STYLE = """
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem;
  color: #1c2126; background: #f5f6f7 }
main { background: #fff; border: 1px solid #c9ced4; border-radius: .6rem; padding: 1.5rem 2rem }
fieldset { border: 0; margin: 1rem 0; padding: 0 } legend { font-weight: 600; padding: 0 }
label { display: block; padding: .4rem .3rem } code { overflow-wrap: anywhere }
button { font: inherit; padding: .5rem 1.4rem; margin-right: .8rem; border-radius: .4rem; border: 1px solid #45505a;
  background: #fff; color: #1c2126 }
button[value=connect] { background: #1c5c38; border-color: #1c5c38; color: #fff }
:focus-visible { outline: 3px solid #1a64c8; outline-offset: 2px }
.note { color: #4c5660; font-size: .9rem }
"""
_HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + b64encode(sha256(_STYLE.encode()).digest()).decode()
    + "'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


@dataclass
class Asking:
    """Who answers the question: the person at the page, or at once the control API, for `account` if it names one."""

    answer: Literal["ask", "connect", "refuse"] = "ask"
    account: str | None = None


def question(
    service: str,
    app: str,
    *,
    choice: str,
    accounts: Mapping[str, str],
    asks: Sequence[str],
    kept: Mapping[str, str],
) -> Response:
    """Asks which account (value -> label) to connect; the form comes back to the page's own address with `kept`."""
    radios = "".join(
        f'<label><input type="radio" name="account" value="{escape(value)}" required'
        f"{' checked autofocus' if number == 0 else ''}> {escape(label)}</label>"
        for number, (value, label) in enumerate(accounts.items())
    )
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in kept.items()
    )
    wishes = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in asks)
    return _page(
        f"Connect {app} to {service}",
        f'<p><strong>{escape(app)}</strong> asks for access to your data:</p><ul>{wishes}</ul><form method="post">'
        f"<fieldset><legend>{escape(choice)}</legend>{radios}</fieldset>{hidden}"
        '<button name="answer" value="connect">Connect</button>'
        '<button name="answer" value="refuse" formnovalidate>Refuse</button></form>',
    )


def refusal(service: str, sentence: str) -> Response:
    """Says why nobody is asked. The app never hears of it: there is no address to trust."""
    return _page(f"{service}: there is a connection problem", f"<p>{escape(sentence)}</p>", status=400)


def back(redirect_uri: str, **answer: str) -> Response:
    """Sends the browser back to the app with an answer; empty values are left out."""
    query = urlencode({name: value for name, value in answer.items() if value})
    return RedirectResponse(
        urlunsplit(urlsplit(redirect_uri)._replace(query=query)), 302, {"referrer-policy": "no-referrer"}
    )


def _page(title: str, content: str, status: int = 200) -> Response:
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>{content}"
        '<p class="note">This is the qbodesk simulator. Nothing here reaches a real account.</p>'
        "</main></body></html>"
    )
    return Response(text, status, _HEADERS, "text/html; charset=utf-8")
