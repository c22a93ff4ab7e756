"""Sentences about QuickBooks and HubSpot as servers: sign-in, limits, refusals."""

from qbodesk.models.problem_texts.text import Text

TEXTS: dict[str, Text] = {}
