"""Objects under objects of their kind (jobs, sub-accounts, categories): full names and levels; knows no other rule."""

from collections.abc import Iterator

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.store import Record
from qbodesk.simulator.wire import Body

_DEEPEST = 5


def parent_of(company: QuickBooksCompany, entity: str, body: Body, *, but: str | None = None) -> Body | None:
    """The parent `body` names; raises 2500, 610, 900 for a circle and 6000 for the sixth level."""
    if not body.get("ParentRef"):
        return None
    found = company.refer(entity, body["ParentRef"], "ParentRef")
    if company.loading:
        return found
    line = [found, *ancestors(company, entity, found)]
    if but in {one["Id"] for one in line}:
        raise faults.parent_of_itself()
    if len(line) >= _DEEPEST:
        raise faults.business(f"There can not be more than {_DEEPEST} levels.", "ParentRef")
    return found


def ancestors(company: QuickBooksCompany, entity: str, body: Body) -> Iterator[Body]:
    """Parent, its parent, and so on."""
    while key := body.get("ParentRef", {}).get("value"):
        body = company.find(entity, key).read()
        yield body


def placed(name: str, parent: Body | None) -> Body:
    """What an object's place adds to it; objects at the top have no level."""
    if parent is None:
        return {"FullyQualifiedName": name}
    return {
        "FullyQualifiedName": f"{parent['FullyQualifiedName']}:{name}",
        "Level": parent.get("Level", 0) + 1,
    }


def follow(company: QuickBooksCompany, entity: str, parent: Body, before: Body, label: str) -> None:
    """Gives all below `parent` their new full name and level, when its own is no longer the one in `before`.

    `label` is the property that holds an object's own name. Nobody edited the children: their versions stay.
    """
    moved = ("FullyQualifiedName", "Level")
    if [parent.get(key) for key in moved] == [before.get(key) for key in moved]:
        return
    for record in _children(company, entity, parent["Id"]):
        child = record.read()
        after = child | placed(child[label], parent)
        company.touch(record, entity, after, bump=False)
        follow(company, entity, after, child, label)


def _children(company: QuickBooksCompany, entity: str, key: str) -> list[Record]:
    return [
        record
        for record in company.tables[entity]
        if b'"ParentRef"' in record.body and record.read()["ParentRef"]["value"] == key
    ]
