"""The control API's part about the HubSpot account: what its administrator sets, and what no document settles."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.requests import Request

from qbodesk.simulator.control_reading import read
from qbodesk.simulator.hubspot.validation import AdminRules, Condition
from qbodesk.simulator.state import Simulator
from qbodesk.simulator.wire import Body


class _Switches(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    merged_ids_lead_on: bool | None = None
    merge_keeps_primary_id: bool | None = None
    merge_ceiling: int | None = None
    open_invoices_deletable: bool | None = None


class _Rule(msgspec.Struct, forbid_unknown_fields=True):
    when: str
    needs: str
    values: list[str] = []


class _Rules(msgspec.Struct, forbid_unknown_fields=True):
    """By object type; what was set before is forgotten."""

    required: dict[str, list[str]] = {}
    conditions: dict[str, list[_Rule]] = {}


class PortalControl:
    """One method per path."""

    def __init__(self, simulator: Simulator) -> None:
        self._portal = simulator.portal

    def paths(self) -> list[tuple[str, str, Callable[[Request], Awaitable[Any]]]]:
        return [
            ("GET", "/hubspot/switches", self.switches),
            ("PATCH", "/hubspot/switches", self.switch),
            ("PUT", "/hubspot/rules", self.rule),
        ]

    async def switches(self, _request: Request) -> Body:
        return {name: getattr(self._portal, name) for name in _Switches.__struct_fields__}

    async def switch(self, request: Request) -> Body:
        for name, value in msgspec.structs.asdict(await read(request, _Switches)).items():
            if value is not None:
                setattr(self._portal, name, value)
        return await self.switches(request)

    async def rule(self, request: Request) -> Body:
        """Properties that new records need, and those that a value of another makes necessary (2026-09 and later)."""
        asked = await read(request, _Rules)
        self._portal.admin_rules = AdminRules(
            required={kind: set(names) for kind, names in asked.required.items()},
            conditions={
                kind: [Condition(rule.when, frozenset(rule.values), rule.needs) for rule in rules]
                for kind, rules in asked.conditions.items()
            },
        )
        answer: Body = msgspec.to_builtins(asked)
        return answer
