"""The properties HubSpot defines on the discounts, fees and taxes of a quote or invoice (hubspot-api.md §6)."""

from qbodesk.simulator.hubspot.catalog.columns import choice, number, text, words
from qbodesk.simulator.hubspot.definitions import Property


def properties() -> list[Property]:
    return [
        text("hs_label", "Label"),
        choice("hs_type", "Type", *words("FIXED", "PERCENT")),
        number("hs_value", "Value"),
        number("hs_sort_order", "Sort order"),
        choice("hs_duration", "Duration", *words("ONCE")),
    ]
