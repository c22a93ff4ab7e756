"""What the fixes of records that are not in step do: decide about them, or lead to where that is done. Stores nothing itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.sync_plan import newcomer_of
from qbodesk.models.words import _, ngettext
from qbodesk.services.duplicates import ACROSS, COMPANIES, CUSTOMERS
from qbodesk.services.rules.health import QB_TYPES, Standing
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.navigation import Place
from qbodesk.ui.problems import ask, tell

DECISIONS = frozenset({Fix.AGAIN, Fix.DISMISS, Fix.OVERWRITE, Fix.TAKE, Fix.UNLINK})
"""What is decided at once; everything else leads somewhere."""

_MAPPED = {"contact": "contacts", "company": "companies", "product": "products", "invoice": "invoices"}
_SECTIONS = {Fix.CONNECTION: "connections", Fix.NETWORK: "network"}


class Hand(Protocol):
    """What the window lends: its dialogs' parent, readers for what takes long, a toast, the browser, the sync."""

    window: QWidget
    askers: ReaderPool

    def say(self, text: str) -> object: ...
    def open_outside(self, kind: str, remote_id: str) -> object: ...
    def sync_now(self) -> object: ...


def place_of(fix: Fix, found: Standing) -> Place | None:
    """Where a fix is done, with these records in view; None for one that is no page."""
    if fix in _SECTIONS:
        return Place("settings", search=_SECTIONS[fix])
    match fix:
        case Fix.RULE | Fix.BACKFILL | Fix.PREVIEW:
            return Place("settings", search="sync", view=f"{found.object}:{found.realm_id}:{fix}")
        case Fix.MAPPING:
            facts = found.problem.facts if found.problem else {}
            line = found.problem is not None and found.problem.code == "LINE_REFUSED"
            kind = "line_items" if line else _MAPPED.get(found.crm_type, found.object)
            aim = f"{kind}:{found.realm_id}:{facts.get('property', '')}"
            return Place("settings", search="mappings", view=aim)
        case Fix.COMPARE:
            wanted = newcomer_of(found.qb_id) or found.qb_id
            return Place("duplicates", search=wanted, view=_pairs_of(found))
        case Fix.QUEUE:
            return Place("queue")
        case _:
            return None


def _pairs_of(found: Standing) -> str:
    """What to look through: where a customer and a contact can be linked, else where both of one side stand."""
    code = found.problem.code if found.problem else ""
    if found.crm_type == "contact" and code != "COUNTERPART_TAKEN":
        return ACROSS
    return COMPANIES if code == "SEVERAL_COUNTERPARTS" else CUSTOMERS


class FixingActions:
    """Bound to one window."""

    def __init__(self, workspace: Workspace, hand: Hand, go: Callable[[Place], object]) -> None:
        self._workspace = workspace
        self._hand = hand
        self._go = go

    def fix(self, fix: Fix, found: Sequence[Standing]) -> None:
        """Do it for these; what leads somewhere goes by the first of them."""
        if fix in DECISIONS:
            self.decide(fix, lambda: found, len(found))
            return
        first = found[0]
        place = place_of(fix, first)
        if place is not None:
            self._go(place)
        elif fix is Fix.SYNC:
            self._hand.sync_now()
        elif fix is Fix.QUICKBOOKS:
            kind = next(kind for of, kind in QB_TYPES.items() if of == first.object)
            self._hand.open_outside(kind, first.qb_id)
        elif fix is Fix.HUBSPOT:
            # an invoice of QuickBooks has a page there, too
            kind = "hubspot_invoice" if first.crm_type == "invoice" else first.crm_type
            self._hand.open_outside(kind, first.hubspot_id)

    def decide(self, fix: Fix, read: Callable[[], Sequence[Standing]], number: int) -> None:
        """One decision about all that `read` brings, beside the window; what writes over values of many asks before."""
        decide = self._verbs()[fix]

        def run() -> None:
            self._hand.askers.run(lambda: decide(read()), lambda n: self._decided(fix, n), self._failed)

        question = self._questions(number).get(fix)
        if question is None or number == 1:
            run()
        else:
            ask(self._hand.window, *question, run)

    def _verbs(self) -> Mapping[Fix, Callable[[Sequence[Standing]], int]]:
        health = self._workspace.health
        return {
            Fix.AGAIN: health.retry,
            Fix.DISMISS: health.dismiss,
            Fix.OVERWRITE: health.overwrite,
            Fix.TAKE: health.take,
            Fix.UNLINK: health.unlink,
        }

    @staticmethod
    def _questions(n: int) -> Mapping[Fix, tuple[str, str, str]]:
        """What is asked, what it means, and the verb that agrees."""
        number = formats().number(n)
        return {
            Fix.OVERWRITE: (
                ngettext("Overwrite {n} record in HubSpot?", "Overwrite {n} records in HubSpot?", n).format(
                    n=number
                ),
                _("What was changed there gives way to what QuickBooks says."),
                _("Overwrite"),
            ),
            Fix.TAKE: (
                ngettext("Write {n} record to QuickBooks?", "Write {n} records to QuickBooks?", n).format(
                    n=number
                ),
                _("What QuickBooks says gives way to what was changed in HubSpot."),
                _("Write"),
            ),
            Fix.UNLINK: (
                ngettext("Unlink {n} record?", "Unlink {n} records?", n).format(n=number),
                _("The next sync looks for other counterparts in HubSpot, or makes them anew."),
                _("Unlink"),
            ),
        }

    def _decided(self, fix: Fix, count: int) -> None:
        if count > 1:
            done = ngettext("{n} record done", "{n} records done", count)
            self._hand.say(done.format(n=formats().number(count)))
        if fix is not Fix.DISMISS:
            self._hand.sync_now()

    def _failed(self, error: Exception) -> None:
        tell(self._hand.window, error)
