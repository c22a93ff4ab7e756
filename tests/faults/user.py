"""What the user of the program does, and what was shown as done: the only list of what must exist. Reads no server."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft
from qbodesk.models.domain.invoice_flow import all_findings, may_create
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import InvalidInput, NeedsUser, NotInvoiceable
from tests.faults.lab import Lab

CREATE = "quickbooks.invoice.create"


@dataclass
class Confirmed:
    """An invoice the program said it would make; `withdrawn` when it said it would not."""

    op_id: str
    draft: InvoiceDraft
    lines_total: Decimal
    withdrawn: bool = False


@dataclass
class User:
    """Hands at the program."""

    lab: Lab
    dice: Random
    confirmed: list[Confirmed] = field(default_factory=list)

    def confirm(self) -> str:
        """An invoice of some deal, through the wizard's own flow."""
        deal_id = self.dice.choice(DEALS)
        draft = self.lab.ws.invoicing.open_draft(deal_id, fresh=True)
        return self._confirmed(self._filled(draft))

    def withdraw(self) -> str:
        """One that was confirmed is not wanted any more."""
        if not (one := self._one()):
            return "nothing"
        try:
            self.lab.ws.review.cancel(one.op_id)
        except NeedsUser:
            return f"{one.op_id[:6]} refused"
        finally:
            self.look(one)
        return one.op_id[:6]

    def edit(self) -> str:
        """Back into the wizard, another message, confirmed again."""
        if not (one := self._one()):
            return "nothing"
        try:
            draft = self.lab.ws.invoicing.edit_again(one.op_id)
        except InvalidInput:
            return f"{one.op_id[:6]} refused"
        finally:
            self.look(one)
        return self._confirmed(replace(self._filled(draft), message=f"Second thoughts {self.dice.random()}"))

    def look(self, one: Confirmed) -> None:
        """The queue says whether it was withdrawn."""
        entry = self.lab.ws.status.entry(one.op_id)
        one.withdrawn = entry is not None and entry.state is State.CANCELLED

    def look_at_all(self) -> None:
        """After a crash: what did the program keep of the last click?"""
        known = {each.op_id for each in self.confirmed}
        for entry in self.lab.ws.status.entries():
            if entry.kind == CREATE and entry.op_id not in known:
                draft = self.lab.ws.invoicing.draft(_draft_of(entry.intent))
                self._note(entry.op_id, draft)
        for one in self.confirmed:
            self.look(one)

    def review(self) -> int:
        """Decide what waits for a person: look again, and if there are several, say which; another name for a refused one."""
        waiting = [each for each in self.lab.ws.status.entries() if each.state is State.NEEDS_REVIEW]
        for entry in waiting:
            candidates = self.lab.ws.review.candidates(entry.op_id)
            if candidates:
                self.lab.ws.review.pick(entry.op_id, self.dice.choice(candidates).remote_id)
                continue
            try:
                self.lab.ws.review.look_again(entry.op_id)
            except NeedsUser:
                self.lab.ws.review.give_up(entry.op_id)
        refused = self._without_customer()
        for op_id in refused:
            draft = self.lab.ws.invoicing.edit_again(op_id)
            if new := draft.customer.new:
                new = replace(new, display_name=f"{new.display_name} {self.dice.randint(100, 999)}")
                choice = CustomerChoice(name=new.display_name, new=new)
                draft = self.lab.ws.invoicing.choose_customer(draft, choice)
            self._confirmed(self._filled(draft))
        return len(waiting) + len(refused)

    def _without_customer(self) -> list[str]:
        """Invoices that wait for a customer QuickBooks has refused."""
        entries = {each.op_id: each for each in self.lab.ws.status.entries()}
        return [
            each.op_id
            for each in entries.values()
            if each.kind == CREATE
            and each.state is State.QUEUED
            and each.depends_on
            and entries[each.depends_on].state is State.REJECTED
        ]

    def _confirmed(self, draft: InvoiceDraft) -> str:
        invoicing = self.lab.ws.invoicing
        try:
            op_id = invoicing.confirm(draft)
        except NotInvoiceable as error:
            return error.code
        self._note(op_id, draft)
        if self.dice.random() < 0.2 and invoicing.confirm(draft) != op_id:
            raise AssertionError("a second click is a second invoice")
        return f"{op_id[:6]} for {draft.deal_name}"

    def _note(self, op_id: str, draft: InvoiceDraft) -> None:
        if all(each.op_id != op_id for each in self.confirmed):
            total = self.lab.ws.invoicing.totals(draft).lines_total.amount
            self.confirmed.append(Confirmed(op_id, draft, total))

    def _filled(self, draft: InvoiceDraft) -> InvoiceDraft:
        invoicing = self.lab.ws.invoicing
        if not draft.customer.chosen:
            new = invoicing.suggested_customer(draft)
            name = new.display_name
            if self.dice.random() < 0.5:
                name = f"{name} {self.dice.randint(1, 99)}"
            new = replace(new, display_name=name)
            draft = invoicing.choose_customer(draft, CustomerChoice(name=name, new=new))
        facts = invoicing.facts(draft)
        if may_create(draft, facts):
            return draft
        warned = {each.problem.code for each in all_findings(draft, facts) if each.severity.value == "warn"}
        return replace(draft, accepted_warnings=frozenset(warned), again=True)

    def _one(self) -> Confirmed | None:
        wanted = [each for each in self.confirmed if not each.withdrawn]
        return self.dice.choice(wanted) if wanted else None


DEALS = ["3000001", "3000005", "3000006", "3000011"]


def _draft_of(intent: bytes) -> str:
    from qbodesk.services.invoicing.intents import InvoiceIntent

    return InvoiceIntent.decode(intent).draft_id
