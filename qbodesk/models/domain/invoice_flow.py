"""The way through the invoice wizard: its pages and what keeps an invoice from being created; changes no draft."""

from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.flow_facts import FlowFacts

__all__ = ["Finding", "FlowFacts", "Severity", "Step"]
