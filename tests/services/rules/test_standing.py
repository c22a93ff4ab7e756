"""What is offered for a record that is not in step, by its reason and by what it has."""

from dataclasses import replace

import pytest

from qbodesk.models.cache import rules
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.sync_plan import newcomer_id
from qbodesk.models.errors import Problem
from qbodesk.services.rules.health import Standing


def standing(code: str, *, of: str = "contacts", crm_id: str = "", **facts: str) -> Standing:
    problem = Problem(code, facts) if code else None
    return Standing(1, "9001", of, "58", "Brightwater", "contact", crm_id, rules.CONFLICT, problem, None)


@pytest.mark.parametrize(
    ("found", "fixes"),
    [
        (standing(""), ()),
        (standing("NAME_LOCK"), ()),
        (standing("SHARED_SIGN"), (Fix.COMPARE, Fix.QUICKBOOKS, Fix.AGAIN)),
        (standing("SHARED_SIGN", of="products"), (Fix.QUICKBOOKS, Fix.AGAIN)),
        (standing("NAMESAKE", other="77"), (Fix.COMPARE, Fix.HUBSPOT, Fix.QUICKBOOKS, Fix.AGAIN)),
        (standing("MADE_BY_ANOTHER", of="invoices"), (Fix.AGAIN,)),
        (standing("CHANGED_SINCE", crm_id="5"), (Fix.HUBSPOT, Fix.AGAIN)),
        (standing("MADE_BY_A_LATER_VERSION"), (Fix.AGAIN,)),
        # QuickBooks has no page yet of what only HubSpot has
        (replace(standing("HUBSPOT_REFUSED"), qb_id=newcomer_id("77")), (Fix.MAPPING, Fix.AGAIN)),
        (replace(standing("NO_EMAIL_THERE"), qb_id=newcomer_id("77")), (Fix.HUBSPOT, Fix.RULE)),
    ],
)
def test_only_what_can_be_done_is_offered(found: Standing, fixes: tuple[Fix, ...]) -> None:
    assert found.fixes == fixes


@pytest.mark.parametrize(
    ("found", "there"),
    [
        (standing("NAMESAKE", other="77"), "77"),
        (standing("CONTACT_EXISTS", id="78"), "78"),
        (standing("COUNTERPART_TAKEN", other="Another customer"), ""),
        (standing("NAMESAKE", other="77", crm_id="5"), "5"),
        (replace(standing("NO_EMAIL_THERE"), qb_id=newcomer_id("78")), "78"),
    ],
)
def test_the_hubspot_record_a_reason_is_about(found: Standing, there: str) -> None:
    assert found.hubspot_id == there
