"""The text fields a company adds to its sales forms (quickbooks-api.md §9.2); stores nothing."""

from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import Body


def filled(company: QuickBooksCompany, sent: list[Body]) -> list[Body]:
    """The company's text fields, filled in; entries with a wrong DefinitionId are dropped without a word."""
    groups = company.preference("SalesFormsPrefs", "CustomField") or []
    names = {
        entry["Name"].removeprefix("SalesFormsPrefs.SalesCustomName"): entry.get("StringValue")
        for group in groups
        for entry in group.get("CustomField", [])
        if entry.get("Name", "").startswith("SalesFormsPrefs.SalesCustomName")
    }
    values = {str(entry.get("DefinitionId")): entry.get("StringValue") for entry in sent}
    return [
        {"DefinitionId": key, "Name": name, "Type": "StringType"}
        | ({"StringValue": values[key]} if values.get(key) else {})
        for key, name in sorted(names.items())
        if name
    ]
