"""Which HubSpot properties a pull must ask for so that mappings can tell what is in step; fetches nothing itself.

A listing asked for fewer properties than mappings write now is not complete: the next pull lists that type again.
"""

from sqlalchemy import Connection

from qbodesk.models.cache import connections, mappings
from qbodesk.models.domain.mapping.coding import from_document
from qbodesk.models.domain.mapping.defaults import defaults
from qbodesk.models.domain.mapping.model import FieldMapping, Target
from qbodesk.models.domain.mapping.properties import OWN
from qbodesk.services.mapping import definitions
from qbodesk.services.rules.properties import made

COMMON = ""
"""The realm id of the set that holds for every company without one of its own."""

READ = (Target.CONTACTS, Target.COMPANIES, Target.PRODUCTS, Target.INVOICES)
"""Types whose property definitions are read with the portal's set-up; line items have no property of their own."""


def listed_in(tx: Connection, target: Target, realm_id: str) -> tuple[FieldMapping, ...]:
    """The mappings that hold for a company, in order."""
    for realm in dict.fromkeys((realm_id, COMMON)):
        found = mappings.newest(tx, realm, target.value)
        if (
            found is not None and found.body is not None
        ):  # a company without one has gone back to the common set
            return from_document(found.body)[1]
    return defaults(target)


def asked(tx: Connection, plural: str) -> tuple[str, ...]:
    """The properties any set of any company fills, as far as the portal has them, and our own once they are made."""
    if plural not in set(Target):
        return ()
    target = Target(plural)
    there = definitions.known(tx, target)
    realms = [COMMON, *mappings.realms(tx, plural)]
    active = (each for realm in realms for each in listed_in(tx, target, realm) if each.fills_hubspot)
    own = OWN[plural] if connections.get_setting(tx, made(plural)) else {}
    wanted = dict.fromkeys((*own, *(each.target for each in active)))
    return tuple(name for name in wanted if there is None or name in there or name in own)


def lacks(tx: Connection, plural: str, known: tuple[str, ...]) -> bool:
    """Whether the last complete listing left out a property that is wanted now; `known` are those it asks for always.

    Our own properties do not count: what stands in them came from here, with the answer to the write.
    """
    before = connections.get_setting(tx, _setting(plural)) or ()
    own = OWN.get(plural, {})
    return any(name not in {*known, *before, *own} for name in asked(tx, plural))


def remember(tx: Connection, plural: str) -> None:
    """A listing that begins now asks for everything wanted now; with its first page."""
    if plural in set(Target):
        connections.set_setting(tx, _setting(plural), list(asked(tx, plural)))


def _setting(plural: str) -> str:
    return f"mapped_properties.{plural}"
