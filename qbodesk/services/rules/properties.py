"""What is remembered about our own properties in HubSpot. Makes none."""


def made(plural: str) -> str:
    """The setting that says those of a type exist."""
    return f"record_properties.{plural}"
