"""A company of a sandbox is marked across the window, at once and only while it is in view."""

from pytestqt.qtbot import QtBot

from qbodesk.models.cache import connections
from qbodesk.services.reading.status import SANDBOX
from qbodesk.services.signin.standing import QUICKBOOKS_SANDBOX
from tests.ui.windows import Desk
from tests.ui.world import HARBOUR


def test_the_stripe_comes_with_the_connection(qtbot: QtBot, desk: Desk) -> None:
    assert SANDBOX == QUICKBOOKS_SANDBOX
    stripe = desk.window.sandbox_stripe
    assert not stripe.isVisible()
    with desk.world.change("connection") as tx:
        connections.save(tx, service="quickbooks", remote_id=HARBOUR, base_url=SANDBOX)
    qtbot.waitUntil(stripe.isVisible)
    assert stripe.accessibleName().startswith("SANDBOX: Harbour")
    header = desk.window.sidebar.company
    other = next(n for n, each in enumerate(header.choices) if each.realm_id not in {None, HARBOUR})
    desk.window.choose_company(other)
    assert not stripe.isVisible()
    desk.window.choose_company(0)
    assert stripe.isVisible()
