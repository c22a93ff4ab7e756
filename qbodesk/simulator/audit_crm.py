"""The ledger check of the HubSpot account: unique values, associations and references that lead somewhere; adds up no invoice."""

from collections import Counter
from collections.abc import Iterator

from qbodesk.simulator.audit_problem import Problem
from qbodesk.simulator.hubspot.link_types import PRIMARY
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Record

_OWNERS_OF_LINES = ("deals", "quotes", "invoices")


class Crm:
    """One account, read from its records."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._ids = {kind: store.live.keys() | store.archived.keys() for kind, store in portal.stores.items()}
        self._owners = {str(owner["id"]) for owner in portal.owners}
        self._stages = {
            pipeline.id: {stage.id for stage in pipeline.stages} for pipeline in portal.pipelines["deals"]
        }

    def counts(self) -> dict[str, int]:
        """How many live records of each type there are."""
        return {kind: len(store.live) for kind, store in self._portal.stores.items() if store.live}

    def problems(self) -> Iterator[Problem]:
        """Everything wrong in this account."""
        for kind, store in self._portal.stores.items():
            yield from self._twice(kind)
            for record in store.live.values():
                yield from self._lost(kind, record)
        yield from self._associations()
        yield from self._lines()

    def _twice(self, kind: str) -> Iterator[Problem]:
        known = self._portal.registries[kind].known
        names = {name for name, prop in known.items() if prop.unique} | (
            {"email"} if kind == "contacts" else set()
        )
        for name in sorted(names - {"hs_object_id"}):
            first: dict[str, int] = {}
            for record in self._portal.stores[kind].live.values():
                value = record.properties.get(name)
                if value is not None and first.setdefault(value.lower(), record.id) != record.id:
                    detail = f"{name} {value} is that of {first[value.lower()]} too"
                    yield Problem("unique", f"hubspot/{kind}/{record.id}", detail)

    def _lost(self, kind: str, record: Record) -> Iterator[Problem]:
        """Values that name an owner, a stage or a product nobody knows."""
        values, here = record.properties, f"hubspot/{kind}/{record.id}"
        if values.get("hs_object_id") != str(record.id):
            yield Problem("id", here, f"hs_object_id is {values.get('hs_object_id')}")
        owner = values.get("hubspot_owner_id")
        if owner is not None and owner not in self._owners:
            yield Problem("orphan", here, f"no owner {owner}")
        product = values.get("hs_product_id")
        if product is not None and not (product.isdigit() and int(product) in self._ids["products"]):
            yield Problem("orphan", here, f"no product {product}")
        if kind == "deals" and (stage := values.get("dealstage")) is not None:
            pipeline = values.get("pipeline", "")
            if stage not in self._stages.get(pipeline, ()):
                yield Problem("orphan", here, f"no stage {stage} in pipeline {pipeline}")

    def _associations(self) -> Iterator[Problem]:
        """Each way of an association has the other, both ends are there, and nobody has two primary companies."""
        rows = {(source, target): keys for source, target, keys in self._portal.links}
        primaries: Counter[End] = Counter()
        for (source, target), keys in rows.items():
            here = f"hubspot/{source.kind}/{source.id}"
            if target.id not in self._ids[target.kind] or source.id not in self._ids[source.kind]:
                yield Problem(
                    "orphan", here, f"associated with {target.kind} {target.id}, one of which is not there"
                )
            inverse = {self._portal.links.types[key].inverse_key for key in keys}
            if inverse != set(rows.get((target, source), ())):
                yield Problem(
                    "association", here, f"{target.kind} {target.id} does not know of it in the same way"
                )
            if target.kind == "companies" and (source.kind, target.kind) in PRIMARY:
                primaries[source] += PRIMARY[source.kind, target.kind].key in keys
        for owner, times in primaries.items():
            if times > 1:
                yield Problem("primary", f"hubspot/{owner.kind}/{owner.id}", f"has {times} primary companies")

    def _lines(self) -> Iterator[Problem]:
        """A line item belongs to one deal, one quote or one invoice (hubspot-api.md §6)."""
        parents: Counter[int] = Counter()
        for source, target, _ in self._portal.links:
            if source.kind == "line_items" and target.kind in _OWNERS_OF_LINES:
                parents[source.id] += target.id in self._portal.stores[target.kind].live
        for key, times in parents.items():
            if times > 1:
                yield Problem("parents", f"hubspot/line_items/{key}", f"belongs to {times} records")
