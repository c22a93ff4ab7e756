"""Brings the sample companies into trouble, as a month at a real desk does: refused invoices and half-done ones.

Everything happens the way it happens to a user: real invoices are queued, and the simulator is told what to refuse.
"""

import json
from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit

from qbodesk.app.album.ready import READY
from qbodesk.models.domain.draft import InvoiceDraft
from qbodesk.models.domain.findings import Severity
from qbodesk.models.domain.invoice_flow import all_findings
from qbodesk.models.errors import QboDeskError
from qbodesk.services.workspace import Workspace

CLOSED_UNTIL, OPEN_SINCE = "2099-12-31", "2000-12-31"
SECONDS = 10


def make_trouble(workspace: Workspace, control_url: str) -> None:
    """Queue two invoices in every company; the next pass creates those of the US, for the others the books are closed."""
    queued = queue_ready(workspace, per_company=2)
    american = {each.realm_id for each in workspace.books.companies() if each.country == "US"}
    for realm in {draft.realm_id for draft in queued} - american:
        _close_books(control_url, str(realm), CLOSED_UNTIL)


def end_trouble(workspace: Workspace, control_url: str) -> None:
    """The books are open again; what was refused stays refused until somebody acts."""
    for company in workspace.books.companies():
        _close_books(control_url, company.realm_id, OPEN_SINCE)


def _close_books(control_url: str, realm: str, until: str) -> None:
    ask(
        control_url,
        "PATCH",
        f"/realms/{realm}/preferences",
        {"AccountingInfoPrefs": {"BookCloseDate": until}},
    )


def ask(control_url: str, method: str, path: str, body: object = None) -> None:
    """Tell the simulator something; raises `OSError` if it does not understand."""
    address = urlsplit(control_url)
    data = None if body is None else json.dumps(body).encode()
    with closing(HTTPConnection(address.hostname or "", address.port, timeout=SECONDS)) as line:
        line.request(method, address.path + path, data)
        answer = line.getresponse()
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise OSError(f"{method} {path}: {answer.status} {answer.read().decode(errors='replace')}")


def queue_ready(workspace: Workspace, per_company: int) -> list[InvoiceDraft]:
    """Confirm invoices of deals that are ready for one; the first that is not keeps its draft."""
    queued: list[InvoiceDraft] = []
    for row in workspace.deals.rows(workspace.deals.ids()).values():
        if row.name in READY.values():
            continue
        try:
            draft = _accepted(workspace, workspace.invoicing.open_draft(row.deal_id))
            if sum(each.realm_id == draft.realm_id for each in queued) < per_company:
                workspace.invoicing.confirm(draft)
                queued.append(draft)
        except QboDeskError:
            continue
        if len(queued) == per_company * len(workspace.books.companies()):
            break
    return queued


def _accepted(workspace: Workspace, draft: InvoiceDraft) -> InvoiceDraft:
    found = all_findings(draft, workspace.invoicing.facts(draft))
    codes = {each.problem.code for each in found if each.severity is Severity.WARN}
    return replace(draft, accepted_warnings=frozenset(codes))
