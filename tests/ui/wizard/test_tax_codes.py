"""Looking up the company's tax codes from the lines page."""

from decimal import Decimal

from PySide6.QtCore import Qt

from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.models.domain.tax import TaxCode, TaxRate
from qbodesk.ui.wizard.tax_codes import TaxCodesDialog, code_rows
from tests.ui.wizard.test_walk import press, walk_to

STANDARD = TaxCode("20", "20.0% S", "Standard", (TaxRate("1", "VAT 20%", Decimal(20)),))
EXEMPT = TaxCode("32", "Exempt", "", ())


def item(name: str, code: str | None, *, active: bool = True) -> ItemCandidate:
    return ItemCandidate(name, name, "", "", None, active, code, taxable=True)


def test_each_code_knows_the_active_products_that_carry_it():
    items = [
        item("Vice", "20"),
        item("Lathe", "20"),
        item("Old saw", "20", active=False),
        item("Advice", None),
    ]
    rows = code_rows([STANDARD, EXEMPT], items)
    assert [(row.code.name, row.products) for row in rows] == [("20.0% S", ("Vice", "Lathe")), ("Exempt", ())]


def test_the_link_opens_the_codes_of_the_company_and_escape_leads_back(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Workshop refit")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    page = dialog.pages[Step.PRODUCTS]
    assert page.codes.isVisible()
    page.codes.setFocus()
    press(qtbot, dialog, Qt.Key.Key_Return)
    opened = page.findChildren(TaxCodesDialog)[-1]
    realm = dialog.flow.company.realm_id
    assert {row.code.id for row in opened.rows.rows} == set(workspace.books.tax_codes(realm))
    row = next(row for row in opened.rows.rows if row.products)
    opened.table.setCurrentIndex(opened.rows.index(opened.rows.rows.index(row), 0))
    assert row.products[0] in opened.products.text()
    assert row.code.name in opened.heading.text()
    qtbot.keyClick(opened.table, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert dialog.flow.step is Step.PRODUCTS


def test_in_the_us_there_is_nothing_to_look_up(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    assert not dialog.pages[Step.PRODUCTS].codes.isVisible()
