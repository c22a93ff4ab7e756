"""What a mapping can choose from: all QuickBooks fields, custom ones too, all HubSpot properties, with samples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.mapping.defaults import known_sides
from qbodesk.models.domain.mapping.fields import Field, FieldType
from qbodesk.models.domain.mapping.model import Sides, Target
from qbodesk.models.domain.mapping.values import Unfit, read, text_of
from qbodesk.services.mapping import definitions
from qbodesk.services.mapping.sources import Record, Sources, counterparts

LOOKED_THROUGH = 100
"""Latest records that are asked for samples and for custom fields."""

_CUSTOM_TYPES = {
    "NumberType": FieldType.NUMBER,
    "DateType": FieldType.DATE,
    "BooleanType": FieldType.FLAG,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One field or property with a value that some record has; `sample` is empty when none of the latest has one."""

    field: Field
    sample: str


class Catalogue:
    """Reads the cache; the portal's properties come with each pull of the portal's set-up."""

    def __init__(self, cache: Cache, sources: Sources) -> None:
        self._cache = cache
        self._sources = sources

    def sides(self, target: Target, realm_id: str) -> Sides:
        """Both sides of a kind for one company."""
        with self._cache.read() as tx:
            return self.sides_in(tx, target, realm_id)

    def sides_in(self, tx: Connection, target: Target, realm_id: str) -> Sides:
        """As `sides`, in a transaction of the caller's."""
        ids = self._sources.ids(tx, target, realm_id)[:LOOKED_THROUGH]
        latest = self._sources.load(tx, target, realm_id, ids) if ids else []
        return known_sides(target, definitions.known(tx, target), _custom(latest))

    def choices(self, target: Target, realm_id: str) -> tuple[list[Choice], list[Choice]]:
        """Fields of QuickBooks and properties of HubSpot with samples, in the order they are offered."""
        with self._cache.read() as tx:
            ids = self._sources.ids(tx, target, realm_id)[:LOOKED_THROUGH]
            latest = self._sources.load(tx, target, realm_id, ids) if ids else []
            held = list(counterparts(tx, target, realm_id, ids).values())
            sides = known_sides(target, definitions.known(tx, target), _custom(latest))
        fields = [Choice(each, _sample(each, latest)) for each in sides.fields.values()]
        properties = [Choice(each, _held(each, held)) for each in sides.properties.values()]
        properties.sort(key=lambda one: one.field.label.casefold())
        return fields, properties


def _sample(field: Field, latest: Sequence[Record]) -> str:
    for record in latest:
        try:
            text = text_of(read(record.source, field))
        except Unfit:
            continue
        if text:
            return text
    return ""


def _held(prop: Field, held: Sequence[Mapping[str, str | None]]) -> str:
    return next((text for each in held if (text := each.get(prop.key))), "")


def _custom(latest: Sequence[Record]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for record in latest:
        for one in record.source.get("CustomField") or ():
            definition = str(one.get("DefinitionId") or "")
            if definition and one.get("Name"):
                key = f"CustomField[{definition}]"
                found.setdefault(key, _custom_field(key, one))
    return found


def _custom_field(key: str, one: Mapping[str, Any]) -> Field:
    kind = _CUSTOM_TYPES.get(str(one.get("Type")), FieldType.TEXT)
    return Field(key=key, label=str(one["Name"]), type=kind, custom=True)
