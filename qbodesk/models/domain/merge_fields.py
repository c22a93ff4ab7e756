"""Fields in a message to a customer, written `{deal}`, and what they stand for; looks nothing up."""

import re
from collections.abc import Mapping
from typing import Final

DEAL: Final = "deal"
QUOTE: Final = "quote"
FIRST_NAME: Final = "contact first name"
FIELDS: Final = (DEAL, QUOTE, FIRST_NAME)
"""The names are the same in every language: a message written in one is sent from another."""

_FIELD = re.compile(r"\{([^{}\n]*)\}")


def written(name: str) -> str:
    """A field as it stands in a text."""
    return f"{{{name}}}"


def fields_in(text: str) -> tuple[str, ...]:
    """The names between braces, known or not, each once."""
    return tuple(dict.fromkeys(_name(found) for found in _FIELD.findall(text)))


def merged(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in; one without a value stays as it was written."""
    return _FIELD.sub(lambda found: values.get(_name(found[1])) or found[0], text)


def _name(inside: str) -> str:
    return " ".join(inside.casefold().split())
