"""One HubSpot account: its records, definitions, associations and settings, loaded from a seed.

Answers no request: reading and writing by the API's rules stand in the handlers and in `writing`.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from qbodesk.simulator.hubspot import calculated, catalog, currencies, moments, totals
from qbodesk.simulator.hubspot.currencies import Rates
from qbodesk.simulator.hubspot.definitions import Option, Property
from qbodesk.simulator.hubspot.history import History
from qbodesk.simulator.hubspot.index import SearchIndex
from qbodesk.simulator.hubspot.kinds import ADJUSTMENTS, BY_ALIAS, KINDS, LINE_ITEMS, QUOTES, Kind
from qbodesk.simulator.hubspot.limits import Limits
from qbodesk.simulator.hubspot.link_types import DEFAULT
from qbodesk.simulator.hubspot.links import End, Links
from qbodesk.simulator.hubspot.lists import Lists
from qbodesk.simulator.hubspot.oauth_tokens import Credentials
from qbodesk.simulator.hubspot.pipelines import DEFAULT_DEALS, Pipeline, read_pipeline
from qbodesk.simulator.hubspot.records import Record, Store
from qbodesk.simulator.hubspot.registry import Registry
from qbodesk.simulator.hubspot.tax_rates import TAX_RATES
from qbodesk.simulator.hubspot.validation import AdminRules
from qbodesk.simulator.world.shapes import PortalSeed

Body = dict[str, Any]
_EMPTY = (None, "")


class Portal:
    """The state behind the HubSpot half of the simulator, and the switches tests turn.

    `token` is the service key of the first line; `scopes` are its own, None means all of them; the other tokens
    are in `credentials`. `search_ceiling` is the number of results one query
    can page through, `url_limit` the longest request target in bytes, `to_object_id_as_text` the other of the two
    shapes in which association answers carry ids, `search_lag` the seconds a write takes to reach the search.
    `merge_keeps_primary_id` is HubSpot's beta of 2026, `merged_ids_lead_on` whether a merged id answers its heir
    instead of 404 (unverified, so both can be tried), `merged` those ids with their heirs.
    """

    def __init__(self, seed: PortalSeed, *, token: str | None = None) -> None:
        self.id = seed.portal_id
        self.token = token or f"pat-na1-{uuid4()}"
        self.scopes: frozenset[str] | None = None
        self.credentials = Credentials(self.token, seed.portal_id)
        self.search_ceiling = 10_000
        self.url_limit = 8192
        self.to_object_id_as_text = False
        self.merge_ceiling = 250
        self.merge_keeps_primary_id = False
        self.merged_ids_lead_on = False
        self.open_invoices_deletable = True
        self.merged: dict[tuple[str, int], int] = {}
        self.blocked_emails: set[str] = set()
        self.admin_rules = AdminRules()
        self.tax_rates = TAX_RATES
        self.company_currency = seed.company_currency
        self.rates = Rates(seed.company_currency, seed.additional_currencies)
        self.zone = ZoneInfo(seed.timezone)
        self.shuffle = Random(seed.portal_id).shuffle
        self.ui_domain = "app.hubspot.com"
        self.limits = Limits(self.zone)
        self.owners = seed.owners
        self.pipelines = self._read_pipelines(seed)
        self.registries = {kind.name: self._registry(kind) for kind in KINDS}
        self.settings_changed()
        self.stores: dict[str, Store] = {}
        for kind in KINDS:
            store = Store(["email"] if kind.name == "contacts" else [])
            store.load(self._records(kind, seed.objects.get(kind.name, [])))
            self.stores[kind.name] = store
        self.indexes = {name: SearchIndex(store) for name, store in self.stores.items()}
        self.histories = {kind.name: History() for kind in KINDS}
        self.lists = Lists()
        self._invoice_numbers = count(1001)
        self.links = Links()
        for from_type, from_id, to_type, to_id in seed.associations:
            self.links.associate(self._end(from_type, from_id), self._end(to_type, to_id))
        self._load_quote_amounts()

    @property
    def limits_enabled(self) -> bool:
        """Whether the published rate limits hold; while they do not, the headers advertise a practically endless one."""
        return self.limits.enabled

    @limits_enabled.setter
    def limits_enabled(self, enabled: bool) -> None:
        self.limits.enabled = enabled

    @property
    def search_lag(self) -> float:
        return next(iter(self.indexes.values())).lag.total_seconds()

    @search_lag.setter
    def search_lag(self, seconds: float) -> None:
        for index in self.indexes.values():
            index.lag = timedelta(seconds=seconds)

    def objects(self, type_: str) -> Iterator[Body]:
        """Every record of a type, archived ones too, with all its values and associated ids; for assertions.

        Raises KeyError for an unknown type.
        """
        kind = BY_ALIAS[type_]
        for record in self.stores[kind.name]:
            yield record.raw() | {"associations": self.associated(End(kind.name, record.id))}

    def associated(self, end: End) -> dict[str, list[str]]:
        """The live records a record is associated with, by type; types without any are left out."""
        found = {
            target: [str(id_) for id_ in self.linked(end, target)]
            for source, target in DEFAULT
            if source == end.kind
        }
        return {target: ids for target, ids in found.items() if ids}

    def linked(self, end: End, target: str) -> list[int]:
        """Ids of the live records of type `target` associated with `end`, ascending."""
        live = self.stores[target].live
        return sorted(id_ for id_ in self.links.of(end, target) if id_ in live)

    def document_total(self, end: End, line_amount: str) -> str | None:
        """What a quote or invoice comes to, by the named amount of its line items; None without any."""
        held = {
            kind.name: [self.stores[kind.name].live[id_].properties for id_ in self.linked(end, kind.name)]
            for kind in (LINE_ITEMS, *ADJUSTMENTS)
        }
        if not held[LINE_ITEMS.name]:
            return None
        code = self.stores[end.kind].live[end.id].properties.get("hs_currency", self.company_currency)
        lines = (Decimal(line.get(line_amount, "0")) for line in held[LINE_ITEMS.name])
        total = totals.total(lines, held["discounts"], held["fees"], held["taxes"], currencies.digits(code))
        return f"{total:f}"

    def next_invoice_number(self) -> int:
        return next(self._invoice_numbers)

    @property
    def additional_currencies(self) -> tuple[str, ...]:
        return tuple(self.rates.current)

    @property
    def default_pipeline(self) -> str:
        """The pipeline of a deal that names none."""
        ids = [pipeline.id for pipeline in self.pipelines["deals"]]
        return "default" if "default" in ids else ids[0]

    def settings_changed(self) -> None:
        """Makes the definitions and calculations follow the currencies and pipelines."""
        for registry in self.registries.values():
            self._fit(registry)
        self.around = self._surroundings()

    def _end(self, type_: str, id_: str) -> End:
        end = End(BY_ALIAS[type_].name, int(id_))
        if end.id not in self.stores[end.kind].live:
            raise ValueError(f"the seed associates {type_} {id_}, which it does not hold")
        return end

    def _read_pipelines(self, seed: PortalSeed) -> dict[str, list[Pipeline]]:
        read = {name: [read_pipeline(body) for body in bodies] for name, bodies in seed.pipelines.items()}
        return {"deals": [read_pipeline(DEFAULT_DEALS)]} | {name: each for name, each in read.items() if each}

    def _registry(self, kind: Kind) -> Registry:
        registry = Registry(kind, refuses_unique=kind.name == "products")
        owners = registry.known["hubspot_owner_id"]
        owners.external_options = frozenset(str(owner["id"]) for owner in self.owners)
        return registry

    def _fit(self, registry: Registry) -> None:
        codes = [self.company_currency, *self.additional_currencies]
        if registry.kind.name == "products":
            prices = [catalog.products.price_in(code) for code in codes]
            registry.add(price for price in prices if price.name not in registry.known)
        for name in ("deal_currency_code", "hs_currency", "hs_line_item_currency_code"):
            if name in registry.known:
                registry.known[name].options = [
                    Option(currencies.NAMES[code], code, order) for order, code in enumerate(codes)
                ]
        if registry.kind.name == "deals":
            deals = self.pipelines["deals"]
            registry.known["pipeline"].options = [Option(p.label, p.id, p.order) for p in deals]
            registry.known["dealstage"].options = [
                Option(stage.label, stage.id, stage.order) for pipeline in deals for stage in pipeline.stages
            ]

    def _surroundings(self) -> calculated.Surroundings:
        stages = {
            stage.id: (stage.closed, stage.probability)
            for pipeline in self.pipelines["deals"]
            for stage in pipeline.stages
        }
        worth = {code: rate.value for code, rate in self.rates.current.items()}
        return calculated.Surroundings(self.company_currency, self.ui_domain, stages, worth)

    def _records(self, kind: Kind, bodies: list[Body]) -> Iterator[Record]:
        """Seeded values are believed, except that names must be known and dates get their one written form."""
        known = self.registries[kind.name].known
        plain = {name for name, prop in known.items() if prop.type not in {"date", "datetime"}}
        for body in bodies:
            values = {name: str(value) for name, value in body["properties"].items() if value not in _EMPTY}
            for name in values.keys() - plain:
                values[name] = _written(kind, known, name, values[name])
            created = updated = moments.moment_text(body["createdAt"])
            if body["updatedAt"] != body["createdAt"]:
                updated = moments.moment_text(body["updatedAt"])
            yield self.record(kind, int(body["id"]), values, created=created, updated=updated)

    def record(self, kind: Kind, id_: int, values: dict[str, str], *, created: str, updated: str) -> Record:
        """A version of a record: the values written, what HubSpot computes from them, and the system values."""
        for name, value in calculated.fields(kind.name, id_, values, self.around).items():
            if value is None:
                values.pop(name, None)
            else:
                values[name] = value
        values["hs_object_id"] = str(id_)
        values["createdate"] = values[kind.created] = created
        values[kind.modified] = updated
        return Record(id_, values, created, updated)

    def _load_quote_amounts(self) -> None:
        for quote in list(self.stores["quotes"].live.values()):
            amount = self.document_total(End(QUOTES.name, quote.id), "amount")
            if amount is not None:
                quote.properties["hs_quote_amount"] = amount


def _written(kind: Kind, known: dict[str, Property], name: str, value: str) -> str:
    """A seeded value in the form in which the portal keeps it. Raises ValueError."""
    if name not in known:
        raise ValueError(f"the seed gives {kind.name} a property HubSpot does not have: {name}")
    if known[name].type == "datetime":
        return moments.moment_text(value)
    return moments.date_text(value) if known[name].type == "date" else value
