"""Associates records by HubSpot's rules; changes no property."""

from collections.abc import Callable
from typing import Any

from qbodesk.simulator.hubspot import shapes
from qbodesk.simulator.hubspot.failures import Failure, invalid, not_found
from qbodesk.simulator.hubspot.kinds import Kind
from qbodesk.simulator.hubspot.link_types import DEFAULT, HUBSPOT, LinkType, key_of
from qbodesk.simulator.hubspot.links import End, Links
from qbodesk.simulator.hubspot.records import Store

Body = dict[str, Any]


class Linker:
    """The association writes of one request; `changed` hears of each, as both ends and what was done."""

    def __init__(
        self, links: Links, stores: dict[str, Store], changed: Callable[[End, End, str], None]
    ) -> None:
        self._links = links
        self._stores = stores
        self._changed = changed

    def associate(self, source: End, target: End) -> None:
        """The default association. Raises Failure."""
        self._check_ends(source, target)
        self._check_limit(source, target, DEFAULT[source.kind, target.kind].key)
        self._links.associate(source, target)
        self._changed(source, target, "associate")

    def label(self, source: End, target: End, key: int) -> None:
        """An association of a given type. Raises Failure."""
        self._check_ends(source, target)
        self.type_between(source.kind, target.kind, key)
        self._check_limit(source, target, key)
        if key == DEFAULT[source.kind, target.kind].key:
            self._links.associate(source, target)
        else:
            self._links.label(source, target, key)
        self._changed(source, target, "associate")

    def unlabel(self, source: End, target: End, key: int) -> None:
        """Takes one type off. Raises Failure."""
        self.check_pair(source.kind, target.kind)
        self.type_between(source.kind, target.kind, key)
        self._links.unlabel(source, target, key)
        self._changed(source, target, "dissociate")

    def dissociate(self, source: End, target: End) -> None:
        """Removes every association between two records; that there is none is no failure."""
        self.check_pair(source.kind, target.kind)
        if self._links.dissociate(source, target):
            self._changed(source, target, "dissociate")

    def drafted(self, kind: Kind, body: Body) -> list[tuple[End, int]]:
        """The `associations` of a create: ends that live, and the keys of types. Raises Failure."""
        found: list[tuple[End, int]] = []
        for entry in shapes.objects(body.get("associations") or [], "associations"):
            id_ = shapes.identifier(shapes.an_object(entry.get("to"), "to"))
            for key in type_keys(entry.get("types")):
                type_ = self._links.types.get(key)
                if type_ is None or type_.source != kind.name:
                    raise invalid(
                        f"Invalid association type {abs(key)} for {kind.name}", "INVALID_ASSOCIATION_TYPE"
                    )
                target = End(type_.target, record_id(id_))
                self._check_live(target)
                found.append((target, key))
        return found

    def type_between(self, source: str, target: str, key: int) -> LinkType:
        """Raises the 400 of a type that does not lead from `source` to `target`."""
        type_ = self._links.types.get(key)
        if type_ is None or (type_.source, type_.target) != (source, target):
            raise invalid_type(str(abs(key)), source, target)
        return type_

    def named(self, source: str, target: str, name: str) -> LinkType:
        """A type as v3 names it, by name or number. Raises the 400."""
        for type_ in self._links.types.between(source, target):
            if name in {type_.name, str(type_.id)}:
                return type_
        raise invalid_type(name, source, target)

    @staticmethod
    def check_pair(source: str, target: str) -> None:
        if (source, target) not in DEFAULT:
            raise invalid(f"{source} and {target} cannot be associated", "INVALID_ASSOCIATION_TYPE")

    def _check_ends(self, source: End, target: End) -> None:
        self.check_pair(source.kind, target.kind)
        self._check_live(source)
        self._check_live(target)

    def _check_live(self, end: End) -> None:
        if end.id not in self._stores[end.kind].live:
            raise Failure(
                404,
                "OBJECT_NOT_FOUND",
                f"No {end.kind} record with id {end.id} exists.",
                context={"id": [str(end.id)]},
            )

    def _check_limit(self, source: End, target: End, key: int) -> None:
        """A portal may limit how many records one record has under a type, from either side."""
        type_ = self._links.types[key]
        for one, other, held in ((source, target, key), (target, source, type_.inverse_key)):
            limit = self._links.limits.get(held)
            counted = self._links.types[held]
            if limit is not None and self._links.count(one, counted, without=other.id) >= limit:
                raise Failure(
                    400,
                    "VALIDATION_ERROR",
                    f"{one.kind} {one.id} has reached the limit of {limit} associated {other.kind}.",
                    sub_category="crm.associations.LIMIT_EXCEEDED",
                    context={"fromObjectId": [str(one.id)], "associationTypeId": [str(counted.id)]},
                )


def type_keys(specs: Any) -> list[int]:
    """The keys of a list of association specs. Raises the 400 of an unknown category, or of none at all."""
    found = []
    for spec in shapes.objects(specs, "types"):
        category = spec.get("associationCategory", HUBSPOT)
        if category not in {HUBSPOT, "USER_DEFINED", "INTEGRATOR_DEFINED"}:
            raise invalid(f"Unknown association category {category}", "INVALID_ASSOCIATION_TYPE")
        # Below zero a number would be the key of another category's type.
        found.append(key_of(category, max(0, shapes.integer(spec, "associationTypeId", 0))))
    if not found:
        raise invalid("Some required fields were not set: [types]", "REQUIRED_FIELD")
    return found


def invalid_type(type_: str, source: str, target: str) -> Failure:
    return Failure(
        400,
        "VALIDATION_ERROR",
        f"{type_} is not a valid association type between {source} and {target}",
        sub_category="crm.associations.INVALID_ASSOCIATION_TYPE",
        context={"type": [type_], "fromObjectType": [source], "toObjectType": [target]},
    )


def record_id(text: str) -> int:
    """A record id out of a path or body; what is not a number is an id nobody has. Raises the 404."""
    number = shapes.digits(text)
    if number is None:
        raise not_found(f"Object not found. objectId are usually numeric: {text}", id=text)
    return number
