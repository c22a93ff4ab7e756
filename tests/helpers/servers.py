"""What somebody else does at QuickBooks and HubSpot while the program is looking elsewhere. Asserts nothing."""

from typing import Any

import httpx

from qbodesk.simulator.faults import Deed, Fault, Match
from qbodesk.simulator.server import Running

Body = dict[str, Any]


class Servers:
    """Both servers of a running simulator, over real HTTP."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self._realms = {each["country"]: each for each in running.connection["realms"]}

    def realm(self, country: str) -> str:
        """The id of a country's company."""
        return str(self._realms[country]["realm_id"])

    def post(self, country: str, entity: str, body: Body, **params: str) -> Body:
        """Create, update, void or delete (`operation=…`) as a user of QuickBooks does."""
        url = f"{self.running.url}/v3/company/{self.realm(country)}/{entity.lower()}"
        answer = httpx.post(url, json=body, params=params, headers=self._headers(country), timeout=30)
        found: Body = answer.raise_for_status().json()[entity]
        return found

    def all(self, country: str, entity: str, where: str = "") -> list[Body]:
        """Up to 1,000 records."""
        url = f"{self.running.url}/v3/company/{self.realm(country)}/query"
        query = f"SELECT * FROM {entity} {where} MAXRESULTS 1000"
        answer = httpx.get(url, params={"query": query}, headers=self._headers(country), timeout=30)
        found: list[Body] = answer.raise_for_status().json()["QueryResponse"].get(entity, [])
        return found

    def marked(self, country: str) -> list[Body]:
        """The invoices this program made."""
        return [each for each in self.all(country, "Invoice") if "qbodesk:" in each.get("PrivateNote", "")]

    def delete(self, country: str, entity: str, body: Body) -> Body:
        """Delete a transaction."""
        wanted = {"Id": body["Id"], "SyncToken": body["SyncToken"]}
        return self.post(country, entity, wanted, operation="delete")

    def patch(self, kind: str, record_id: str, **properties: str) -> None:
        """Change a HubSpot record."""
        httpx.patch(
            f"{self.running.url}/crm/v3/objects/{kind}/{record_id}",
            json={"properties": properties},
            headers={"Authorization": f"Bearer {self.running.connection['hubspot_token']}"},
            timeout=30,
        ).raise_for_status()

    def make(self, kind: str, **properties: str) -> str:
        """A new HubSpot record; its id."""
        answer = httpx.post(
            f"{self.running.url}/crm/v3/objects/{kind}",
            json={"properties": properties},
            headers={"Authorization": f"Bearer {self.running.connection['hubspot_token']}"},
            timeout=30,
        )
        return str(answer.raise_for_status().json()["id"])

    def archive(self, kind: str, record_id: str) -> None:
        """Put a HubSpot record into the recycling bin."""
        httpx.delete(
            f"{self.running.url}/crm/v3/objects/{kind}/{record_id}",
            headers={"Authorization": f"Bearer {self.running.connection['hubspot_token']}"},
            timeout=30,
        ).raise_for_status()

    def deal(self, deal_id: str) -> Body:
        """One deal's properties as HubSpot holds them."""
        url = f"{self.running.connection['control_url']}/portal/deals"
        found = httpx.get(url, timeout=30).raise_for_status().json()
        properties: Body = next(each for each in found if each["id"] == deal_id)["properties"]
        return properties

    def requests(self, method: str) -> int:
        """How many requests of a method were answered."""
        return sum(each["method"] == method for each in self.running.state.journal.since(0))

    def associate(self, kind: str, record_id: str, to: str, to_id: str) -> None:
        """Put two HubSpot records together by their default association."""
        httpx.put(
            f"{self.running.url}/crm/v4/objects/{kind}/{record_id}/associations/default/{to}/{to_id}",
            headers={"Authorization": f"Bearer {self.running.connection['hubspot_token']}"},
            timeout=30,
        ).raise_for_status()

    def arm(
        self, do: Deed, path: str, *, method: str | None = None, times: int | None = 1, status: int = 503
    ) -> None:
        """The next requests that fit go wrong."""
        match = Match(method=method, path_regex=path)
        self.running.state.faults.armed.append(Fault(do=do, match=match, times=times, status=status))

    def disarm(self) -> None:
        """Everything works again."""
        self.running.state.faults.armed.clear()

    def _headers(self, country: str) -> dict[str, str]:
        token = self._realms[country]["access_token"]
        return {"Authorization": f"Bearer {token}", "Accept": "application/json"}
