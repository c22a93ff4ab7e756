"""Builds the whole sample world from a seed and a day; the same two give the same world."""

from collections.abc import Mapping
from datetime import date
from random import Random

from qbodesk.simulator.collector import uncollected
from qbodesk.simulator.world.books import build_company
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.crm import build_portal
from qbodesk.simulator.world.locales import LOCALES
from qbodesk.simulator.world.names import Namer
from qbodesk.simulator.world.plan import Plan, planned
from qbodesk.simulator.world.shapes import World

REALMS = tuple(LOCALES)


def build_world(
    *,
    scenario: str,
    seed: int,
    today: date,
    realms: tuple[str, ...] = REALMS,
    counts: Mapping[str, int] | None = None,
) -> World:
    """The companies of `realms` in that order and one portal.

    `counts` (see `plan.COUNT_KEYS`) are exact numbers of active records for the first company and the
    portal; the story comes first and is cut short where they leave no room. Nothing lies in the future but
    due dates, expected closings and valid quotes. Raises ValueError for anything it does not know.
    """
    unknown = [realm for realm in realms if realm not in LOCALES]
    if unknown or not realms or len(set(realms)) < len(realms):
        raise ValueError(
            f"realms must be different ones of {', '.join(LOCALES)}: {', '.join(realms) or 'none'}"
        )
    plan = planned(scenario, realms[0], counts)
    with uncollected():
        return _built(plan, seed, Calendar(today), realms)


def _built(plan: Plan, seed: int, calendar: Calendar, realms: tuple[str, ...]) -> World:
    # A generator of its own for each part: one company is the same with or without the others.
    codes = dict.fromkeys((*realms, *LOCALES))
    namers = {code: Namer(LOCALES[code], f"{seed} names {code}") for code in codes}
    companies = tuple(
        build_company(
            LOCALES[code],
            plan.books_of(code),
            calendar,
            namers[code],
            Random(f"{seed} books {code}"),
            story=plan.story,
        )
        for code in realms
    )
    portal = build_portal(
        plan.portal, companies, namers, calendar, Random(f"{seed} portal"), story=plan.story
    )
    return World(companies, portal)
