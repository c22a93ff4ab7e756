"""The filter branches of lists (hubspot-api.md §8): OR over AND over conditions on properties, as tests of a record.

Knows the operations on properties; what HubSpot's events, forms and associations could ask is refused.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from qbodesk.simulator.hubspot import shapes
from qbodesk.simulator.hubspot.definitions import Property
from qbodesk.simulator.hubspot.failures import Failure, invalid
from qbodesk.simulator.hubspot.records import Record

Body = dict[str, Any]
Test = Callable[[Record], bool]
_Compare = Callable[[str, list[str]], bool]


def _number(value: str) -> Decimal:
    try:
        return Decimal(value)
    except ArithmeticError:
        return Decimal("NaN")


_TEXT: dict[str, _Compare] = {
    "IS_EQUAL_TO": lambda value, wanted: value.lower() in _lower(wanted),
    "CONTAINS": lambda value, wanted: any(part in value.lower() for part in _lower(wanted)),
    "STARTS_WITH": lambda value, wanted: value.lower().startswith(tuple(_lower(wanted))),
    "ENDS_WITH": lambda value, wanted: value.lower().endswith(tuple(_lower(wanted))),
}
_NUMBER: dict[str, _Compare] = {
    "IS_EQUAL_TO": lambda value, wanted: _number(value) == _number(wanted[0]),
    "IS_GREATER_THAN": lambda value, wanted: _number(value) > _number(wanted[0]),
    "IS_GREATER_THAN_OR_EQUAL_TO": lambda value, wanted: _number(value) >= _number(wanted[0]),
    "IS_LESS_THAN": lambda value, wanted: _number(value) < _number(wanted[0]),
    "IS_LESS_THAN_OR_EQUAL_TO": lambda value, wanted: _number(value) <= _number(wanted[0]),
}
_CHOICE: dict[str, _Compare] = {"IS_ANY_OF": lambda value, wanted: bool({*value.split(";")} & {*wanted})}
_FLAG: dict[str, _Compare] = {"IS_EQUAL_TO": lambda value, wanted: value == wanted[0].lower()}
_OPERATIONS = {
    "STRING": _TEXT,
    "MULTISTRING": _TEXT,
    "NUMBER": _NUMBER,
    "ENUMERATION": _CHOICE,
    "BOOL": _FLAG,
}
_NEGATED = {
    "IS_NOT_EQUAL_TO": "IS_EQUAL_TO",
    "DOES_NOT_CONTAIN": "CONTAINS",
    "IS_NONE_OF": "IS_ANY_OF",
}


def read(branch: Any, known: dict[str, Property]) -> Test:
    """Raises the 400 of a branch of the wrong shape: the root is OR, what is nested in it AND."""
    root = shapes.an_object(branch, "filterBranch")
    if root.get("filterBranchType") != "OR" or root.get("filters"):
        raise _refused("the root filterBranch must be OR and hold no filters of its own")
    alternatives = [
        _all(each, known) for each in shapes.objects(root.get("filterBranches") or [], "filterBranches")
    ]
    return lambda record: any(test(record) for test in alternatives)


def names(branch: Any) -> set[str]:
    """The properties a branch asks for."""
    if isinstance(branch, list):
        return set().union(*(names(each) for each in branch))
    if not isinstance(branch, dict):
        return set()
    own = {str(branch["property"])} if "property" in branch else set()
    return own | names(branch.get("filters")) | names(branch.get("filterBranches"))


def _all(branch: Body, known: dict[str, Property]) -> Test:
    if branch.get("filterBranchType") != "AND" or branch.get("filterBranches"):
        raise _refused("branches nested in the root must be AND and hold filters only")
    tests = [_test(each, known) for each in shapes.objects(branch.get("filters") or [], "filters")]
    return lambda record: all(test(record) for test in tests)


def _test(body: Body, known: dict[str, Property]) -> Test:
    if body.get("filterType") != "PROPERTY":
        raise _refused(f"filterType {body.get('filterType')} is not supported")
    name = shapes.text(body, "property")
    if name not in known:
        raise _refused(f"no property {name}")
    operation = shapes.an_object(body.get("operation"), "operation")
    operator = shapes.text(operation, "operator")
    if operator in {"IS_KNOWN", "IS_UNKNOWN"}:
        return lambda record: (name in record.properties) == (operator == "IS_KNOWN")
    compare = _OPERATIONS.get(shapes.text(operation, "operationType"), {}).get(
        _NEGATED.get(operator, operator)
    )
    if compare is None:
        raise _refused(f"operator {operator} is not supported for {operation['operationType']}")
    listed = operation["values"] if "values" in operation else [operation.get("value")]
    wanted = shapes.texts(listed, "values")
    if not wanted:
        raise _refused(f"{operator} needs a value")
    lacking = shapes.boolean(operation, "includeObjectsWithNoValueSet", default=False)

    def passes(record: Record) -> bool:
        value = record.properties.get(name)
        return lacking if value is None else compare(value, wanted) != (operator in _NEGATED)

    return passes


def _lower(values: list[str]) -> list[str]:
    return [value.lower() for value in values]


def _refused(message: str) -> Failure:
    return invalid(f"Invalid filterBranch: {message}", "INVALID_FILTER_BRANCH")
