"""Sentences about invoices, quotes, customers and what stands in the way of creating one."""

from qbodesk.models.problem_texts.text import Text

TEXTS: dict[str, Text] = {}
