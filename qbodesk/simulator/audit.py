"""The ledger check: whether what both products hold agrees with itself; repairs nothing.

It trusts none of the code that makes the records: it reads them as a client would get them, and adds up with an arithmetic
of its own, in whole cents.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from qbodesk.simulator.audit_books import Books
from qbodesk.simulator.audit_crm import Crm
from qbodesk.simulator.audit_problem import Problem
from qbodesk.simulator.collector import uncollected
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.journal import Journal
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import Body

_LISTED = 1_000


def audit(companies: Mapping[str, QuickBooksCompany], portal: Portal, journal: Journal) -> Body:
    """`ok`, the problems (1,000 at most), how many there are by rule, and what was looked at."""
    with uncollected():
        crm = Crm(portal)
        counts: Body = {"hubspot": crm.counts()}
        problems: list[Problem] = [*crm.problems(), *repeated(journal)]
        for realm, company in companies.items():
            books = Books(company)
            problems += books.problems()
            counts[f"quickbooks/{realm}"] = books.counts()
    return {
        "ok": not problems,
        "problems": [problem._asdict() for problem in problems[:_LISTED]],
        "rules": dict(Counter(problem.rule for problem in problems)),
        "counts": counts,
    }


def repeated(journal: Journal) -> Iterator[Problem]:
    """A request id that made or changed something more than once: the journal knows, whatever the companies remember."""
    effects: Counter[tuple[str, str]] = Counter()
    for entry in journal.since(writes=False):
        if entry["requestid"] and entry["effect"]:
            effects[entry["path"].split("/")[3], entry["requestid"]] += 1
    for (realm, key), times in effects.items():
        if times > 1:
            yield Problem("requestid", f"quickbooks/{realm}/requestid/{key}", f"had {times} effects")
