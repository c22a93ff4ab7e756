"""The tax codes of a QuickBooks company to look up: their rates and which products carry which. Chooses none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.models.domain.tax import TaxCode
from qbodesk.models.words import _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.page import Downwards
from qbodesk.ui.wizard.told import with_percent


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code and the products that have it by default, by name."""

    code: TaxCode
    products: tuple[str, ...]


def code_rows(codes: Iterable[TaxCode], items: Sequence[ItemCandidate]) -> list[CodeRow]:
    """One row per code in the order given; products that are not sold any more do not count."""
    return [
        CodeRow(code, tuple(each.name for each in items if each.active and each.sales_tax_code_id == code.id))
        for code in codes
    ]


def _columns() -> list[Column[CodeRow]]:
    return [
        Column(
            key="code", title=lambda: _("Tax code"), width=130, display=lambda row: row.code.name, accessible=_spoken
        ),
        Column(
            key="rates",
            title=lambda: _("Rates"),
            width=170,
            display=_rates,
            tooltip=_rates,
        ),
        Column(
            key="description",
            title=lambda: _("Description"),
            width=150,
            display=lambda row: row.code.description,
            tooltip=lambda row: row.code.description,
            grows=True,
        ),
        Column(
            key="products",
            title=lambda: _("Products"),
            width=84,
            kind="amount",
            display=lambda row: formats().number(len(row.products)),
            sort_key=lambda row: len(row.products),
        ),
    ]  # fmt: skip


def _rates(row: CodeRow) -> str:
    told = [with_percent(rate.name, rate.percent) for rate in row.code.rates]
    return " + ".join(told) if told else _("no tax")


def _spoken(row: CodeRow) -> str:
    count = ngettext("{n} product", "{n} products", len(row.products))
    return f"{row.code.name}, {_rates(row)}, {count.format(n=formats().number(len(row.products)))}"


class TaxCodesDialog(QDialog):
    """Esc closes. The row under the cursor tells its products below the table."""

    def __init__(
        self, company: str, codes: Iterable[TaxCode], items: Sequence[ItemCandidate], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Product tax codes"))
        self.rows: ListTableModel[CodeRow] = ListTableModel(_columns())
        self.rows.set_rows(code_rows(codes, items))
        self.table = RecordTable(_("Tax codes of {company}").format(company=company))
        self.table.setModel(self.rows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.empty.set_content(
            "items", _("No tax code of this company has arrived from QuickBooks yet.")
        )
        self.heading = plain_label("", "strong", wrap=True)
        self.products = plain_label("", "secondary", wrap=True, selectable=True)
        self.close_button = secondary_button(_("Close"))
        self.close_button.clicked.connect(self.reject)
        self._lay_out(company, sum(each.active and not each.sales_tax_code_id for each in items))
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        follow_theme(self._relayout)
        if self.rows.rows:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self.table.setFocus()

    def _lay_out(self, company: str, bare: int) -> None:
        about = ngettext(
            "{n} product has no tax code of its own in QuickBooks.",
            "{n} products have no tax code of their own in QuickBooks.",
            bare,
        ).format(n=formats().number(bare))
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.heading)
        inside.addWidget(self.products)
        inside.addStretch(1)
        self._about = Downwards(inside, _("Products with this tax code"))
        foot = QHBoxLayout()
        foot.addWidget(plain_label(about if bare else "", "caption"), 1)
        foot.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(
            plain_label(_("Tax codes of {company}").format(company=company), "subtitle", wrap=True)
        )
        self._column.addWidget(self.table, 3)
        self._column.addWidget(self._about, 2)
        self._column.addLayout(foot)

    def _tell(self) -> None:
        row = self.rows.row_at(self.table.currentIndex().row())
        if row is None:
            return
        count = ngettext(
            "{n} product has “{code}” by default", "{n} products have “{code}” by default", len(row.products)
        )
        self.heading.setText(count.format(n=formats().number(len(row.products)), code=row.code.name))
        self.products.setText("\n".join(row.products))

    def _relayout(self) -> None:
        self.resize(px(620), px(500))
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(12))


def show_tax_codes(flow: WizardFlow, parent: QWidget) -> TaxCodesDialog:
    """Open the dialog for the company of a draft and return at once."""
    rules = flow.company
    items = flow.workspace.books.items(rules.realm_id) if rules else ()
    dialog = TaxCodesDialog(rules.name if rules else "", flow.facts.tax_codes.values(), items, parent)
    dialog.open()
    return dialog
