"""The sentences of every problem code, one module per subject; holds texts only and decides nothing."""

from qbodesk.models.problem_texts.invoicing import TEXTS as _INVOICING
from qbodesk.models.problem_texts.local import TEXTS as _LOCAL
from qbodesk.models.problem_texts.mapping import TEXTS as _MAPPING
from qbodesk.models.problem_texts.rules import TEXTS as _RULES
from qbodesk.models.problem_texts.servers import TEXTS as _SERVERS
from qbodesk.models.problem_texts.text import Text
from qbodesk.models.words import N_

TEXTS: dict[str, Text] = {**_SERVERS, **_LOCAL, **_INVOICING, **_MAPPING, **_RULES}

UNKNOWN = Text(N_("Something unexpected happened ({code})"))

__all__ = ["TEXTS", "UNKNOWN", "Text"]
