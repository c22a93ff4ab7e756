"""The HubSpot API as methods (hubspot-api.md §2-5, §8); keeps nothing but its connection.

Every method is synchronous and thread-safe. Reads are repeated by the wire; a write goes out once. All raise our errors
only: `NeedsUser`, `TryLater` (`Interrupted` before sending), `Refused`. `kind` is a type's plural name: "deals".
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import msgspec

from qbodesk.models.errors import Duplicate, MissingReference, ServerTrouble
from qbodesk.services.http.exchange import Answer, Call
from qbodesk.services.http.pacing import GENERAL, SEARCH, Pacer, Rate
from qbodesk.services.http.ports import Tokens
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.http.wire import Wire
from qbodesk.services.hubspot import batches, codec, paths
from qbodesk.services.hubspot.paths import Path
from qbodesk.services.hubspot.problems import SERVICE, judge
from qbodesk.services.hubspot.properties import in_chunks
from qbodesk.services.hubspot.records import (
    Account,
    CrmRecord,
    CrmRow,
    ListPage,
    Owner,
    Pipeline,
    Property,
    PropertyGroup,
    SearchPage,
)

T = TypeVar("T")

LIST_LIMIT = 100
SEARCH_LIMIT = 200
ASSOCIATIONS_LIMIT = 1000  # inputs of one batch read (§4.1)
HISTORY_LIMIT = 50
OWNERS_LIMIT = 100
SPAN = 10.0  # seconds over which HubSpot counts requests (§9.1)
MARGIN = 10  # requests left to other programs with the same credential
_BY_ID = {"propertyName": "hs_object_id", "direction": "ASCENDING"}


class HubSpotClient:
    """One HubSpot portal. Share `pacer` and `tokens` among all clients of the same portal."""

    def __init__(
        self,
        http: httpx.Client,
        tokens: Tokens,
        pacer: Pacer,
        *,
        stop: threading.Event | None = None,
        retry: ReadRetry | None = None,
    ) -> None:
        def observe(answer: Answer) -> None:
            adapt(pacer, answer)

        self._wire = Wire(
            SERVICE, http, tokens, pacer, judge, stop or threading.Event(), retry or ReadRetry(), observe
        )

    def held(self) -> tuple[float, bool]:
        """Seconds until the next request may leave, and whether the server asked for the pause."""
        return self._wire.pacer.held()

    def account(self) -> Account:
        """The portal this credential belongs to; also the cheapest test whether it is accepted."""
        return self._get(paths.account(), lambda body: msgspec.json.decode(body, type=Account))

    def can_read(self, kind: str) -> None:
        """Asks for one record (of `kind`, or an owner) and forgets it. Raises `PermissionMissing`, `Refused` when it may not."""
        path = paths.owners() if kind == "owners" else paths.objects(kind)
        self._get(path, lambda _body: None, (("limit", "1"),))

    def list_page(
        self,
        kind: str,
        after: str | None = None,
        properties: Sequence[str] = (),
        associations: Sequence[str] = (),
        *,
        archived: bool = False,
    ) -> ListPage:
        """Up to 100 records from cursor `after`, with their complete associations to each type named.

        Too many properties for one address are asked for in several requests; a record that vanished between two of
        them is left out, as it would be on the next pass.
        """
        common = [("limit", str(LIST_LIMIT)), ("archived", str(archived).lower())]
        if after is not None:
            common.append(("after", after))
        first: codec.Listed | None = None
        parts: dict[str, list[CrmRow]] = {}
        chunks = in_chunks(properties)
        for chunk in chunks:
            query = [*common, ("properties", ",".join(chunk))] if chunk else list(common)
            if first is None and associations:
                query.append(("associations", ",".join(associations)))
            listed = self._get(paths.objects(kind), codec.decode_listing, tuple(query))
            first = first or listed
            for row in listed.rows:
                parts.setdefault(row.record.id, []).append(row)
        rows = tuple(codec.merged(found) for found in parts.values() if len(found) == len(chunks))
        links = {to: self._complete(kind, to, rows) for to in associations}
        return ListPage(rows, first.after if first else None, links)

    def search_window(
        self,
        kind: str,
        modified_from: datetime,
        modified_to: datetime | None = None,
        last_id: str | None = None,
        properties: Sequence[str] = (),
        without: str = "",
    ) -> SearchPage:
        """Up to 200 records changed within [from, to] (aware; no `to` is open-ended), in order of id, after `last_id` (§3.5).

        Going on by id instead of by offset never meets the limit of 10,000 results, and no number of records with one
        timestamp stops it. Archived records and associations are never in it; the index lags some seconds behind.
        `without` leaves out records that have a property, which must exist.
        """
        changed = modified_property(kind)
        filters = [_filter(changed, "GTE", _milliseconds(modified_from))]
        if modified_to is not None:
            filters.append(_filter(changed, "LTE", _milliseconds(modified_to)))
        if last_id is not None:
            filters.append(_filter("hs_object_id", "GT", last_id))
        filters += _lacking(without)
        listed = self._search(kind, filters, properties, SEARCH_LIMIT)
        full = len(listed.rows) == SEARCH_LIMIT
        return SearchPage(listed.rows, listed.rows[-1].record.id if full else None, listed.total)

    def search_newest(
        self, kind: str, modified_from: datetime, properties: Sequence[str] = (), without: str = ""
    ) -> SearchPage:
        """The newest 200 changes since a moment, the newest first; `total` counts all of them. Otherwise as `search_window`."""
        changed = modified_property(kind)
        filters = [_filter(changed, "GTE", _milliseconds(modified_from)), *_lacking(without)]
        newest = {"propertyName": changed, "direction": "DESCENDING"}
        listed = self._search(kind, filters, properties, SEARCH_LIMIT, sort=newest)
        return SearchPage(listed.rows, None, listed.total)

    def search_values(
        self, kind: str, name: str, values: Sequence[str], properties: Sequence[str] = ()
    ) -> tuple[CrmRow, ...]:
        """The first 200 records, by id, whose property is one of up to 100 values; the index lags some seconds behind (§3.2)."""
        wanted = {"propertyName": name, "operator": "IN", "values": list(values)}
        return self._search(kind, [wanted], properties, SEARCH_LIMIT).rows

    def newest(self, kind: str, without: str = "") -> tuple[int, datetime | None]:
        """How many records the index holds now, and the latest time of change among them: the server's own clock."""
        changed = {"propertyName": modified_property(kind), "direction": "DESCENDING"}
        listed = self._search(kind, _lacking(without), (), 1, sort=changed)
        return listed.total, listed.rows[0].record.updated_at if listed.rows else None

    def count(self, kind: str, without: str = "") -> int:
        """How many records the search index holds now, archived ones not counted, nor those that have `without`."""
        return self._search(kind, _lacking(without), (), 1).total

    def associations(self, kind: str, to: str, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """For every id asked the associated ids, each once; an empty tuple when there are none (§4.1)."""
        found: dict[str, list[str]] = {record_id: [] for record_id in ids}
        waiting: list[dict[str, str]] = [{"id": record_id} for record_id in found]
        while waiting:
            inputs, waiting = waiting[:ASSOCIATIONS_LIMIT], waiting[ASSOCIATIONS_LIMIT:]
            part = self._associated(kind, to, inputs)
            for record_id, targets in part.ids.items():
                found.setdefault(record_id, []).extend(targets)
            waiting += [{"id": record_id, "after": after} for record_id, after in part.after.items()]
        return {record_id: tuple(dict.fromkeys(targets)) for record_id, targets in found.items()}

    def read(self, kind: str, record_id: str, properties: Sequence[str] = ()) -> CrmRecord:
        """One record with these properties. Raises `MissingReference` when it is archived, merged or gone."""
        parts = [
            self._get(
                paths.one(kind, record_id),
                codec.decode_row,
                (("properties", ",".join(chunk)),) if chunk else (),
            )
            for chunk in in_chunks(properties)
        ]
        return codec.merged(parts).record

    def patch(self, kind: str, record_id: str, properties: Mapping[str, str]) -> CrmRow:
        """Sets these properties ("" clears one) and returns the record with at least them (§2.1).

        Repeating it does no harm. Raises `MissingReference` with code PROPERTY_GONE for an unknown property.
        """
        body = codec.encode({"properties": dict(properties)})
        return self._write("PATCH", paths.one(kind, record_id), body, codec.decode_row)

    def batch(
        self, kind: str, verb: str, inputs: Sequence[Mapping[str, Any]], key: str = ""
    ) -> batches.BatchAnswer:
        """Up to 100 writes at once, each input marked by an `objectWriteTraceId` (§2.1, §9.4).

        `verb`: "upsert" (`id` is the value of the unique property `key`), "update" (`id` is the record's), "create" or "archive".
        Updates and upserts may be repeated. Raises `Refused` when the whole batch was refused.
        """
        sent = [{**each, "idProperty": key} for each in inputs] if verb == "upsert" else list(inputs)
        if verb == "archive":
            sent = [{"id": each["id"]} for each in inputs]
        path = paths.batch(kind, verb)
        body = codec.encode({"inputs": sent})
        if verb == "archive":
            # 204 without a body; ids that are gone already do not fail
            self._write("POST", path, body, lambda _answer: None)
            gone = {str(each["objectWriteTraceId"]): CrmRecord(str(each["id"])) for each in inputs}
            return batches.BatchAnswer(gone)
        named = key if verb == "upsert" else ""
        return self._write("POST", path, body, lambda answer: batches.decode(answer, inputs, named))

    def read_many(self, kind: str, ids: Sequence[str], properties: Sequence[str]) -> dict[str, CrmRecord]:
        """Up to 100 records with these properties, by id, as the store holds them now; one that is gone is left out."""
        body = codec.encode({"inputs": [{"id": each} for each in ids], "properties": list(properties)})
        path = paths.batch(kind, "read")
        listed = self._wire.read(Call("POST", path.path, path.route, content=body), codec.decode_listing)
        return {row.record.id: row.record for row in listed.rows}

    def set_at(self, kind: str, ids: Sequence[str], names: Sequence[str]) -> dict[str, dict[str, datetime]]:
        """When each of these properties was last set or emptied, by record; one never set is left out (§2.1).

        HubSpot gives the past of at most 50 records a request.
        """
        found: dict[str, dict[str, datetime]] = {}
        path = paths.batch(kind, "read")
        for at in range(0, len(ids), HISTORY_LIMIT):
            inputs = [{"id": each} for each in ids[at : at + HISTORY_LIMIT]]
            body = codec.encode(
                {
                    "inputs": inputs,
                    "properties": ["hs_object_id"],
                    "propertiesWithHistory": list(names),
                }
            )
            found |= self._wire.read(Call("POST", path.path, path.route, content=body), codec.decode_set_at)
        return found

    def associate(
        self, kind: str, to: str, pairs: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], batches.Refusal]:
        """Put up to 2,000 pairs of records together by their default association (§4.1); repeating it changes nothing.

        Returns the pairs that HubSpot did not put together, and why. Raises `Refused` when it did none.
        """
        inputs = [{"from": {"id": one}, "to": {"id": other}} for one, other in pairs]
        body = codec.encode({"inputs": inputs})
        return self._write(
            "POST", paths.associate(kind, to), body, lambda answer: batches.not_paired(answer, pairs)
        )

    def dissociate(self, kind: str, to: str, pairs: Sequence[tuple[str, str]]) -> None:
        """Take up to 100 pairs of records apart; those that are apart already stay so."""
        inputs = [{"from": {"id": one}, "to": [{"id": other}]} for one, other in pairs]
        self._write(
            "POST", paths.dissociate(kind, to), codec.encode({"inputs": inputs}), lambda _answer: None
        )

    def pipelines(self, kind: str) -> list[Pipeline]:
        """The pipelines of a type with their stages."""
        return self._results(paths.pipelines(kind), Pipeline)

    def owners(self, *, archived: bool = False) -> list[Owner]:
        """All owners; archived ones still own old records and come only when asked for."""
        return self._results(
            paths.owners(), Owner, (("limit", str(OWNERS_LIMIT)), ("archived", str(archived).lower()))
        )

    def properties(self, kind: str) -> list[Property]:
        """The property definitions of a type."""
        return self._results(paths.properties(kind), Property)

    def property_group(self, kind: str, name: str) -> PropertyGroup | None:
        """A property group, None when there is none of that name."""
        try:
            return self._get(
                paths.one_property_group(kind, name),
                lambda body: msgspec.json.decode(body, type=PropertyGroup),
            )
        except MissingReference:
            return None

    def create_property_group(self, kind: str, name: str, label: str) -> PropertyGroup:
        """Makes a group; one of that name which exists already is returned as it is."""
        body = codec.encode({"name": name, "label": label})
        try:
            return self._write(
                "POST",
                paths.property_groups(kind),
                body,
                lambda answer: msgspec.json.decode(answer, type=PropertyGroup),
            )
        except Duplicate:
            found = self.property_group(kind, name)
            if found is None:
                raise
            return found

    def create_property(self, kind: str, definition: Mapping[str, Any]) -> Property:
        """Makes a property (§5); one of that name which exists already is returned as it is, for the caller to compare."""
        try:
            return self._write(
                "POST",
                paths.properties(kind),
                codec.encode(definition),
                lambda answer: msgspec.json.decode(answer, type=Property),
            )
        except Duplicate:
            return self._get(
                paths.one_property(kind, str(definition["name"])),
                lambda answer: msgspec.json.decode(answer, type=Property),
            )

    def _complete(self, kind: str, to: str, rows: Sequence[CrmRow]) -> dict[str, tuple[str, ...]]:
        links = {row.record.id: row.record.linked(to) for row in rows}
        cut = [row.record.id for row in rows if row.record.is_cut(to)]
        return {**links, **(self.associations(kind, to, cut) if cut else {})}

    def _associated(self, kind: str, to: str, inputs: Sequence[Mapping[str, str]]) -> codec.Associated:
        def decode(body: bytes) -> codec.Associated:
            part = codec.decode_associated(body)
            if part.failures:  # silence about a record would read as "has none" and cut its links
                raise ServerTrouble(service=SERVICE, server_text="; ".join(part.failures))
            return part

        path, route = paths.read_associations(kind, to)
        return self._wire.read(Call("POST", path, route, content=codec.encode({"inputs": inputs})), decode)

    def _search(
        self,
        kind: str,
        filters: Sequence[Mapping[str, Any]],
        properties: Sequence[str],
        limit: int,
        sort: Mapping[str, str] = _BY_ID,
    ) -> codec.Listed:
        body: dict[str, Any] = {
            "sorts": [sort],
            "properties": list(properties),
            "limit": limit,
        }
        if filters:
            body["filterGroups"] = [{"filters": list(filters)}]
        path, route = paths.search(kind)
        call = Call("POST", path, route, content=codec.encode(body), lane=SEARCH)
        return self._wire.read(call, codec.decode_listing)

    def _results(self, path: Path, kind: type[T], query: tuple[tuple[str, str], ...] = ()) -> list[T]:
        found: list[T] = []
        after: str | None = None
        while True:
            page = query if after is None else (*query, ("after", after))
            results, after = self._get(path, lambda body: codec.decode_results(kind, body), page)
            found += results
            if after is None:
                return found

    def _get(self, path: Path, decode: Callable[[bytes], T], query: tuple[tuple[str, str], ...] = ()) -> T:
        return self._wire.read(Call("GET", path.path, path.route, query), decode)

    def _write(self, method: str, path: Path, body: bytes, decode: Callable[[bytes], T]) -> T:
        return self._wire.write(Call(method, path.path, path.route, content=body), decode)


def modified_property(kind: str) -> str:
    """The property that tells when a record last changed (§3.4)."""
    return "lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"


def adapt(pacer: Pacer, answer: Answer) -> None:
    """Takes the portal's own limit from an answer; search answers carry none (§3.1)."""
    limit = answer.headers.get("x-hubspot-ratelimit-max", "")
    if limit.isdigit():
        pacer.allow(Rate(max(1, int(limit) - MARGIN), SPAN), GENERAL)


def _filter(name: str, operator: str, value: str) -> dict[str, str]:
    return {"propertyName": name, "operator": operator, "value": value}


def _lacking(name: str) -> list[dict[str, str]]:
    return [{"propertyName": name, "operator": "NOT_HAS_PROPERTY"}] if name else []


def _milliseconds(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a time without zone")
    return str(round(moment.astimezone(UTC).timestamp() * 1000))
