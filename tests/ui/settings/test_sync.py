"""Settings > Sync rules on real widgets, driven by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from qbodesk.models.cache import connections, rules
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.domain.filter_text import text_of
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Action, Approval, Decision, Object, Source, SyncPlan, WhenDeleted
from qbodesk.models.errors import Problem
from qbodesk.services.sync.read import note_readable
from qbodesk.ui.lists.condition_dialog import ConditionDialog
from qbodesk.ui.navigation import Place
from qbodesk.ui.settings.sync import plan_dialog
from qbodesk.ui.settings.sync import section as sync_section
from qbodesk.ui.settings.sync.plan_dialog import PlanDialog
from qbodesk.ui.settings.sync.section import SyncSection
from tests.ui.windows import Desk
from tests.ui.world import HARBOUR


def fetched_everything(desk: Desk) -> None:
    """As after a first pass: both sides were read whole."""
    at = desk.world.workspace.clock()
    with desk.world.workspace.cache.write() as tx:
        for each in connections.listed(tx):
            books = each.service == "quickbooks"
            for name in ("changes",) if books else ("contacts", "companies", "products"):
                kind = "changes" if books else "window"
                connections.set_cursor(
                    tx, each.conn_id, name, kind=kind, value=instant(at), rows_seen=0, at=at
                )


def section_of(desk: Desk, qtbot: QtBot) -> SyncSection:
    desk.window.go("settings")
    page = desk.window.pages.settings
    page.show_section("sync")
    found = page.widget("sync")
    assert isinstance(found, SyncSection)
    found.company.setCurrentIndex(found.company.findData(HARBOUR))
    qtbot.waitUntil(lambda: found.rule.note.text() != "")
    return found


def test_every_kind_has_its_choices(qtbot: QtBot, desk: Desk) -> None:
    section = section_of(desk, qtbot)
    section.focus_first()
    assert section.rule.combos["target"].isVisibleTo(section)
    qtbot.keyClick(section.tabs, Qt.Key.Key_Right)
    assert section.kind is Object.PRODUCTS
    qtbot.waitUntil(lambda: not section.rule.combos["target"].isVisibleTo(section))
    assert not section.rule.switch.isChecked()
    assert not section.backfill.isEnabled()


def test_a_choice_is_stored_at_once(qtbot: QtBot, desk: Desk) -> None:
    section = section_of(desk, qtbot)
    combo = section.rule.combos["when_deleted"]
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)

    def stored() -> bool:
        with desk.world.workspace.cache.read() as tx:
            return rules.rule_of(tx, HARBOUR, Object.CONTACTS).when_deleted is WhenDeleted.UNLINK

    qtbot.waitUntil(stored)


def test_switching_on_shows_first_what_it_would_do(qtbot: QtBot, desk: Desk) -> None:
    section = section_of(desk, qtbot)
    fetched_everything(desk)
    section.rule.switch.setFocus()
    qtbot.keyClick(section.rule.switch, Qt.Key.Key_Space)

    def dialog() -> PlanDialog | None:
        return next((each for each in QApplication.topLevelWidgets() if isinstance(each, PlanDialog)), None)

    qtbot.waitUntil(lambda: dialog() is not None)
    shown = dialog()
    assert shown is not None
    assert "0" in shown.summary.text()
    assert not section.rule.switch.isChecked()
    qtbot.keyClick(shown.agree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: section.rule.switch.isChecked() and section.backfill.isEnabled())


def test_the_new_profile_has_a_filter_and_more_to_choose(qtbot: QtBot, desk: Desk) -> None:
    section = section_of(desk, qtbot)
    assert not section.rule.combos["without_email"].isVisibleTo(section)
    assert section.rule.combos["conflict"].findData("newest") == -1
    assert not section.rule.filter.isVisibleTo(section)
    section.profile.setFocus()
    qtbot.keyClick(section.profile, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: section.rule.filter.isVisibleTo(section))
    chips = section.rule.filter.chips["customers"]
    assert chips.isVisibleTo(section)
    assert section.rule.combos["without_email"].isVisibleTo(section)
    assert section.rule.combos["conflict"].findData("newest") > 0

    qtbot.keyClick(chips.add, Qt.Key.Key_Space)
    (dialog,) = section.window().findChildren(ConditionDialog)
    dialog.field.setCurrentIndex(dialog.field.findData("city"))
    dialog.text.setText("Boston")
    qtbot.keyClick(dialog.ok, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(chips.filter) == 1)
    with desk.world.workspace.cache.read() as tx:
        assert text_of(rules.rule_of(tx, HARBOUR, Object.CONTACTS).filter) == "city contains Boston"

    # invoices have a filter in both profiles
    qtbot.keyClick(section.profile, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: not chips.isVisibleTo(section))
    section.tabs.setCurrentIndex(list(Object).index(Object.INVOICES))
    qtbot.waitUntil(lambda: "invoices" in section.rule.filter.chips)
    assert section.rule.filter.chips["invoices"].isVisibleTo(section)


def test_what_only_hubspot_has_is_asked_for_where_a_rule_writes_to_quickbooks(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.world.workspace.rulebook.choose_profile(Profile.NEW)
    section = section_of(desk, qtbot)
    section.tabs.setCurrentIndex(list(Object).index(Object.PRODUCTS))
    qtbot.waitUntil(lambda: "when_only_in_hubspot" in section.rule.combos)
    only, direction = (section.rule.combos[key] for key in ("when_only_in_hubspot", "direction"))
    assert not only.isVisibleTo(section)
    direction.setFocus()
    qtbot.keyClick(direction, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: only.isVisibleTo(section))
    assert not section.rule.hubspot_filter.isVisibleTo(section)
    only.setFocus()
    qtbot.keyClick(only, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: section.rule.hubspot_filter.isVisibleTo(section))
    account = section.rule.combos["income_account"]
    assert account.isVisibleTo(section)

    chips = section.rule.hubspot_filter.chips["products"]
    qtbot.keyClick(chips.add, Qt.Key.Key_Space)
    (dialog,) = section.window().findChildren(ConditionDialog)
    dialog.field.setCurrentIndex(dialog.field.findData("sku"))
    dialog.text.setText("HS")
    qtbot.keyClick(dialog.ok, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(chips.filter) == 1)
    with desk.world.workspace.cache.read() as tx:
        rule = rules.rule_of(tx, HARBOUR, Object.PRODUCTS)
    assert rule.makes_in_quickbooks
    assert text_of(rule.hubspot_filter) == "sku contains HS"


def plan_of(*actions: Action) -> SyncPlan:
    def decision(number: int, action: Action) -> Decision:
        source = Source(str(number), f"Customer {number}", "1", None)
        return Decision(source, "contact", action, None, {"city": None}, {"city": "Boston"})

    plan = SyncPlan(HARBOUR, "contacts")
    plan.decisions = [decision(number, action) for number, action in enumerate(actions)]
    return plan


def shown(qtbot: QtBot, desk: Desk, plan: SyncPlan) -> PlanDialog:
    dialog = PlanDialog("Plan", "Write", [plan], desk.window)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_single_changes_and_kinds_are_unticked(qtbot: QtBot, desk: Desk) -> None:
    plan = plan_of(Action.CREATE, Action.CREATE, Action.UPDATE, Action.CONFLICT)
    dialog = shown(qtbot, desk, plan)
    assert dialog.approval() == Approval()
    qtbot.keyClick(dialog.kinds["update"], Qt.Key.Key_Space)
    assert dialog.approval() == Approval(kinds=frozenset({"create"}))
    dialog.table.select_ids([1])
    told: list[Approval] = []
    dialog.agreed.connect(told.append)
    wanted = plan.decisions[1]
    qtbot.keyClick(dialog.agree, Qt.Key.Key_Space)
    (agreed,) = told
    plan.approve(agreed)
    assert list(plan.changes()) == [wanted]


def test_rows_that_are_not_shown_go_with_their_kind_and_never_with_single_rows(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_dialog, "MOST", 3)
    plan = plan_of(*[Action.UPDATE] * 5, Action.ARCHIVE, Action.ARCHIVE)
    dialog = shown(qtbot, desk, plan)
    assert set(dialog.kinds) == {"update", "archive"}
    assert "7 of 7" in dialog.ticked.text()
    assert dialog.approval() == Approval()
    qtbot.keyClick(dialog.kinds["archive"], Qt.Key.Key_Space)
    assert "5 of 7" in dialog.ticked.text()
    assert dialog.approval() == Approval(kinds=frozenset({"update"}))
    qtbot.keyClick(dialog.kinds["archive"], Qt.Key.Key_Space)
    dialog.table.select_ids([1])
    assert "1 of 7" in dialog.ticked.text()
    assert "4 more" in dialog.ticked.text()
    wanted = plan.decisions[1]
    plan.approve(dialog.approval())
    assert list(plan.changes()) == [wanted]


def test_what_is_switched_on_is_agreed_to_whole(qtbot: QtBot, desk: Desk) -> None:
    plan = plan_of(Action.CREATE, Action.UPDATE)
    dialog = PlanDialog("Plan", "Switch on", [plan], desk.window, whole=True)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.kinds
    assert not dialog.ticked.isVisible()
    assert [each.key for each in dialog.table.columned().columns] == ["action", "record", "fields"]
    dialog.table.select_ids([1])
    assert dialog.agree.isEnabled()
    assert dialog.approval() == Approval()


def test_a_rule_whose_kind_may_not_be_read_says_that_it_is_stopped(qtbot: QtBot, desk: Desk) -> None:
    workspace = desk.world.workspace
    workspace.rulebook.set(Object.CONTACTS, ["enabled=yes"], HARBOUR)
    with workspace.cache.write() as tx:
        note_readable(tx, {"contacts": False}, workspace.clock())
    section = section_of(desk, qtbot)
    qtbot.waitUntil(lambda: "crm.objects.contacts.read" in section.rule.note.text())


def stand(desk: Desk, state: str, code: str, count: int, **facts: str) -> None:
    with desk.world.change("rule") as tx:
        for number in range(count):
            key = {
                "realm_id": HARBOUR,
                "object": "contacts",
                "qb_id": f"{code}-{number}",
                "crm_type": "contact",
            }
            told = rules.problem_columns(Problem(code, {"record": f"Customer {number}", **facts}))
            rules.note(tx, [{**key, "label": f"Customer {number}", "state": state, **told}])


def left(desk: Desk, code: str) -> int:
    health = desk.world.workspace.health
    return sum(each.number for each in health.counts(Object.CONTACTS, HARBOUR) if each.code == code)


def test_every_reason_is_one_row_with_its_number_and_fixes(qtbot: QtBot, desk: Desk) -> None:
    stand(desk, rules.EXCLUDED, "NO_EMAIL", 12)
    stand(desk, rules.FAILING, "HUBSPOT_REFUSED", 1)
    stand(desk, rules.CONFLICT, "SHARED_SIGN", 4)
    section = section_of(desk, qtbot)
    qtbot.waitUntil(lambda: len(section.health.rows) == 3)
    shared, refused, silent = section.health.rows
    assert [row.count.text() for row in section.health.rows] == ["4 records", "1 record", "12 records"]
    assert silent.records.text() == "Customer 0 · Customer 1 · Customer 10 · and 9 more"
    # a page of one record is of no help to twelve
    assert list(silent.buttons) == [Fix.RULE]
    assert list(refused.buttons) == [Fix.QUICKBOOKS, Fix.MAPPING, Fix.AGAIN]
    assert shared.buttons[Fix.COMPARE].accessibleName().endswith(", 4 records")
    silent.buttons[Fix.RULE].setFocus()
    qtbot.keyClick(silent.buttons[Fix.RULE], Qt.Key.Key_Space)
    assert section.window().focusWidget() is section.rule.switch


def test_one_press_decides_about_all_of_a_reason_also_those_not_shown(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_section, "SHOWN", 5)
    stand(desk, rules.EXCLUDED, "COUNTERPART_GONE", 60)
    stand(desk, rules.EXCLUDED, "UNDONE", 3)
    section = section_of(desk, qtbot)
    qtbot.waitUntil(lambda: len(section.health.rows) == 2)
    button = section.health.rows[0].buttons[Fix.UNLINK]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    box = desk.window.findChild(QMessageBox)
    assert box is not None
    assert box.text() == "Unlink 60 records?"
    next(each for each in box.buttons() if each.text() == "Unlink").click()
    qtbot.waitUntil(lambda: left(desk, "COUNTERPART_GONE") == 0)
    assert left(desk, "UNDONE") == 3


def test_retry_all_leaves_alone_what_is_left_out(qtbot: QtBot, desk: Desk) -> None:
    stand(desk, rules.EXCLUDED, "UNDONE", 2)
    section = section_of(desk, qtbot)
    qtbot.waitUntil(lambda: len(section.health.rows) == 1)
    assert not section.health.again.isVisibleTo(section)
    stand(desk, rules.FAILING, "NOT_ANSWERED", 2)
    with desk.world.change("rule") as tx:
        tx.execute(update(record).values(qb_version="1", held=1))
    qtbot.waitUntil(lambda: section.health.again.isVisibleTo(section))
    qtbot.keyClick(section.health.again, Qt.Key.Key_Space)

    def versions() -> dict[str, str]:
        with desk.world.workspace.cache.read() as tx:
            return {
                row.code: row.qb_version for row in tx.execute(select(record.c.code, record.c.qb_version))
            }

    qtbot.waitUntil(lambda: versions() == {"UNDONE": "1", "NOT_ANSWERED": ""})


def test_the_record_in_the_list_has_its_own_buttons(qtbot: QtBot, desk: Desk) -> None:
    stand(desk, rules.CONFLICT, "CHANGED_ON_BOTH_SIDES", 1)
    stand(desk, rules.EXCLUDED, "NO_EMAIL", 1)
    section = section_of(desk, qtbot)
    health = section.health
    qtbot.waitUntil(lambda: list(health.bar.buttons) == [Fix.OVERWRITE, Fix.TAKE, Fix.DISMISS])
    health.table.setFocus()
    qtbot.keyClick(health.table, Qt.Key.Key_Down)
    assert list(health.bar.buttons) == [Fix.QUICKBOOKS, Fix.RULE, Fix.DISMISS]


@pytest.mark.parametrize(("fix", "name"), [("backfill", "backfill"), ("preview", "preview")])
def test_an_address_gives_the_keyboard_to_what_it_names(
    qtbot: QtBot, desk: Desk, fix: str, name: str
) -> None:
    desk.world.workspace.rulebook.set(Object.PRODUCTS, ["enabled=yes"], HARBOUR)
    desk.window.navigator.go(Place("settings", search="sync", view=f"products:{HARBOUR}:{fix}"))
    section = desk.window.pages.settings.widget("sync")
    assert isinstance(section, SyncSection)
    qtbot.waitUntil(lambda: getattr(section, name).hasFocus())
    assert (section.kind, section.realm_id) == (Object.PRODUCTS, HARBOUR)


def test_a_rule_that_is_off_gets_the_keyboard_to_be_switched_on(qtbot: QtBot, desk: Desk) -> None:
    desk.window.navigator.go(Place("settings", search="sync", view=f"products:{HARBOUR}:backfill"))
    section = desk.window.pages.settings.widget("sync")
    assert isinstance(section, SyncSection)
    qtbot.waitUntil(section.rule.switch.hasFocus)
