"""Whether the program behaves like HubSpot's first QuickBooks integration or like the one after it. Switches nothing."""

from enum import StrEnum


class Profile(StrEnum):
    """One setting for the whole workspace; every difference between the two hangs on it and on nothing else (decision 14)."""

    LEGACY = "legacy"
    NEW = "new"
