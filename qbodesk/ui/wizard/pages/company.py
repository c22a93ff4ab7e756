"""Page 1, only with several QuickBooks companies: in which one the invoice is created. Connects none."""

from PySide6.QtWidgets import QAbstractItemView

from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.text import fold
from qbodesk.models.words import _
from qbodesk.ui.widgets.picker import Choice, Picker
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.page import WizardPage


class CompanyPage(WizardPage):
    """A searchable list; a company one must sign in to again stays visible and says so."""

    step = Step.COMPANY

    def __init__(self, flow: WizardFlow) -> None:
        super().__init__(
            flow,
            _("In which company?"),
            _("Customers, products, terms and taxes come from this QuickBooks company."),
        )
        self.picker = Picker(_("QuickBooks companies"), _("Search companies"))
        self.picker.searched.connect(self._fill)
        self.picker.moved.connect(self._choose)
        self.picker.chosen.connect(self._choose_and_go)
        self.body.addWidget(self.picker, 1)
        self._words = ""
        self._filling = False

    def refresh(self) -> None:
        super().refresh()
        self._fill(self._words)

    def _fill(self, words: str) -> None:
        self._words = words
        known = self.flow.facts.companies
        found = [each for each in known if fold(words) in fold(f"{each.name} {each.country}")]
        choices = [_choice(each) for each in found]
        self._filling = True
        try:
            if tuple(choices) != tuple(self.picker.choices()):
                self.picker.set_choices(choices)
            if {each.key for each in self.picker.marked()} != {self.flow.draft.realm_id}:
                self.picker.mark({self.flow.draft.realm_id})
        finally:
            self._filling = False
        self.picker.empty.set_content("no_match", _("No company is called that."))

    def _choose(self, choice: Choice | None) -> None:
        if choice is not None and not self._filling:
            self.flow.choose_company(str(choice.key))

    def _choose_and_go(self, choice: Choice) -> None:
        self._choose(choice)
        if isinstance(self.window().focusWidget(), QAbstractItemView):
            # Enter in the search field reaches the dialog by itself
            self.next_wanted.emit()


def _choice(rules: CompanyRules) -> Choice:
    state = _("Connected") if rules.connected else ""
    refusal = "" if rules.connected else _("Sign in to this company again in the settings first.")
    about = _("{country}, books in {currency}").format(country=rules.country, currency=rules.home_currency)
    return Choice(rules.realm_id, rules.name, about, state, "companies", refusal)
