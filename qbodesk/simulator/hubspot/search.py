"""Runs a search: limits of the request, the cheapest way to the candidates, sort and page (hubspot-api.md §3)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qbodesk.simulator.hubspot import filters, shapes
from qbodesk.simulator.hubspot.candidates import Candidates
from qbodesk.simulator.hubspot.failures import invalid
from qbodesk.simulator.hubspot.filters import Filter, Test
from qbodesk.simulator.hubspot.kinds import Kind
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Record
from qbodesk.simulator.hubspot.web import kind_of

Body = dict[str, Any]

_PSEUDO = "associations."
_MAXIMUM = 200
_GROUPS = 5
_PER_GROUP = 6
_FILTERS = 18


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that must all hold; `linked` are ends a record must be associated with."""

    filters: tuple[Filter, ...]
    linked: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Query:
    groups: tuple[Group, ...]
    words: tuple[str, ...]
    sort: str | None
    descending: bool
    limit: int
    offset: int
    asked: list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """`total` counts all matches; `next_offset` is None at the end."""

    total: int
    records: list[Record]
    next_offset: int | None


def read(portal: Portal, kind: Kind, body: Any) -> Query:
    """Raises the 400 of a request beyond a limit or with a name, operator or value HubSpot does not know."""
    request = shapes.an_object({} if body is None else body)
    listed = shapes.objects(request.get("filterGroups") or [], "filterGroups")
    conditions = [shapes.objects(group.get("filters") or [], "filters") for group in listed]
    if not conditions and request.get("filters"):
        conditions = [shapes.objects(request["filters"], "filters")]
    _check_numbers(conditions)
    limit = shapes.integer(request, "limit", 10)
    offset = shapes.integer(request, "after", 0)
    if not 0 <= limit <= _MAXIMUM:
        raise invalid(f"limit must be a number from 0 to {_MAXIMUM}, not {limit}", "INVALID_LIMIT")
    if not 0 <= offset < portal.search_ceiling:
        raise invalid(
            f"There was a problem with the request: paging ends at {portal.search_ceiling} results",
            "INVALID_AFTER",
        )
    words = shapes.text(request, "query", "")
    if len(words) > 3000:
        raise invalid("query is longer than 3000 characters", "QUERY_TOO_LONG")
    sort, descending = _read_sort(portal, kind, request.get("sorts") or [])
    return Query(
        groups=tuple(_read_group(portal, kind, each) for each in conditions),
        words=tuple(words.lower().split()),
        sort=sort,
        descending=descending,
        limit=limit,
        offset=offset,
        asked=shapes.texts(request.get("properties") or [], "properties"),
    )


def run(portal: Portal, kind: Kind, query: Query, now: datetime) -> Page:
    """The matches of a query as the index sees them at `now`; in order of creation unless sorted."""
    matches = _matches(portal, kind, query, now)
    if query.words:
        matches = [record for record in matches if _found(record, kind.searched, query.words)]
    if query.sort is not None:
        matches = _sorted(portal, kind, matches, query)
    end = min(query.offset + query.limit, portal.search_ceiling)
    more = end < len(matches) and end > query.offset
    return Page(len(matches), matches[query.offset : end], end if more else None)


def _check_numbers(conditions: list[list[Body]]) -> None:
    if len(conditions) > _GROUPS:
        raise invalid(f"The maximum number of filterGroups is {_GROUPS}", "FILTER_GROUP_LIMIT")
    if any(len(each) > _PER_GROUP for each in conditions):
        raise invalid(f"The maximum number of filters in a filterGroup is {_PER_GROUP}", "FILTER_LIMIT")
    if sum(map(len, conditions)) > _FILTERS:
        raise invalid(f"The maximum number of filters is {_FILTERS}", "FILTER_LIMIT")


def _read_group(portal: Portal, kind: Kind, conditions: list[Body]) -> Group:
    known = portal.registries[kind.name].known
    read_filters: list[Filter] = []
    linked: list[End] = []
    for body in conditions:
        name = shapes.text(body, "propertyName")
        if not name.startswith(_PSEUDO):
            read_filters.append(filters.read(known, body))
            continue
        if body.get("operator") != "EQ":
            raise invalid(f"There was a problem with the request: {name} takes EQ only", "INVALID_OPERATOR")
        id_ = shapes.digits(shapes.identifier(body, "value"))
        linked.append(End(kind_of(name.removeprefix(_PSEUDO)).name, -1 if id_ is None else id_))
    return Group(tuple(read_filters), tuple(linked))


def _read_sort(portal: Portal, kind: Kind, sorts: Any) -> tuple[str | None, bool]:
    """One rule at most: an object, or as the README of the official SDK has it the name of a property, with `-` before
    it for downwards. Any other text is ignored, which hurt those whose SDK turned the object into text.
    """
    if not isinstance(sorts, list):
        raise invalid("sorts must be an array", "INVALID_JSON")
    if len(sorts) > 1:
        raise invalid("The maximum number of sorts is 1", "SORT_LIMIT")
    if not sorts:
        return None, False
    known = portal.registries[kind.name].known
    if isinstance(sorts[0], str):
        name = sorts[0].removeprefix("-")
        return (name, sorts[0] != name) if name in known else (None, False)
    rule = shapes.an_object(sorts[0], "a sort")
    name = shapes.text(rule, "propertyName")
    if name not in known:
        raise invalid(
            f"There was a problem with the request: no property {name}", "PROPERTY_DOESNT_EXIST", name=name
        )
    return name, rule.get("direction", "ASCENDING") == "DESCENDING"


def _matches(portal: Portal, kind: Kind, query: Query, now: datetime) -> list[Record]:
    stale = portal.indexes[kind.name].records(now)
    store = portal.stores[kind.name]
    if not query.groups:
        return [store.live[id_] for id_ in store.ids_between(0, 1 << 62)] if stale is None else stale
    found: list[Iterable[Record]] = []
    for group in query.groups:
        linked: list[Collection[int]] = [
            portal.links.of(end, kind.name) if end.id in portal.stores[end.kind].live else ()
            for end in group.linked
        ]
        candidates = Candidates.choose(store, kind, group.filters, linked) if stale is None else None
        records = candidates.records(store) if candidates else stale or []
        rest = candidates.rest(group.filters) if candidates else group.filters
        tests = [filters.test(condition) for condition in rest]
        found.append(_passing(records, [*(_linked_test(ids) for ids in linked), *tests]))
    if len(found) == 1:
        return list(found[0])
    return [record for _, record in sorted({record.id: record for each in found for record in each}.items())]


def _passing(records: Iterable[Record], tests: list[Test]) -> Iterable[Record]:
    for test in tests:
        records = filter(test, records)
    return records


def _linked_test(ids: Collection[int]) -> Test:
    return lambda record: record.id in ids


def _found(record: Record, names: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Every word must begin a word of a searched property."""
    text = "\n".join(record.properties[name] for name in names if name in record.properties).lower()
    if any(word not in text for word in words):
        return False
    known = {token for line in text.split("\n") for token in filters.tokens(line)}
    return all(any(token.startswith(word) for token in known) for word in words)


def _sorted(portal: Portal, kind: Kind, matches: list[Record], query: Query) -> list[Record]:
    """Sorted by one property; records without it come last in both directions."""
    name = str(query.sort)
    if name == "hs_object_id":
        return matches[::-1] if query.descending else matches
    keyed: Callable[[str], Any] = filters.key(portal.registries[kind.name].known[name])
    having = [record for record in matches if name in record.properties]
    having.sort(key=lambda record: keyed(record.properties[name]), reverse=query.descending)
    if len(having) == len(matches):
        return having
    return having + [record for record in matches if name not in record.properties]
