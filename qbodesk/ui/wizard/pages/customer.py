"""Page 3: who is invoiced: the customers that fit, a search over all, or a new one. Looking them up stays off this thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QVBoxLayout, QWidget

from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft
from qbodesk.models.domain.findings import Finding, Step
from qbodesk.models.domain.matching import CustomerCandidate, Hit, Rung
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _, ngettext
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import link_button, secondary_button
from qbodesk.ui.widgets.picker import Choice, Picker
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.page import Downwards, WizardPage
from qbodesk.ui.wizard.pages.new_customer import NewCustomerForm
from qbodesk.ui.wizard.told import about_customer, found_by, money_or_dash, rung_words

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Found:
    """The customers of one company, for one source of the draft."""

    hits: tuple[Hit, ...]
    everybody: tuple[CustomerCandidate, ...]
    folded: tuple[str, ...]


def look_up(workspace: Workspace, draft: InvoiceDraft) -> Found:
    """Who fits and who is there; reads the whole list, so never on the thread of a window."""
    hits = workspace.invoicing.matches(draft).hits
    realm = draft.realm_id or ""
    everybody = workspace.books.customers(realm)
    folded = tuple(fold(f"{each.name} {each.company_name} {each.email} {each.city}") for each in everybody)
    return Found(hits, everybody, folded)


class CustomerPage(WizardPage):
    """The chooser, or the form of a new customer in its place."""

    step = Step.CUSTOMER
    own_fields = frozenset({
        "display_name", "company_name", "given_name", "family_name", "email", "phone", "tax_id"
    })  # fmt: skip

    def __init__(self, flow: WizardFlow, pool: ReaderPool) -> None:
        super().__init__(flow, _("Who is invoiced?"))
        self._channel = pool.channel("wizard-customers", self)
        self._asked: tuple[object, ...] = ()
        self._found = Found((), (), ())
        self._words = ""
        self._filling = False
        self.picker = Picker(_("QuickBooks customers"), _("Search all customers by name, e-mail or city"))
        self.picker.searched.connect(self._search)
        self.picker.moved.connect(self._choose)
        self.picker.chosen.connect(self._choose_and_go)
        self.create_button = secondary_button(_("Create new QuickBooks customer"), "add")
        # a shortcut of the button itself would click it a tenth of a second later
        new = QShortcut(QKeySequence("Ctrl+N"), self.create_button)
        new.activated.connect(self._begin_new)
        self.create_button.setToolTip(new.key().toString(QKeySequence.SequenceFormat.NativeText))
        self.create_button.clicked.connect(self._begin_new)
        chooser = QWidget()
        self._chooser = QVBoxLayout(chooser)
        self._chooser.setContentsMargins(0, 0, 0, 0)
        self._chooser.addWidget(self.picker, 1)
        self._chooser.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.trouble = Banner()
        self.form = NewCustomerForm()
        self.form.edited.connect(self._edited)
        self.form.use_existing.connect(self._use_namesake)
        self.back = link_button(_("Choose an existing customer instead"), "back")
        self.back.clicked.connect(self._back_to_list)
        made = QVBoxLayout()
        made.setContentsMargins(0, 0, px(12), 0)
        made.addWidget(self.form)
        made.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        made.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(chooser)
        self.stack.addWidget(Downwards(made, _("New customer")))
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.stack, 1)
        follow_theme(self._relayout)

    def own(self, finding: Finding) -> bool:
        """Findings about the form's fields stand at the fields; a missing address of an existing one does not."""
        return self.flow.draft.customer.new is not None and super().own(finding)

    def enter(self) -> None:
        self._look_up()
        if self.flow.draft.customer.new is not None:
            self.form.setFocus()
        else:
            self.picker.setFocus()

    def refresh(self) -> None:
        super().refresh()
        new = self.flow.draft.customer.new
        self.stack.setCurrentIndex(0 if new is None else 1)
        if new is None:
            self.set_intro(self._who())
        else:
            self.set_intro(_("The customer is created in QuickBooks right before the invoice."))
            rules = self.flow.company
            usable = [self.flow.draft.currency, *([rules.home_currency] if rules else [])]
            self.form.show_customer(new, list(dict.fromkeys(usable)))
            self.form.show_findings([each for each in self.flow.findings(self.step) if self.own(each)])
        if self.isVisible():
            self._look_up()
            self._fill()

    def focus_obstacle(self, finding: Finding) -> None:
        if self.flow.draft.customer.new is None or not self.form.focus_field(finding.field):
            self.enter()

    def _who(self) -> str:
        chosen = self.flow.draft.customer
        if not chosen.chosen:
            return _("These customers are the most likely ones.") if self._found.hits else ""
        if reason := rung_words(chosen.rung):
            return _("Chosen: {name} ({reason})").format(name=chosen.name, reason=reason)
        return _("Chosen: {name}").format(name=chosen.name)

    # The list

    def _look_up(self) -> None:
        draft = self.flow.draft
        about = (draft.realm_id, draft.source, draft.quote_id, self.flow.looks)
        if about == self._asked:
            return
        self._asked = about
        if not self._found.everybody:
            self.picker.empty.set_content("waiting", _("Looking up customers"))
        workspace = self.flow.workspace
        self._channel.run(lambda: look_up(workspace, draft), self._looked_up, self._failed)

    def _looked_up(self, found: Found) -> None:
        self.trouble.hide()
        self._found = found
        if self.flow.draft.customer.new is None:
            self.set_intro(self._who())
        self._fill()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, QboDeskError):
            raise error
        self.trouble.show_message("danger", error.problem.title, error.problem.detail)

    def _search(self, words: str) -> None:
        self._words = fold(words)
        self._fill()

    def _fill(self) -> None:
        self._filling = True
        try:
            choices, left = self._choices()
            if tuple(choices) != tuple(self.picker.choices()):
                self.picker.set_choices(choices)
            wanted = self.flow.draft.customer.customer_id
            if {each.key for each in self.picker.marked()} != ({wanted} if wanted else set()):
                self.picker.mark({wanted} if wanted else set())
        finally:
            self._filling = False
        if left:
            more = ngettext("{n} more, search to find it", "{n} more, search to find them", left)
            self.picker.field.setToolTip(more.format(n=formats().number(left)))
        else:
            self.picker.field.setToolTip("")
        if self._found.everybody:
            self.picker.empty.set_content("no_match", _("No customer matches. Try fewer letters."))

    def _choices(self) -> tuple[list[Choice], int]:
        """The rows to show and how many more there are."""
        hits = {hit.candidate.id: hit for hit in self._found.hits}
        if self._words:
            parts = self._words.split()
            found = [
                each
                for each, text in zip(self._found.everybody, self._found.folded, strict=True)
                if all(part in text for part in parts)
            ]
        else:
            found = [hit.candidate for hit in self._found.hits] or list(self._found.everybody)
            chosen = self.flow.draft.customer.customer_id
            if chosen and chosen not in {each.id for each in found[:MOST_SHOWN]}:
                found = [*(each for each in self._found.everybody if each.id == chosen), *found]
        shown = tuple(found[:MOST_SHOWN])
        shown = self.flow.workspace.books.with_history(self.flow.draft.realm_id or "", shown)
        return [_choice(each, hits.get(each.id)) for each in shown], len(found) - len(shown)

    def _choose(self, choice: Choice | None) -> None:
        if choice is None or self._filling or choice.key == self.flow.draft.customer.customer_id:
            return
        self._take(str(choice.key))

    def _take(self, customer_id: str) -> None:
        hit = next((each for each in self._found.hits if each.candidate.id == customer_id), None)
        found = next((each for each in self._found.everybody if each.id == customer_id), None)
        if found is not None:
            rung = hit.rung if hit else Rung.CHOSEN
            self.flow.choose_customer(CustomerChoice(found.id, found.name, found.email, rung))

    def _choose_and_go(self, choice: Choice) -> None:
        self._choose(choice)
        if isinstance(self.window().focusWidget(), QAbstractItemView):
            # Enter in the search field reaches the dialog by itself
            self.next_wanted.emit()

    # A new customer

    def _begin_new(self) -> None:
        new = self.flow.workspace.invoicing.suggested_customer(self.flow.draft)
        self.flow.choose_customer(CustomerChoice(name=new.display_name, email=new.email, new=new))
        self.form.setFocus()

    def _edited(self) -> None:
        new = self.form.customer()
        choice = CustomerChoice(name=new.display_name, email=new.email, new=new)
        # not `choose_customer`: a letter typed here must not put the terms back to their default
        self.flow.change(replace(self.flow.draft, customer=choice))

    def _use_namesake(self, name: str) -> None:
        wanted = fold(name)
        same = _named(self._found.everybody, wanted)
        if same is not None:
            self._take(same.id)
            self.picker.setFocus()

    def _back_to_list(self) -> None:
        self.flow.choose_customer(CustomerChoice())
        self.picker.setFocus()

    def _relayout(self) -> None:
        self._chooser.setSpacing(px(8))


def _named(everybody: Sequence[CustomerCandidate], wanted: str) -> CustomerCandidate | None:
    return next((each for each in everybody if fold(each.name) == wanted), None)


def _choice(customer: CustomerCandidate, hit: Hit | None) -> Choice:
    return Choice(
        customer.id,
        customer.name,
        about_customer(customer, found_by(hit) if hit else ""),
        money_or_dash(customer.balance),
        "customers",
        "" if customer.active else _("Inactive in QuickBooks: it takes no invoices."),
    )
