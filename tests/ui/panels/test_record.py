"""The pages of contact, company, quote, invoice, customer and item: what they say, and where their links lead."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, select

from qbodesk.models.cache import rules, tables_crm, tables_qbo
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.linking import RecordKey
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.panels.intents import RecordIntents
from qbodesk.ui.panels.record import RecordPage
from tests.ui.world import HARBOUR, World, add


class Asked(list[tuple[Any, ...]]):
    """What the page asked for."""

    def intents(self) -> RecordIntents:
        return RecordIntents(
            create=lambda deal_id: self.append(("create", deal_id)),
            from_quote=lambda deal_id, quote_id: self.append(("quote", deal_id, quote_id)),
            preview=lambda pk: self.append(("preview", pk)),
            open_invoice=lambda pk: self.append(("outside invoice", pk)),
            add_existing=lambda kind, record_id: self.append(("existing", kind, record_id)),
            unlink=lambda kind, record_id, pk: self.append(("unlink", kind, record_id, pk)),
            open_record=lambda kind, pk: self.append(("record", kind, pk)),
            open_outside=lambda kind, remote_id: self.append(("outside", kind, remote_id)),
            fix=lambda fix, found: self.append(("fix", fix, [each.qb_id for each in found])),
        )


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def opened(qtbot: QtBot, world: World, asked: Asked):
    def opens(kind: str, pk: int) -> RecordPage:
        page = RecordPage(kind, world.workspace, asked.intents(), lambda: "")
        qtbot.addWidget(page)
        page.resize(1060, 700)
        page.show()
        page.show_record(pk)
        return page

    return opens


def pk_of(world: World, kind: str, remote_id: str) -> int:
    pk = world.workspace.records.pk_of(kind, remote_id)
    assert pk is not None
    return pk


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def numbers(page: RecordPage) -> list[tuple[str, str]]:
    """Number of each invoice on the card and how it comes there."""
    model = page.invoices.table.columned()
    at = [model.column_index(key) for key in ("number", "via")]
    return [
        (model.index(row, at[0]).data(), model.index(row, at[1]).data()) for row in range(model.rowCount())
    ]


def test_a_contact_shows_its_deals_its_customer_and_their_invoices(
    opened: Any, world: World, asked: Asked
) -> None:
    page = opened("contact", pk_of(world, "contact", "401"))
    assert page.title.whole_text() == "Anna Lindqvist"
    assert page.about.value("E-mail") == "anna@brightwater.example"
    assert plain(page.origin.text()) == "From HubSpot, as of 2 min ago."
    assert numbers(page)[:2] == [
        ("1029", "Website relaunch"), ("1042", "Website relaunch")
    ]  # fmt: skip
    page.groups["deals"].rows[0].link.click()
    page.outside.click()
    page.invoices.create_button.click()
    page.invoices.existing.click()
    assert asked == [
        ("record", "deal", world.deals["Website relaunch"]),
        ("outside", "contact", "401"),
        ("create", "501"),
        ("existing", "contact", "401"),
    ]


def test_only_what_is_on_the_record_itself_can_be_taken_off(
    qtbot: QtBot, opened: Any, world: World, asked: Asked
) -> None:
    page = opened("company", pk_of(world, "company", "301"))
    table = page.invoices.table
    table.go_to(0)
    assert not page.invoices.unlink.isVisible()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert asked == []
    world.workspace.linking.add(RecordKey("company", "301"), [world.invoices["1038"]])
    page.take(ChangeSet.of("company"))
    assert numbers(page)[0] == ("1038", "Added here")
    table.go_to(0)
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    page.invoices.unlink.click()
    assert asked == [("unlink", "company", "301", world.invoices["1038"])] * 2
    table.go_to(1)
    assert not page.invoices.unlink.isEnabled()


def test_several_deals_are_a_choice_and_none_a_reason(opened: Any, world: World, asked: Asked) -> None:
    with world.workspace.cache.write() as tx:
        tx.execute(
            insert(tables_crm.association).values(
                from_type="deal", from_id="502", to_type="company", to_id="301", position=0
            )
        )
        alone = add(tx, tables_crm.company, id="399", name="Nobody & Sons", domain="", city="")
    page = opened("company", pk_of(world, "company", "301"))
    page.invoices.create_button.click()
    (menu,) = page.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "For the deal Annual support", "For the deal Website relaunch"
    ]  # fmt: skip
    menu.actions()[0].trigger()
    menu.close()
    assert asked == [("create", "502")]
    page.show_record(alone)
    assert not page.invoices.create_button.isEnabled()
    assert "this record has none" in page.invoices.create_button.toolTip()
    assert page.invoices.existing.isEnabled()


def test_an_invoice_shows_customer_records_lines_and_payments(
    opened: Any, world: World, asked: Asked
) -> None:
    pk = world.invoices["1042"]
    with world.workspace.cache.write() as tx:
        item = add(
            tx, tables_qbo.item, realm_id=HARBOUR, id="11", name="Design", full_name="Design", raw=b"{}"
        )
        tx.execute(
            insert(tables_qbo.invoice_line).values(
                invoice_pk=pk, position=0, kind="SalesItemLineDetail", item_id="11", description="Relaunch",
                quantity="1", unit_price="1234.50", amount=123450,
            )
        )  # fmt: skip
        paid = add(
            tx, tables_qbo.payment, realm_id=HARBOUR, id="77", customer_id="58", payment_date="2026-11-20",
            currency="USD", total=5000, raw=b"{}",
        )  # fmt: skip
        tx.execute(
            insert(tables_qbo.payment_line).values(
                payment_pk=paid, position=0, invoice_id="11042", amount=5000
            )
        )
    page = opened("invoice", pk)
    assert page.title.whole_text() == "Invoice 1042"
    assert plain(page.about.value("Total")) == "$1,234.50"
    assert plain(page.origin.text()) == "From QuickBooks, Harbour Web Studio LLC, as of 2 min ago."
    page.groups["customers"].rows[0].link.click()
    page.groups["deals"].rows[0].link.click()
    page.groups["items"].rows[0].link.click()
    page.preview.click()
    customer = pk_of(world, "customer", "58")
    assert asked == [
        ("record", "customer", customer),
        ("record", "deal", world.deals["Website relaunch"]),
        ("record", "item", item),
        ("preview", pk),
    ]
    assert page.groups["payments"].isVisible()
    assert not page.invoices.isVisible()
    # the records it is on can be left from here too
    page.groups["deals"].rows[0].remove_button.click()
    assert asked[-1] == ("unlink", "deal", "501", pk)


def test_a_customer_shows_all_its_invoices_and_who_it_is_in_hubspot(
    opened: Any, world: World, asked: Asked
) -> None:
    page = opened("customer", pk_of(world, "customer", "58"))
    model = page.invoices.table.columned()
    assert {model.index(row, 0).data() for row in range(model.rowCount())} >= {"1042", "1029", "1038"}
    assert not page.invoices.existing.isVisible()
    page.groups["companies"].rows[0].link.click()
    assert asked == [("record", "company", pk_of(world, "company", "301"))]


def test_a_quote_shows_its_deal_and_its_lines(opened: Any, world: World, asked: Asked) -> None:
    page = opened("quote", pk_of(world, "quote", "701"))
    assert page.about.value("Can become an invoice") == "Yes"
    assert [row.link.name() for row in page.groups["deals"].rows] == ["Website relaunch"]
    assert page.lines.isVisible()
    page.from_quote.click()
    assert asked == [("quote", "501", "701")]
    expired = opened("quote", pk_of(world, "quote", "702"))
    assert not expired.from_quote.isEnabled()
    assert "expired" in expired.from_quote.toolTip()


def test_an_item_shows_who_bought_it(opened: Any, world: World) -> None:
    with world.workspace.cache.write() as tx:
        item = add(
            tx, tables_qbo.item, realm_id=HARBOUR, id="12", name="Hosting", full_name="Hosting", raw=b"{}"
        )
        tx.execute(
            insert(tables_qbo.invoice_line).values(
                invoice_pk=world.invoices["1029"], position=0, kind="SalesItemLineDetail", item_id="12"
            )
        )
    page = opened("item", item)
    assert [number for number, _via in numbers(page)] == ["1029"]


def test_a_record_that_is_gone_says_so(opened: Any, world: World) -> None:
    page = opened("contact", pk_of(world, "contact", "401"))
    with world.workspace.cache.write() as tx:
        tx.execute(tables_crm.contact.delete())
    page.take(ChangeSet.of("contact"))
    assert page.title.whole_text() == "Contact"
    assert not page.banner.isHidden()


def test_every_record_of_the_world_has_a_panel(world: World) -> None:
    """None fails, whatever is missing in it."""
    tables = {
        "contact": tables_crm.contact, "company": tables_crm.company, "quote": tables_crm.quote,
        "invoice": tables_qbo.invoice, "customer": tables_qbo.customer,
    }  # fmt: skip
    for kind, table in tables.items():
        with world.workspace.cache.read() as tx:
            pks = list(tx.execute(select(table.c.pk)).scalars())
        assert pks
        for pk in pks:
            assert world.workspace.records.panel(kind, pk).title


def test_what_happened_is_told_and_leads_to_the_invoice(
    qtbot: QtBot, opened: Any, world: World, asked: Asked
) -> None:
    world.workspace.linking.add(RecordKey("company", "301"), [world.invoices["1038"]])
    page = opened("company", pk_of(world, "company", "301"))
    shown = [plain(text) for text in page.activity.shown()]
    assert "Invoice 1038 added" in shown
    assert "Invoice 1042 became overdue: $1,234.50 open" in shown
    page.activity.tabs.setCurrentIndex(2)
    assert page.activity.shown() == ["Invoice 1038 added"]
    table = page.activity.table
    table.go_to(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked == [("record", "invoice", world.invoices["1038"])]


def test_a_record_read_in_the_background_arrives_with_the_keyboard(
    qtbot: QtBot, world: World, asked: Asked
) -> None:
    readers = ReaderPool()
    page = RecordPage("customer", world.workspace, asked.intents(), lambda: "", readers=readers)
    qtbot.addWidget(page)
    page.show()
    page.show_record(pk_of(world, "customer", "58"))
    page.focus_first()
    assert page.panel is None
    qtbot.waitUntil(lambda: page.panel is not None)
    assert page.title.whole_text() == "Brightwater Foods LLC"
    qtbot.waitUntil(page.invoices.table.hasFocus)
    page.show_record(10**6)
    qtbot.waitUntil(lambda: not page.banner.isHidden())
    readers.close()


def test_a_customer_says_why_it_is_not_in_hubspot_and_leads_to_the_rule(
    qtbot: QtBot, world: World, opened, asked: Asked
) -> None:
    customer = first_customer(world)
    page = opened("customer", pk_of(world, "customer", customer))
    assert page.step.isVisibleTo(page)
    (why,) = page.step.reasons
    assert "off" in why.told.text()
    assert list(why.bar.buttons) == [Fix.RULE]
    qtbot.keyClick(why.bar.buttons[Fix.RULE], Qt.Key.Key_Space)
    assert asked == [("fix", Fix.RULE, [customer])]


def test_each_reason_of_a_customer_has_its_own_buttons(
    qtbot: QtBot, world: World, opened, asked: Asked
) -> None:
    customer = first_customer(world)
    told = {
        "contact": ("CHANGED_ON_BOTH_SIDES", rules.CONFLICT, "771"),
        "company": ("NO_COMPANY_NAME", rules.EXCLUDED, ""),
    }
    with world.change("rule") as tx:
        for crm_type, (code, state, crm_id) in told.items():
            key = {"realm_id": HARBOUR, "object": "contacts", "qb_id": customer, "crm_type": crm_type}
            problem = rules.problem_columns(Problem(code, {"record": "Brightwater", "property": "phone"}))
            rules.note(tx, [{**key, "label": "Brightwater", "crm_id": crm_id, "state": state, **problem}])
    page = opened("customer", pk_of(world, "customer", customer))
    both, unnamed = page.step.reasons
    assert list(both.bar.buttons) == [Fix.OVERWRITE, Fix.TAKE, Fix.DISMISS, Fix.HUBSPOT]
    assert list(unnamed.bar.buttons) == [Fix.QUICKBOOKS, Fix.RULE]
    names = [button.accessibleName() for button in both.bar.buttons.values()]
    assert names[1] == "Write to QuickBooks: Brightwater was changed in HubSpot and in QuickBooks"
    assert len(set(names)) == len(names)
    take = both.bar.buttons[Fix.TAKE]
    take.setFocus()
    qtbot.keyClick(take, Qt.Key.Key_Space)
    assert asked == [("fix", Fix.TAKE, [customer])]
    # what is shown again keeps the focus
    page.show_record(pk_of(world, "customer", customer))
    assert page.focusWidget() is take


def first_customer(world: World) -> str:
    with world.workspace.cache.read() as tx:
        return str(tx.execute(select(tables_qbo.customer.c.id).limit(1)).scalar_one())
