"""Puts the HubSpot portal of the sample world together; knows of QuickBooks only what the companies hold."""

from collections.abc import Mapping
from random import Random

from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.crm import account
from qbodesk.simulator.world.crm.deals import DealDesk
from qbodesk.simulator.world.crm.draft import Draft
from qbodesk.simulator.world.crm.people import Crowd
from qbodesk.simulator.world.crm.products import build_products
from qbodesk.simulator.world.names import Namer
from qbodesk.simulator.world.plan import PortalPlan
from qbodesk.simulator.world.shapes import CompanySeed, PortalSeed


def build_portal(
    plan: PortalPlan,
    companies: tuple[CompanySeed, ...],
    namers: Mapping[str, Namer],
    calendar: Calendar,
    rng: Random,
    *,
    story: bool,
) -> PortalSeed:
    """One portal of the planned size; `namers` by country, the first country is the most frequent one."""
    draft = Draft(calendar)
    library = build_products(draft, companies, plan.products)
    crowd = Crowd(draft, companies, namers, rng, story=story)
    crowd.build(plan.companies, plan.contacts)
    desk = DealDesk(draft, companies, library, rng)
    if story:
        desk.tell(plan)
    desk.invent(plan, crowd.parties)
    desk.quote(plan)
    return PortalSeed(
        portal_id=account.PORTAL_ID,
        company_currency=account.COMPANY_CURRENCY,
        additional_currencies=account.ADDITIONAL_CURRENCIES,
        timezone=account.TIMEZONE,
        objects=draft.objects,
        associations=draft.associations,
        owners=account.build_owners(calendar),
        pipelines={"deals": account.build_pipelines(calendar)},
    )
