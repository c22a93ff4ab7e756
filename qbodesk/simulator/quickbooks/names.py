"""Names of list objects: who may bear which; stores nothing."""

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

PEOPLE = ("Customer", "Vendor", "Employee")
_DELETED = " (deleted)"


def check_free(
    company: QuickBooksCompany,
    entities: tuple[str, ...],
    name: str,
    *,
    but: str | None = None,
    column: int = 0,
    owner: str = "customer, vendor or employee",
) -> None:
    """Raises 6240 when an object of `entities` other than `but` (an Id of the first entity) bears the name.

    `column` is where the tables keep it; `owner` is how the message calls who has it.
    """
    if company.loading:
        return
    wanted = name.casefold()
    for entity in entities:
        for record in company.tables[entity]:
            if record.keys[column] == wanted and (entity != entities[0] or record.id != but):
                raise faults.duplicate_name(owner)


def check_characters(element: str, name: str, forbidden: str = ":\t\n") -> None:
    if any(character in name for character in forbidden):
        raise faults.bad_characters(element)


def with_state(name: str, *, active: bool) -> str:
    """The name as it is shown: an inactive object carries a suffix, which frees its plain name."""
    plain = name.removesuffix(_DELETED)
    return plain if active else plain + _DELETED
