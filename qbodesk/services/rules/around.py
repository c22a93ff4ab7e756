"""What of HubSpot bears on QuickBooks records that are being planned: links, signs, rivals, owners. Decides nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, and_, select

from qbodesk.models.cache import links
from qbodesk.models.cache.base import moment
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.sync_plan import Kept, Object, Properties, Rule, Source, Surroundings
from qbodesk.services.rules.pairings import PERSON, Pairing, is_minor


class _Properties(msgspec.Struct):
    properties: dict[str, str | None] = {}


_decode = msgspec.json.Decoder(_Properties)


class Around:
    """What of HubSpot bears on a portion of sources, read in a handful of queries."""

    def __init__(self, tx: Connection, rule: Rule, pairing: Pairing, sources: Sequence[Source]) -> None:
        self._tx = tx
        self._rule = rule
        self._pairing = pairing
        ids = [each.id for each in sources]
        self._links: dict[str, list[str]] = {}
        for pair in links.links_of_qb(tx, rule.realm_id, pairing.qb_type, ids, pairing.crm_type):
            self._links.setdefault(pair.qb_id, []).append(pair.crm_id)
        lonely = [each for each in sources if each.id not in self._links and not each.gone]
        self._there: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._rivals: dict[str, Mapping[str, tuple[str, ...]]] = {}
        signs: dict[str, set[str]] = {}
        for each in lonely:
            for rung, sign in each.keys:
                signs.setdefault(rung, set()).add(sign)
        for rung, wanted in signs.items():
            self._there[rung] = pairing.there(tx, rung, sorted(wanted))
            self._rivals[rung] = pairing.rivals(tx, rule.realm_id, rung, sorted(wanted))
        others = {qb_id for found in self._rivals.values() for group in found.values() for qb_id in group}
        pairs = links.links_of_qb(tx, rule.realm_id, pairing.qb_type, sorted(others), pairing.crm_type)
        self._linked = {pair.qb_id for pair in pairs}
        self._labels = labels(tx, rule.realm_id, pairing, sorted(others))
        shared = {
            qb_id
            for found in self._rivals.values()
            for group in found.values()
            if len(group) > 1
            for qb_id in group
        }
        self._minor = _minors(tx, rule.realm_id, pairing, sorted(shared))
        there = {crm_id for found in self._there.values() for group in found.values() for crm_id in group}
        self._strangers = _strangers(tx, pairing, lonely)
        self._taken = _owners(tx, pairing, sorted(there))
        linked = {crm_id for group in self._links.values() for crm_id in group}
        self._properties, self._changed_at = _properties(tx, pairing, sorted(there | linked))

    def of(self, source: Source, crm_id: str, kept: Kept | None) -> Surroundings:
        """The surroundings of one source; of several links the one the rule itself has written to counts."""
        linked = self._links.get(source.id, [])
        found: tuple[str, ...] = ()
        rivals: tuple[str, ...] = ()
        rung = ""
        for rung, sign in source.keys if not linked else ():
            found = self._there.get(rung, {}).get(sign, ())
            rivals = self._rivals_of(source, rung, sign)
            if found or rivals:
                break
        return Surroundings(
            link=crm_id if crm_id in linked else linked[0] if linked else None,
            found=found,
            rung=rung,
            rivals=rivals,
            taken=self._taken,
            properties=self._properties.get,
            kept=kept,
            changed_at=self._changed_at,
            stranger=self._strangers.get(source.label, ""),
        )

    def _rivals_of(self, source: Source, rung: str, sign: str) -> tuple[str, ...]:
        group = self._rivals.get(rung, {}).get(sign, ())
        rivals = [each for each in group if each != source.id and each not in self._linked]
        if not source.minor:
            rivals = [each for each in rivals if each not in self._minor]
        return tuple(self._labels.get(each, each) for each in rivals)


def _properties(
    tx: Connection, pairing: Pairing, ids: Sequence[str]
) -> tuple[dict[str, Properties], dict[str, datetime]]:
    """By HubSpot id, what the records hold and when they were changed last."""
    table = pairing.crm_table
    rows = tx.execute(select(table.c.id, table.c.raw, table.c.updated_at).where(table.c.id.in_(ids))).all()
    held: dict[str, Properties] = {row.id: _decode.decode(row.raw).properties for row in rows}
    return held, {row.id: moment(row.updated_at) for row in rows if row.updated_at}


def _owners(tx: Connection, pairing: Pairing, ids: Sequence[str]) -> dict[str, str]:
    """HubSpot id -> name of the QuickBooks record it is linked to, in whichever company."""
    table = pairing.qb_table
    label = _label(pairing)
    query = (
        select(link.c.crm_id, label.label("label"))
        .join(table, and_(table.c.realm_id == link.c.realm_id, table.c.id == link.c.qb_id))
        .where(link.c.qb_type == pairing.qb_type, link.c.crm_type == pairing.crm_type, link.c.crm_id.in_(ids))
    )
    return {row.crm_id: row.label for row in tx.execute(query)}


def _strangers(tx: Connection, pairing: Pairing, lonely: Sequence[Source]) -> dict[str, str]:
    """By label, a HubSpot record that looks like the source and must not be taken for it.

    Invoices with the number that are not ours: another connector shows the same invoices already. Contacts of the name with an
    e-mail address: a namesake as likely as the same person.
    """
    if pairing.crm_type == "contact":
        return _namesakes(tx, pairing.crm_table, lonely)
    if pairing.object is not Object.INVOICES:
        return {}
    numbers = [each.label for each in lonely]
    table = pairing.crm_table
    query = select(table.c.number, table.c.id).where(table.c.number.in_(numbers), table.c.key == "")
    return {row.number: row.id for row in tx.execute(query)}


def _namesakes(tx: Connection, table: Table, lonely: Sequence[Source]) -> dict[str, str]:
    wanted = {sign: each.label for each in lonely for rung, sign in each.keys if rung == PERSON}
    query = select(table.c.id, table.c.name_folded).where(
        table.c.email != "", table.c.name_folded.in_(wanted)
    )
    return {wanted[row.name_folded]: row.id for row in tx.execute(query)}


def _minors(tx: Connection, realm_id: str, pairing: Pairing, ids: Sequence[str]) -> frozenset[str]:
    """Those that give way to others with the same sign."""
    if pairing.qb_type != "customer":
        return frozenset()
    table = pairing.qb_table
    query = select(table.c.id, table.c.raw).where(table.c.realm_id == realm_id, table.c.id.in_(ids))
    return frozenset(row.id for row in tx.execute(query) if is_minor(row.raw))


def _label(pairing: Pairing) -> ColumnElement[str]:
    return pairing.qb_table.c[{"item": "full_name", "invoice": "number"}.get(pairing.qb_type, "name")]


def labels(tx: Connection, realm_id: str, pairing: Pairing, ids: Sequence[str]) -> dict[str, str]:
    """What QuickBooks records are called, by id."""
    table = pairing.qb_table
    label = _label(pairing)
    query = select(table.c.id, label.label("label")).where(table.c.realm_id == realm_id, table.c.id.in_(ids))
    return {row.id: row.label for row in tx.execute(query)}
