"""The form of a product that is missing in QuickBooks; says at each field what QuickBooks will not take. Sends nothing."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qbodesk.models.domain.draft import DraftLine
from qbodesk.models.domain.new_item import ItemType, NewItem, check_new_item
from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.amount_edit import AmountEdit
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import explain, primary_button, secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.parts import Field
from qbodesk.ui.wizard.told import readable


class NewItemDialog(QDialog):
    """Ctrl+Enter or the button queues the product, Esc leaves everything as it is. `made` carries the outbox entry."""

    made = Signal(str)

    def __init__(self, flow: WizardFlow, line: DraftLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New product"))
        self._flow = flow
        self._desk = flow.workspace.invoicing.items
        self._new = self._desk.suggested(flow.draft, line)
        self.name = QLineEdit(self._new.name)
        self.sku = QLineEdit(self._new.sku)
        self.description = QLineEdit(self._new.description)
        self.price = AmountEdit(places=None)
        self.price.set_value(self._new.price)
        self.type = Combo()
        self.type.addItem(_("Service"), ItemType.SERVICE)
        self.type.addItem(_("Non-inventory"), ItemType.NON_INVENTORY)
        self.account = Combo()
        for each in self._desk.accounts(flow.draft.realm_id or ""):
            self.account.addItem(each.name, each.id)
        rules = flow.company
        self.code = Combo()
        self.code.addItem(_("No tax code"), "")
        for code in flow.facts.tax_codes.values():
            self.code.addItem(code.name, code.id)
        self.code.setCurrentIndex(max(self.code.findData(self._new.tax_code_id), 0))
        self.fields = {
            "name": Field(_("Name"), self.name),
            "type": Field(_("Type"), self.type),
            "price": Field(_("Price"), self.price),
            "sku": Field(_("SKU"), self.sku),
            "account_id": Field(_("Income account"), self.account),
            "tax_code_id": Field(_("Tax code"), self.code),
            "description": Field(_("Description"), self.description),
        }
        if rules is None or not rules.needs_tax_codes:
            self.fields["tax_code_id"].hide()
        self.trouble = Banner()
        self.create_button = primary_button(_("Create product"), "add")
        self.create_button.clicked.connect(self.create_item)
        self.cancel = secondary_button(_("Cancel"))
        self.cancel.clicked.connect(self.reject)
        for edit in (self.name, self.sku, self.description):
            edit.textEdited.connect(lambda _text: self._judge())
        self.price.changed.connect(self._judge)
        for combo in (self.type, self.account, self.code):
            combo.activated.connect(lambda _index: self._judge())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.create_item)
        self._lay_out(rules.name if rules else "QuickBooks")
        self._judge()
        self.name.selectAll()
        self.name.setFocus()
        follow_theme(self._relayout)

    def _lay_out(self, company: str) -> None:
        self._grid = QGridLayout()
        places = {
            "name": (0, 0, 1, 2), "type": (1, 0, 1, 1), "price": (1, 1, 1, 1), "sku": (2, 0, 1, 1),
            "account_id": (2, 1, 1, 1), "tax_code_id": (3, 0, 1, 1), "description": (4, 0, 1, 2),
        }  # fmt: skip
        for key, place in places.items():
            self._grid.addWidget(self.fields[key], *place)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.create_button)
        self._column = QVBoxLayout(self)
        title = _("New product in {company}").format(company=company)
        self._column.addWidget(plain_label(title, "subtitle", wrap=True))
        self._column.addWidget(self.trouble)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self._column.addLayout(self._foot)

    def item(self) -> NewItem:
        """The product as typed."""
        return replace(
            self._new,
            name=self.name.text(),
            type=ItemType(self.type.currentData()),
            price=self.price.value(),
            sku=self.sku.text(),
            description=self.description.text(),
            account_id=str(self.account.currentData() or ""),
            tax_code_id=str(self.code.currentData() or ""),
        )

    def create_item(self) -> None:
        """Queue the product, once."""
        self.price.take()
        if not self.create_button.isEnabled() or self.price.fault():
            return
        self.create_button.setEnabled(False)
        try:
            op_id = self._desk.create(self._flow.draft, self.item())
        except QboDeskError as error:
            self.trouble.show_message("danger", error.problem.title, error.problem.detail)
            self._judge()
            return
        self.made.emit(op_id)
        self.accept()

    def _judge(self) -> None:
        realm_id = self._flow.draft.realm_id or ""
        found = check_new_item(self.item(), lambda name: self._desk.taken(realm_id, name))
        by_field = {each.field: readable(each.problem) for each in reversed(found)}
        for key, field in self.fields.items():
            told = by_field.get(key)
            field.say("" if told is None else f"{told.title}. {told.hint}")
        explain(self.create_button, readable(found[0].problem).sentence if found else "")

    def _relayout(self) -> None:
        self.resize(px(520), px(440))
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(12))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
        self._foot.setSpacing(px(8))
