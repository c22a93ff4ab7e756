"""What is remembered about our own properties in HubSpot. Makes none."""


def made(plural: str) -> str:
    """The setting that says those of a type exist."""
    return f"record_properties.{plural}"


def plain(plural: str) -> str:
    """The setting that says our key of a type is no unique property: the plan or the type takes none (hubspot-api.md §5)."""
    return f"record_properties.{plural}.plain"
