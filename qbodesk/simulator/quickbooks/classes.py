"""Classes and departments (locations), by which bookkeepers sort their lines and documents (quickbooks-api.md §9)."""

from qbodesk.simulator.quickbooks import schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lists import NameList
from qbodesk.simulator.quickbooks.subscription import check_plus
from qbodesk.simulator.wire import Body


def _plus_only(company: QuickBooksCompany, body: Body) -> Body:
    check_plus(company, "class and location tracking")
    return body


CLASSES = NameList("Class", "class", shape={}, complete=_plus_only, sub="SubClass")
DEPARTMENTS = NameList(
    "Department", "location", shape={"Address": schema.ADDRESS}, complete=_plus_only, sub="SubDepartment"
)
