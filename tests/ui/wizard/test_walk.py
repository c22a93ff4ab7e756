"""The whole way by keyboard on real widgets, a real cache and a running simulator."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from qbodesk.models.domain.draft import Numbering, Source
from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.outbox import State
from qbodesk.ui.formats import formats
from qbodesk.ui.wizard.draft_window import DraftWindow
from qbodesk.ui.wizard.item_picker import ItemPicker

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


def press(qtbot, dialog, key, modifier=Qt.KeyboardModifier.NoModifier):
    """A key where the focus is."""
    if not dialog.isActiveWindow():
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.focusWidget() or dialog, key, modifier)


def walk_to(qtbot, dialog, step):
    """Ctrl+Enter until the page is reached."""
    for _each in Step:
        if dialog.flow.step is step:
            return
        press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.step is step


def invoice_entries(workspace):
    return [entry for entry in workspace.status.entries() if entry.kind == "quickbooks.invoice.create"]


def headline(dialog):
    return dialog.pages[Step.RESULT].headline.text()


def test_keyboard_alone_leads_from_the_source_to_a_created_invoice(qtbot, workspace, wizard):
    queued = []
    dialog = wizard(workspace, "Website relaunch", on_confirmed=queued.append)
    seen = []
    while dialog.flow.step is not Step.REVIEW:
        seen.append(dialog.flow.step)
        press(qtbot, dialog, ENTER if dialog.flow.step is Step.COMPANY else Qt.Key.Key_Return, CTRL)
    assert seen == [Step.COMPANY, Step.SOURCE, Step.CUSTOMER, Step.PRODUCTS, Step.TERMS]

    press(qtbot, dialog, ENTER)
    assert dialog.flow.step is Step.REVIEW, "plain Enter must not create an invoice"
    assert not invoice_entries(workspace)

    press(qtbot, dialog, ENTER, CTRL)
    press(qtbot, dialog, ENTER, CTRL)
    assert len(invoice_entries(workspace)) == 1
    assert queued == [dialog.flow.op_id]
    assert "queue" in headline(dialog)

    workspace.engine.run(pull=False)
    qtbot.waitUntil(lambda: "created in Larkspindle Studio" in headline(dialog))
    result = dialog.pages[Step.RESULT]
    entry = workspace.status.entry(dialog.flow.op_id)
    assert entry.state is State.SUCCEEDED
    row = next(iter(workspace.invoices.by_remote(dialog.flow.draft.realm_id, [entry.remote_id]).values()))
    assert row.number in headline(dialog)
    assert result.sentence.text() == "It has not been e-mailed to the customer."
    assert result.chip.accessibleName() == "Pending send"
    assert result.preview.isEnabled()
    qtbot.waitUntil(result.values.isVisible)
    assert result.values.value("Invoice number") == row.number
    assert result.values.value("Invoice amount") == formats().money(row.total)
    assert result.values.value("Invoice status") == "Pending send"
    assert "sales tax added by QuickBooks" in result.difference.text()
    assert result.values.value("Invoice due date") == formats().date(row.due_date)


def created(qtbot, workspace, dialog):
    """The result page of an invoice that QuickBooks has made."""
    walk_to(qtbot, dialog, Step.REVIEW)
    press(qtbot, dialog, ENTER, CTRL)
    workspace.engine.run(pull=False)
    result = dialog.pages[Step.RESULT]
    qtbot.waitUntil(result.outside.isVisible)
    return result


def test_the_created_invoice_opens_in_quickbooks(qtbot, workspace, wizard, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    dialog = wizard(workspace, "Website relaunch")
    result = created(qtbot, workspace, dialog)
    result.outside.setFocus()
    press(qtbot, dialog, ENTER)
    invoice_id = workspace.status.entry(dialog.flow.op_id).remote_id
    assert opened == [f"https://app.qbo.intuit.com/app/invoice?txnId={invoice_id}"]


def test_the_demo_has_no_page_to_open_and_says_so(qtbot, workspace, wizard):
    result = created(qtbot, workspace, wizard(workspace, "Website relaunch", demo=True))
    assert not result.outside.isEnabled()
    assert result.outside.toolTip() == "The demo has no QuickBooks pages to open in the browser."


def test_plain_enter_walks_too_except_where_it_is_needed(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    press(qtbot, dialog, ENTER)
    assert dialog.flow.step is Step.SOURCE
    press(qtbot, dialog, ENTER)
    assert dialog.flow.step is Step.CUSTOMER
    press(qtbot, dialog, ENTER)
    assert dialog.flow.step is Step.PRODUCTS
    press(qtbot, dialog, ENTER)
    assert dialog.flow.step is Step.PRODUCTS, "in the table Enter goes down a row"
    assert dialog.pages[Step.PRODUCTS].table.currentIndex().row() == 1
    press(qtbot, dialog, ENTER, CTRL)
    message = dialog.pages[Step.TERMS].message
    message.setFocus()
    message.selectAll()
    qtbot.keyClicks(message, "Line one")
    press(qtbot, dialog, ENTER)
    qtbot.keyClicks(message, "line two")
    assert dialog.flow.draft.message == "Line one\nline two"
    assert dialog.flow.step is Step.TERMS
    press(qtbot, dialog, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert dialog.flow.step is Step.PRODUCTS


def test_the_us_company_has_no_tax_page_and_says_why(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.REVIEW)
    assert Step.TAX not in dialog.flow.steps()
    texts = [label.text() for label in dialog.pages[Step.REVIEW].findChildren(QLabel)]
    assert "Before tax; QuickBooks calculates sales tax." in texts
    assert dialog.footer.total_label.text() == "Total before tax"


def test_one_company_needs_no_page_to_choose_it(alone, wizard):
    dialog = wizard(alone, "Website relaunch")
    assert dialog.flow.steps()[0] is Step.SOURCE
    assert dialog.footer.company.whole_text() == "Larkspindle Studio"


def test_outside_the_us_every_line_needs_a_tax_code_before_next(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Workshop refit")
    walk_to(qtbot, dialog, Step.TAX)
    page = dialog.pages[Step.TAX]
    with_codes = dialog.flow.draft
    bare = tuple(
        type(line)(**{**{f: getattr(line, f) for f in line.__slots__}, "tax_code_id": None})
        for line in with_codes.lines
    )
    dialog.flow.change(
        type(with_codes)(**{**{f: getattr(with_codes, f) for f in with_codes.__slots__}, "lines": bare})
    )
    assert not dialog.footer.next.isEnabled()
    assert "needs a tax code" in dialog.footer.next.toolTip()
    press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.step is Step.TAX

    page.table.setFocus()
    press(qtbot, dialog, Qt.Key.Key_2)
    assert dialog.flow.draft.lines[0].tax_code_id is not None
    assert not dialog.footer.next.isEnabled()
    page.to_empty.click()
    assert all(line.tax_code_id for line in dialog.flow.draft.lines)
    assert dialog.footer.next.isEnabled()
    press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.step is Step.TERMS


def test_a_new_customer_is_created_before_its_invoice(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Patient portal")
    walk_to(qtbot, dialog, Step.CUSTOMER)
    page = dialog.pages[Step.CUSTOMER]
    press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.step is Step.CUSTOMER, "nobody is chosen yet"
    page.create_button.click()
    assert page.form.text("display_name") == "Osprey Ridge Clinic"
    name = page.form.fields["display_name"]
    name.control.selectAll()
    qtbot.keyClicks(name.control, "copperline outfitters")
    assert "already exists" in name.note.text()
    assert page.form.namesake.isVisible()
    assert not dialog.footer.next.isEnabled()
    name.control.selectAll()
    qtbot.keyClicks(name.control, "Osprey Ridge Ltd")
    assert not name.note.isVisible()
    walk_to(qtbot, dialog, Step.REVIEW)
    press(qtbot, dialog, ENTER, CTRL)
    kinds = [entry.kind for entry in workspace.status.entries()]
    assert kinds == ["quickbooks.customer.create", "quickbooks.invoice.create"]
    workspace.engine.run(pull=False)
    qtbot.waitUntil(lambda: "created in" in headline(dialog))
    created = workspace.books.customers(dialog.flow.draft.realm_id)
    assert "Osprey Ridge Ltd" in {each.name for each in created}


def test_the_customer_that_has_the_name_can_be_taken_instead(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Patient portal")
    walk_to(qtbot, dialog, Step.CUSTOMER)
    page = dialog.pages[Step.CUSTOMER]
    qtbot.waitUntil(lambda: bool(page.picker.choices()))
    page.create_button.click()
    name = page.form.fields["display_name"].control
    name.selectAll()
    qtbot.keyClicks(name, "copperline outfitters")
    page.form.namesake.click()
    assert dialog.flow.draft.customer.name == "Copperline Outfitters"
    assert dialog.flow.draft.customer.customer_id


def test_a_customer_is_found_by_typing_and_taken_with_enter(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Patient portal")
    walk_to(qtbot, dialog, Step.CUSTOMER)
    page = dialog.pages[Step.CUSTOMER]
    qtbot.waitUntil(lambda: bool(page.picker.choices()))
    qtbot.keyClicks(page.picker.field, "nunez")
    qtbot.waitUntil(lambda: [each.title for each in page.picker.choices()] == ["Nuñez Ceramics"])
    press(qtbot, dialog, ENTER)
    assert dialog.flow.draft.customer.name == "Nuñez Ceramics"
    assert dialog.flow.step is Step.PRODUCTS, "Enter goes on once, not twice"


def test_an_unmatched_line_blocks_until_its_product_is_chosen(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Gallery opening")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    table = dialog.pages[Step.PRODUCTS].table
    assert table.model().index(0, 0).data() == "Choose a product"
    press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.step is Step.PRODUCTS
    assert table.currentIndex().row() == 0, "Next refused leads to the line that is to blame"
    press(qtbot, dialog, Qt.Key.Key_F2)
    picker = dialog.findChildren(ItemPicker)[-1]
    qtbot.keyClicks(picker.picker.field, "icon")
    qtbot.waitUntil(lambda: len(picker.picker.choices()) == 1)
    qtbot.keyClick(picker.picker.field, ENTER)
    line = dialog.flow.draft.lines[0]
    assert line.item_name == "Icon set"
    assert line.description == "Neon wall piece", "what HubSpot promised stays"
    press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.step is Step.TERMS


def test_an_expired_quote_is_shown_but_cannot_be_used(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Spring catalog")
    walk_to(qtbot, dialog, Step.SOURCE)
    page = dialog.pages[Step.SOURCE]
    choice = page.model.choices[0]
    assert "expired on" in choice.refusal
    assert not page.quote_tile.isEnabled()
    assert page.quote_tile.accessibleDescription() == "No quote can be used."
    index = page.model.index(0)
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    qtbot.mouseClick(
        page.quotes.viewport(), Qt.MouseButton.LeftButton, pos=page.quotes.visualRect(index).center()
    )
    assert dialog.flow.draft.source is Source.DEAL


def test_arrows_choose_between_quotes_and_what_was_typed_comes_back(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Kayak season launch")
    walk_to(qtbot, dialog, Step.SOURCE)
    page = dialog.pages[Step.SOURCE]
    page.quotes.setFocus()
    press(qtbot, dialog, Qt.Key.Key_Home)
    first = dialog.flow.draft
    assert first.source is Source.QUOTE
    walk_to(qtbot, dialog, Step.TERMS)
    qtbot.keyClicks(dialog.pages[Step.TERMS].memo, "!")
    memo = dialog.flow.draft.memo
    dialog.flow.go(Step.SOURCE)
    page.quotes.setFocus()
    press(qtbot, dialog, Qt.Key.Key_Down)
    assert dialog.flow.draft.quote_id != first.quote_id
    press(qtbot, dialog, Qt.Key.Key_Up)
    assert dialog.flow.draft.quote_id == first.quote_id
    assert dialog.flow.draft.memo == memo


def test_closing_keeps_the_draft_and_a_new_wizard_goes_on(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.TERMS)
    memo = dialog.pages[Step.TERMS].memo
    memo.selectAll()
    qtbot.keyClicks(memo, "half typed")
    press(qtbot, dialog, Qt.Key.Key_Escape)
    again = wizard(workspace, "Website relaunch")
    assert again.flow.draft.memo == "half typed"
    assert again.flow.go(Step.TERMS), "the pages that are done can be reached at once"
    assert again.pages[Step.TERMS].memo.text() == "half typed"


def test_what_is_typed_is_stored_without_any_further_step(qtbot, workspace, wizard):
    """As after a kill: nothing is closed, the row in the cache is what is left."""
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.TERMS)
    qtbot.keyClicks(dialog.pages[Step.TERMS].memo, " and more")
    wanted = dialog.flow.draft.memo
    assert dialog.footer.saved.whole_text() == "Saving the draft"
    qtbot.waitUntil(lambda: workspace.invoicing.draft(dialog.flow.draft.draft_id).memo == wanted)
    assert dialog.footer.saved.whole_text().startswith("Draft saved ")


def test_without_a_network_the_result_says_it_waits(qtbot, alone, wizard):
    dialog = wizard(alone, "Website relaunch")
    walk_to(qtbot, dialog, Step.REVIEW)
    press(qtbot, dialog, ENTER, CTRL)
    alone.engine.run(pull=False)
    qtbot.waitUntil(lambda: headline(dialog) == "Saved in the queue, will be created when online")
    assert not dialog.pages[Step.RESULT].edit.isVisible()
    assert len(invoice_entries(alone)) == 1


def test_what_waits_can_be_read_and_printed_as_a_preview(qtbot, alone, wizard):
    dialog = wizard(alone, "Website relaunch")
    walk_to(qtbot, dialog, Step.REVIEW)
    press(qtbot, dialog, ENTER, CTRL)
    result = dialog.pages[Step.RESULT]
    assert result.preview.isEnabled()
    result.preview.click()
    page = result.findChild(DraftWindow)
    assert page.view.page_count() == 1
    assert page.view.badge.whole_text() == "Preview, not the QuickBooks document"


def test_two_windows_on_one_draft_queue_one_invoice(qtbot, workspace, wizard):
    first = wizard(workspace, "Website relaunch")
    second = wizard(workspace, "Website relaunch")
    for dialog in (first, second):
        while dialog.flow.step is not Step.REVIEW:
            dialog.go_next()
    first.footer.create_button.click()
    first.footer.create_button.click()
    second.flow.refresh()
    assert "DEAL_HAS_INVOICE" in {found.problem.code for found in second.flow.all_findings()}
    second.flow.accept("DEAL_HAS_INVOICE", accepted=True)
    second.footer.create_button.click()
    assert first.flow.op_id == second.flow.op_id
    assert len(invoice_entries(workspace)) == 1


def test_a_warning_wants_its_tick_and_loses_it_when_it_says_something_else(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    table = dialog.pages[Step.PRODUCTS].table
    table.go_to_cell(0, 2)
    qtbot.keyClick(table, Qt.Key.Key_3)
    press(qtbot, dialog, ENTER)
    assert dialog.flow.draft.lines[0].quantity == 3
    walk_to(qtbot, dialog, Step.REVIEW)
    review = dialog.pages[Step.REVIEW]
    assert not dialog.footer.create_button.isEnabled()
    review.warnings.itemAt(0).widget().box.click()
    assert dialog.footer.create_button.isEnabled()
    dialog.flow.edit(Step.PRODUCTS)
    table.go_to_cell(0, 2)
    qtbot.keyClick(table, Qt.Key.Key_4)
    press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.draft.lines[0].quantity == 4
    assert dialog.flow.step is Step.REVIEW, "Next after Edit comes back to the review"
    assert not dialog.footer.create_button.isEnabled()


def test_a_deal_that_has_an_invoice_asks_before_a_second(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.REVIEW)
    press(qtbot, dialog, ENTER, CTRL)
    dialog.close()
    again = wizard(workspace, "Website relaunch")
    while again.flow.step is not Step.REVIEW:
        again.go_next()
    codes = {found.problem.code for found in again.flow.all_findings()}
    assert "DEAL_HAS_INVOICE" in codes
    again.create_invoice()
    assert len(invoice_entries(workspace)) == 1


def test_numbering_is_asked_only_where_quickbooks_has_custom_numbers(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch", recheck=lambda: None)
    walk_to(qtbot, dialog, Step.TERMS)
    assert not dialog.numbering.isVisible()
    _custom_numbers(dialog, on=True)
    assert dialog.numbering.isVisible()
    assert dialog.numbering.check.isVisible()
    walk_to(qtbot, dialog, Step.REVIEW)
    assert not dialog.footer.create_button.isEnabled()
    dialog.flow.edit(Step.TERMS)
    dialog.numbering.own.click()
    qtbot.keyClicks(dialog.numbering.number, "Q-7")
    assert (dialog.flow.draft.numbering, dialog.flow.draft.number) == (Numbering.OWN, "Q-7")
    assert dialog.flow.may_create
    dialog.numbering.ask.click()
    assert dialog.flow.draft.numbering is Numbering.ASK_QUICKBOOKS
    assert dialog.flow.may_create


def test_check_again_asks_once_and_shows_what_arrives(qtbot, workspace, wizard):
    asked = []
    dialog = wizard(workspace, "Website relaunch", recheck=lambda: asked.append(1))
    walk_to(qtbot, dialog, Step.TERMS)
    _custom_numbers(dialog, on=True)
    dialog.numbering.check.click()
    dialog.numbering.check.click()
    assert asked == [1]
    from qbodesk.services.changes import ChangeSet

    workspace.changes.publish(ChangeSet.of("connection"))
    qtbot.waitUntil(dialog.numbering.isHidden)


def _custom_numbers(dialog, *, on):
    from dataclasses import replace

    facts = dialog.flow.facts
    rules = tuple(replace(each, custom_numbers=on) for each in facts.companies)
    dialog.flow.facts = replace(facts, companies=rules)
    dialog.flow.changed()


def test_a_refused_invoice_can_be_edited_again(qtbot, workspace, wizard, world):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.REVIEW)
    press(qtbot, dialog, ENTER, CTRL)
    _refuse(workspace, dialog.flow.op_id)
    qtbot.waitUntil(dialog.pages[Step.RESULT].edit.isVisible)
    dialog.pages[Step.RESULT].edit.click()
    assert dialog.flow.step is Step.REVIEW
    assert dialog.flow.op_id is None
    assert dialog.footer.create_button.isVisible()


def _refuse(workspace, op_id):
    from qbodesk.models.cache import outbox
    from qbodesk.services.changes import ChangeSet

    with workspace.cache.write() as tx:
        outbox.shift(tx, outbox.get(tx, op_id), State.REJECTED)
    workspace.changes.publish(ChangeSet.of("outbox", op_id))


def test_every_control_has_a_name(qtbot, workspace, wizard):
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

    dialog = wizard(workspace, "Workshop refit")
    while True:
        page = dialog.page()
        for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit):
            for control in page.findChildren(kind):
                # the icons inside a search field are Qt's own and never get the focus
                if control.isVisible() and control.metaObject().className() != "QLineEditIconButton":
                    reader = QAccessible.queryAccessibleInterface(control)
                    assert reader.text(QAccessible.Text.Name), (page, control)
        if dialog.flow.step is Step.REVIEW:
            return
        dialog.go_next()
