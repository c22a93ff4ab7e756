"""Short constructors for the tables of properties HubSpot defines; the tables stand in the sibling modules."""

from typing import Any

from qbodesk.simulator.hubspot.definitions import Option, Property


def text(name: str, label: str, field_type: str = "text", **more: Any) -> Property:
    return _property(name, label, "string", field_type, **more)


def phone(name: str, label: str) -> Property:
    return text(name, label, "phonenumber")


def number(name: str, label: str, **more: Any) -> Property:
    return _property(name, label, "number", "number", **more)


def day(name: str, label: str, **more: Any) -> Property:
    return _property(name, label, "date", "date", **more)


def moment(name: str, label: str, **more: Any) -> Property:
    return _property(name, label, "datetime", "date", **more)


def flag(name: str, label: str, **more: Any) -> Property:
    options = [Option("True", "true", 0), Option("False", "false", 1)]
    return _property(name, label, "bool", "booleancheckbox", options=options, **more)


def choice(name: str, label: str, *options: tuple[str, str], field_type: str = "select") -> Property:
    listed = [Option(shown, value, order) for order, (value, shown) in enumerate(options)]
    return _property(name, label, "enumeration", field_type, options=listed)


def words(*values: str) -> tuple[tuple[str, str], ...]:
    """Options whose label is the value, made readable."""
    return tuple((value, value.replace("_", " ").capitalize()) for value in values)


def computed(name: str, label: str, type_: str = "number", *, tolerated: bool = False) -> Property:
    """A value HubSpot computes. `tolerated`: a value sent anyway is dropped without a word (line item `amount`)."""
    field_type = {"number": "number", "bool": "booleancheckbox", "datetime": "date"}.get(type_, "text")
    return _property(name, label, type_, field_type, calculated=True, read_only=not tolerated)


def activity() -> list[Property]:
    """What notes and tasks leave on the record they are logged on."""
    return [
        computed("num_notes", "Number of Sales Activities"),
        computed("notes_last_updated", "Last Activity Date", "datetime"),
        computed("notes_next_activity_date", "Next Activity Date", "datetime"),
    ]


def _property(name: str, label: str, type_: str, field_type: str, **more: Any) -> Property:
    return Property(name, label, type_, field_type, group="", hubspot_defined=True, **more)
