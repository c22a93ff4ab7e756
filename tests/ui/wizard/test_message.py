"""Fields in the message to the customer: inserted, told when they mean nothing, filled in where it is read and sent."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.outbox import State
from qbodesk.services.invoicing.snippets import Snippet
from qbodesk.ui.formats import formats
from qbodesk.ui.wizard.snippets_dialog import SnippetsDialog
from tests.ui.wizard.test_walk import CTRL, ENTER, press, walk_to


def at_message(qtbot, workspace, wizard, deal="Website relaunch"):
    dialog = wizard(workspace, deal)
    walk_to(qtbot, dialog, Step.TERMS)
    page = dialog.pages[Step.TERMS]
    page.message.setFocus()
    page.message.selectAll()
    return dialog, page


def test_a_field_is_inserted_by_keyboard_and_shown_as_the_customer_reads_it(qtbot, workspace, wizard):
    dialog, page = at_message(qtbot, workspace, wizard)
    qtbot.keyClicks(page.message, "Hello ")
    page.insert.setFocus()
    press(qtbot, dialog, ENTER)
    menu = page.insert.menu_of_fields()
    qtbot.waitUntil(menu.isVisible)
    assert menu.actions()[0].text() == "Deal name: Website relaunch"
    qtbot.keyClick(menu, Qt.Key.Key_Up)
    qtbot.keyClick(menu, ENTER)
    assert dialog.flow.draft.message == "Hello {contact first name}"
    assert page.message.hasFocus()
    assert dialog.flow.draft.message_sent == "Hello Ruth"
    assert "The customer reads: Hello Ruth" in page.fields["message"].note.text()


def test_what_is_sent_is_what_the_review_showed(qtbot, workspace, wizard):
    dialog, page = at_message(qtbot, workspace, wizard)
    qtbot.keyClicks(page.message, "{contact first name}, thank you for {deal}, {quote}.")
    quote = next(each for each in dialog.flow.facts.quotes if each.id == dialog.flow.draft.quote_id)
    reads = f"Ruth, thank you for Website relaunch, {quote.number or quote.title}."
    walk_to(qtbot, dialog, Step.REVIEW)
    shown = [label.text() for label in dialog.page().findChildren(QLabel)]
    assert f"Message: {reads}" in shown
    assert any(
        value.after == reads
        for write in workspace.invoicing.plan(dialog.flow.draft)
        for value in write.values
    )
    assert reads in workspace.documents.preview_html(dialog.flow.draft, formats())
    press(qtbot, dialog, ENTER, CTRL)
    workspace.engine.run(pull=False)
    entry = workspace.status.entry(dialog.flow.op_id)
    assert entry.state is State.SUCCEEDED
    assert memo_of(workspace, entry.remote_id) == reads
    assert workspace.invoicing.draft(dialog.flow.draft.draft_id).message.startswith("{contact")


def memo_of(workspace, invoice_id):
    import msgspec
    from sqlalchemy import select

    from qbodesk.models.cache.tables_qbo import invoice

    with workspace.cache.read() as tx:
        raw = tx.execute(select(invoice.c.raw).where(invoice.c.id == invoice_id)).scalar_one()
    return msgspec.json.decode(raw)["CustomerMemo"]["value"]


def test_an_unknown_field_is_told_at_the_message_and_holds_next(qtbot, workspace, wizard):
    dialog, page = at_message(qtbot, workspace, wizard)
    qtbot.keyClicks(page.message, "Hello {contact frist name}")
    assert "{contact frist name}" in page.fields["message"].note.text()
    assert "Known fields are {deal}, {quote}, {contact first name}." in page.fields["message"].note.text()
    press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.step is Step.TERMS
    assert page.message.hasFocus()


def test_a_field_without_a_value_is_told_and_cannot_be_inserted(qtbot, workspace, wizard):
    from qbodesk.models.domain.draft import Source

    dialog, page = at_message(qtbot, workspace, wizard)
    dialog.flow.choose_source(Source.EMPTY)
    qtbot.keyClicks(page.message, "About {quote}")
    assert "nothing to put in the place of {quote}" in page.fields["message"].note.text()
    quote = page.insert.menu_of_fields().actions()[1]
    assert not quote.isEnabled()
    assert quote.text() == "Quote number: not known here"


def test_a_message_is_saved_and_inserted_into_another_invoice(qtbot, workspace, wizard):
    dialog, page = at_message(qtbot, workspace, wizard)
    qtbot.keyClicks(page.message, "Thank you, {contact first name}.")
    page.snippets.setFocus()
    press(qtbot, dialog, ENTER)
    menu = page.snippets.menu_of_snippets()
    qtbot.waitUntil(menu.isVisible)
    assert [each.text() for each in menu.actions()] == ["Save this message", "Edit saved messages"]
    assert not menu.actions()[1].isEnabled()
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, ENTER)
    saved = page.findChild(SnippetsDialog)
    assert not saved.save.isEnabled(), "it has no name yet"
    qtbot.keyClicks(saved.name, "Thanks")
    assert "The customer reads: Thank you, Ruth." in saved.text_field.note.text()
    saved.save.setFocus()
    saved.save.click()
    saved.reject()
    assert workspace.invoicing.snippets.listed() == (Snippet("Thanks", "Thank you, {contact first name}."),)
    dialog.close()

    dialog, page = at_message(qtbot, workspace, wizard, "Workshop refit")
    page.snippets.setFocus()
    press(qtbot, dialog, ENTER)
    menu = page.snippets.menu_of_snippets()
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, ENTER)
    assert dialog.flow.draft.message == "Thank you, {contact first name}."
    assert page.message.hasFocus()
