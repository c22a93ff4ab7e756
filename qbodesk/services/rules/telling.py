"""Which of the reasons why a record is not in step a person is told of. Decides nothing and sends nothing."""

from datetime import datetime

from sqlalchemy import Connection

from qbodesk.models.cache import links
from qbodesk.models.domain.sync_plan import Action, Decision
from qbodesk.services.rules.pairings import Pairing

TO_MEND = frozenset({
    "NO_EMAIL", "NO_COMPANY_NAME", "COUNTERPART_GONE", "CURRENCY_NOT_IN_HUBSPOT", "ITEM_IS_BUNDLE", "PARALLEL_CONNECTOR",
})  # fmt: skip
"""Reasons that are a record's own and not the rule's."""


def tell(tx: Connection, pairing: Pairing, realm_id: str, each: Decision, now: datetime) -> None:
    """Note what a person can mend, or that it is mended."""
    subject = (pairing.qb_type, f"{realm_id}:{each.source.id}")
    code = each.problem.code if each.problem else ""
    links.settle_problems(tx, *subject, but=code)
    if each.problem is not None and (each.action is Action.CONFLICT or code in TO_MEND):
        links.raise_problem(tx, *subject, each.problem, now)
