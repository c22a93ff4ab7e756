"""Names of customers, vendors and items: who may bear which; stores nothing."""

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.store import Table

PEOPLE = ("Customer", "Vendor", "Employee")
_DELETED = " (deleted)"


def check_free(
    company: QuickBooksCompany, entities: tuple[str, ...], name: str, *, but: str | None = None
) -> None:
    """Raises 6240 when an object of `entities` other than `but` (an Id of the first entity) bears the name."""
    if company.loading:
        return
    wanted = name.casefold()
    for entity in entities:
        table = company.tables[entity]
        for record_id in _bearers(table, wanted):
            if entity != entities[0] or record_id != but:
                raise faults.duplicate_name()


def _bearers(table: Table, wanted: str) -> list[str]:
    """Ids of the objects called `wanted` (folded); the name is the first column of every name list."""
    return [record.id for record in table if record.keys[0] == wanted]


def check_characters(element: str, name: str) -> None:
    if any(character in name for character in ":\t\n"):
        raise faults.bad_characters(element)


def with_state(name: str, *, active: bool) -> str:
    """The name as it is shown: an inactive object carries a suffix, which frees its plain name."""
    plain = name.removesuffix(_DELETED)
    return plain if active else plain + _DELETED
