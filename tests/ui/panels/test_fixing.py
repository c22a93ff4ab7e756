"""Every fix a record can be offered has a button that does it, or leads to the place where it is done."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import rules, tables_crm, tables_qbo
from qbodesk.models.domain.fixes import FIXES, Fix, fixes_of_record
from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.errors import Problem
from qbodesk.services.rules.health import Standing
from qbodesk.ui.duplicates.page import DuplicatesPage
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels.fix_bar import RECORD_VERBS
from qbodesk.ui.panels.fixing_actions import DECISIONS, place_of
from qbodesk.ui.settings.mapping.section import MappingsSection
from tests.ui.windows import Desk, desk, empty_world, world
from tests.ui.world import HARBOUR, add

__all__ = ["desk", "empty_world", "world"]


def standing(
    code: str, of: str = "contacts", crm_type: str = "contact", crm_id: str = "", **facts: str
) -> Standing:
    return Standing(1, HARBOUR, of, "58", "Acme", crm_type, crm_id, rules.FAILING, Problem(code, facts), None)


def test_every_fix_of_a_record_has_a_button_and_is_done_somewhere() -> None:
    offered = {fix for code in FIXES for fix in fixes_of_record(code)}
    assert offered | {Fix.DISMISS} == set(RECORD_VERBS)
    elsewhere = {fix for fix in offered if place_of(fix, standing("SHARED_SIGN")) is not None}
    assert offered - DECISIONS - elsewhere == {Fix.QUICKBOOKS, Fix.HUBSPOT, Fix.SYNC}


@pytest.mark.parametrize(
    ("fix", "found", "place"),
    [
        (Fix.RULE, standing("RULE_OFF"), Place("settings", search="sync", view=f"contacts:{HARBOUR}:rule")),
        (
            Fix.BACKFILL,
            standing("BEFORE_RULE", "products", ""),
            Place("settings", search="sync", view=f"products:{HARBOUR}:backfill"),
        ),
        (
            Fix.MAPPING,
            standing("MAPPING_NOT_A_DATE", property="Due date", crm_type="company"),
            Place("settings", search="mappings", view=f"companies:{HARBOUR}:Due date"),
        ),
        (
            Fix.MAPPING,
            standing("LINE_REFUSED", "invoices", "invoice"),
            Place("settings", search="mappings", view=f"line_items:{HARBOUR}:"),
        ),
        (Fix.COMPARE, standing("NAMESAKE"), Place("duplicates", search="58", view="across")),
        (Fix.COMPARE, standing("COUNTERPART_TAKEN"), Place("duplicates", search="58", view="customers")),
        (
            Fix.COMPARE,
            standing("SEVERAL_COUNTERPARTS", crm_type="company"),
            Place("duplicates", search="58", view="companies"),
        ),
        (Fix.CONNECTION, standing("SIGN_IN_EXPIRED"), Place("settings", search="connections")),
        (Fix.NETWORK, standing("PROXY_FAILED"), Place("settings", search="network")),
        (Fix.QUEUE, standing("SEVERAL_FOUND"), Place("queue")),
    ],
)
def test_a_fix_leads_to_its_place(desk: Desk, fix: Fix, found: Standing, place: Place) -> None:
    desk.window.desk.fixing.fix(fix, [found])
    assert desk.window.navigator.place == place


@pytest.mark.parametrize(
    ("fix", "found", "there"),
    [
        (Fix.QUICKBOOKS, standing("NO_EMAIL"), "customerdetail?nameId=58"),
        (Fix.HUBSPOT, standing("NAMESAKE", other="77"), "record/0-1/77"),
        (Fix.HUBSPOT, standing("CHANGED_IN_HUBSPOT", "invoices", "invoice", "912"), "record/0-53/912"),
    ],
)
def test_a_record_opens_in_the_browser(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fix: Fix, found: Standing, there: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    desk.window.desk.fixing.fix(fix, [found])
    (address,) = opened
    assert address.endswith(there)


def test_a_decision_is_made_at_once_and_the_next_sync_acts_on_it(qtbot: QtBot, desk: Desk) -> None:
    key = {"realm_id": HARBOUR, "object": "contacts", "qb_id": "58", "crm_type": "contact"}
    with desk.world.change("rule") as tx:
        told = rules.problem_columns(Problem("COUNTERPART_GONE"))
        rules.note(tx, [{**key, "label": "Acme", "crm_id": "5", "state": rules.FAILING, **told}])
    health = desk.world.workspace.health
    desk.window.desk.fixing.fix(Fix.UNLINK, health.of_quickbooks("customer", HARBOUR, "58"))

    def unlinked() -> bool:
        (found,) = health.of_quickbooks("customer", HARBOUR, "58")
        return (found.state, found.crm_id, found.problem) == (rules.QUEUED, "", None)

    qtbot.waitUntil(unlinked)


def test_the_mapping_of_a_property_comes_under_the_cursor(qtbot: QtBot, desk: Desk) -> None:
    found = standing("MAPPING_NOT_A_NUMBER", "products", "product", property="Unit price")
    desk.window.desk.fixing.fix(Fix.MAPPING, [found])
    section = desk.window.pages.settings.widget("mappings")
    assert isinstance(section, MappingsSection)
    qtbot.waitUntil(lambda: section.chosen() is not None and section.table.hasFocus())
    row = section.chosen()
    assert row is not None
    assert (section.target, section.realm_id, row.mapping.target) == (Target.PRODUCTS, "", "price")


def test_the_pair_of_a_customer_comes_under_the_cursor(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("contact", "customer") as tx:
        for number, name in enumerate(("Anna Early", "Zoe Late")):
            given, family = name.split()
            email = f"{given}@late.test".casefold()
            raw = {"PrimaryEmailAddr": {"Address": email}, "GivenName": given, "FamilyName": family}
            add(
                tx, tables_qbo.customer, realm_id=HARBOUR, id=f"q{number}", name=name, given_name=given,
                family_name=family, email=email, email_folded=email, active=1, raw=msgspec.json.encode(raw),
            )  # fmt: skip
            told = {"email": email, "firstname": given, "lastname": family}
            add(
                tx, tables_crm.contact, id=f"h{number}", first_name=given, last_name=family, email=email,
                raw=msgspec.json.encode({"properties": told}),
            )  # fmt: skip
    found = replace(standing("SEVERAL_COUNTERPARTS"), qb_id="q1")
    desk.window.desk.fixing.fix(Fix.COMPARE, [found])
    page = desk.window.pages["duplicates"]
    assert isinstance(page, DuplicatesPage)
    qtbot.waitUntil(page.table.hasFocus)
    pair = page.model.row_at(page.table.currentIndex().row())
    assert pair is not None
    assert {pair.one.id, pair.other.id} == {"q1", "h1"}
    assert page.link.isEnabled()
