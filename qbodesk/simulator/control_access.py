"""The part of the control API that puts a QuickBooks company out of reach and back."""

from typing import Any

from starlette.requests import Request

from qbodesk.simulator.control_reading import Refusal, read_object
from qbodesk.simulator.quickbooks.barred import REASONS
from qbodesk.simulator.state import Simulator
from qbodesk.simulator.wire import Body


class Access:
    """One method per path."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def paths(self) -> list[tuple[str, str, Any]]:
        return [("POST", "/realms/{realm}/barred", self.bar)]

    async def bar(self, request: Request) -> Body:
        """Body `{"reason": …}`, one of `barred.REASONS`, or null to let everybody in again."""
        company = self._simulator.companies.get(request.path_params["realm"])
        if company is None:
            raise Refusal(f"no realm {request.path_params['realm']}")
        reason = (await read_object(request)).get("reason")
        if reason is not None and reason not in REASONS:
            raise Refusal(f"no reason {reason}: {', '.join(REASONS)}")
        company.barred = REASONS[reason] if reason else None
        return {"reason": reason}
