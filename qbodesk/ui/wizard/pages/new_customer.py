"""The form of a new QuickBooks customer; says at each field what QuickBooks will not take. Creates nobody."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from qbodesk.models.domain.customers import Address, NewCustomer
from qbodesk.models.domain.findings import Finding
from qbodesk.models.words import _
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.wizard.parts import Field
from qbodesk.ui.wizard.told import SEVERITY_TONES, readable


class NewCustomerForm(QWidget):
    """`edited` comes with every keystroke; `use_existing` when the user takes the customer that has the name already."""

    edited = Signal()
    use_existing = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._shown: NewCustomer | None = None
        self.namesake = link_button(_("Use that customer"))
        self.namesake.clicked.connect(lambda: self.use_existing.emit(self.text("display_name").strip()))
        self.namesake.hide()
        self._line("display_name", _("Display name"), 0, 0, span=2)
        self._grid.addWidget(self.namesake, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._line("company_name", _("Company"), 2, 0, span=2)
        self._line("given_name", _("First name"), 3, 0)
        self._line("family_name", _("Last name"), 3, 1)
        self._line("email", _("E-mail"), 4, 0)
        self._line("phone", _("Phone"), 4, 1)
        self._line("line1", _("Street"), 5, 0)
        self._line("line2", _("Street, second line"), 5, 1)
        self._line("postal_code", _("Postal code"), 6, 0)
        self._line("city", _("City"), 6, 1)
        self._line("region", _("State or region"), 7, 0)
        self._line("country", _("Country"), 7, 1)
        self.currency = Combo()
        self.currency.activated.connect(lambda _index: self.edited.emit())
        field = Field(
            _("Currency"), self.currency, note=_("QuickBooks bills a customer in one currency only.")
        )
        self.fields["currency"] = field
        self._grid.addWidget(field, 8, 0)
        self._line("tax_id", _("Tax ID"), 8, 1)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self.setFocusProxy(self.fields["display_name"].control)
        follow_theme(self._relayout)

    def _line(self, key: str, label: str, row: int, column: int, *, span: int = 1) -> None:
        edit = QLineEdit()
        edit.textEdited.connect(lambda _text: self.edited.emit())
        self.fields[key] = Field(label, edit)
        self._grid.addWidget(self.fields[key], row, column, 1, span)

    def text(self, key: str) -> str:
        """What is typed in a field."""
        control = self.fields[key].control
        return control.text() if isinstance(control, QLineEdit) else ""

    def customer(self) -> NewCustomer:
        """The customer as typed."""
        return NewCustomer(
            display_name=self.text("display_name"),
            company_name=self.text("company_name"),
            given_name=self.text("given_name"),
            family_name=self.text("family_name"),
            email=self.text("email"),
            phone=self.text("phone"),
            address=Address(
                line1=self.text("line1"),
                line2=self.text("line2"),
                city=self.text("city"),
                region=self.text("region"),
                postal_code=self.text("postal_code"),
                country=self.text("country"),
            ),
            currency=self.currency.currentText(),
            tax_id=self.text("tax_id"),
        )

    def show_customer(self, new: NewCustomer, currencies: Sequence[str]) -> None:
        """Show a customer; fields that hold it already are left alone, so that the cursor stays where it is."""
        offered = list(dict.fromkeys([*currencies, *([new.currency] if new.currency else [])]))
        if [self.currency.itemText(n) for n in range(self.currency.count())] != offered:
            self.currency.clear()
            self.currency.addItems(offered)
        self.fields["currency"].setVisible(len(offered) > 1)
        if new.currency:
            self.currency.setCurrentText(new.currency)
        if new == self._shown:
            return
        self._shown = new
        for key, field in self.fields.items():
            control = field.control
            if isinstance(control, QLineEdit):
                text = getattr(new, key) if hasattr(new, key) else getattr(new.address, key)
                if control.text() != text:
                    control.setText(text)
                    # a long address is read from its beginning
                    control.setCursorPosition(0)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """What is wrong, at its field; the gravest where there are several."""
        by_field = {each.field: each for each in reversed(findings)}
        for key, field in self.fields.items():
            found = by_field.get(key)
            if found is None:
                field.say("")
                continue
            told = readable(found.problem)
            about = f"{told.title}. {told.hint}" if told.hint else told.title
            field.say(about, SEVERITY_TONES[found.severity])
        taken = by_field.get("display_name")
        self.namesake.setVisible(taken is not None and taken.problem.code == "CUSTOMER_NAME_TAKEN")

    def focus_field(self, key: str) -> bool:
        """Put the cursor into a field; False for one that is not here."""
        if key not in self.fields:
            return False
        self.fields[key].control.setFocus()
        return True

    def _relayout(self) -> None:
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
