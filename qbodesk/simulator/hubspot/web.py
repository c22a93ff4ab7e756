"""One call of the API as the handlers see it, and their answer; opens no socket and knows no path."""

import base64
import binascii
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from qbodesk.simulator.hubspot import shapes
from qbodesk.simulator.hubspot.failures import invalid
from qbodesk.simulator.hubspot.kinds import BY_ALIAS, Kind
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.writing import Writer

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A request after authorisation. `version` is "v1", "v3", "v4" or a date; `base` the server's
    own address, so that links in answers lead back to it, and `target` the path as it was sent.
    """

    portal: Portal
    writer: Writer
    version: str
    base: str
    target: str
    params: dict[str, str]
    query: QueryParams
    body: Any = None

    def with_params(self, **params: str) -> "Call":
        """The same call about something else."""
        return replace(self, params=self.params | params)

    @property
    def dated(self) -> bool:
        return "-" in self.version

    def kind(self, name: str = "type") -> Kind:
        return kind_of(self.params[name])

    def names(self, name: str) -> list[str]:
        """A list in the query: repeated, comma-separated or both."""
        return [part for value in self.query.getlist(name) for part in value.split(",") if part]

    def flag(self, name: str) -> bool:
        return self.query.get(name, "false").lower() == "true"

    def limit(self, default: int, maximum: int) -> int:
        """Raises the 400 of a page size outside 1…maximum."""
        value = self.query.get("limit", str(default))
        number = shapes.digits(value)
        if number is None or not 0 < number <= maximum:
            raise invalid(
                f"limit must be a number from 1 to {maximum}, not {value}", "INVALID_LIMIT", limit=value
            )
        return number

    def after(self) -> int:
        """The id the last page ended with; 0 on the first page."""
        return read_cursor(self.query.get("after"))


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON body; None is an empty one."""

    body: Body | None = None
    status: int = 200
    headers: dict[str, str] | None = None


def kind_of(name: str) -> Kind:
    """The object type behind a name or numeric id. Raises the 400 of an unknown one."""
    kind = BY_ALIAS.get(name.lower())
    if kind is None:
        raise invalid(f"Unable to infer object type from: {name}", "UNKNOWN_OBJECT_TYPE", objectType=name)
    return kind


def cursor(id_: int) -> str:
    """An opaque cursor: text in which no client can count."""
    return base64.urlsafe_b64encode(f"{id_}\n".encode()).decode()


def read_cursor(text: str | None) -> int:
    """Raises the 400 of a cursor this server did not make; `0` is taken for the start, as HubSpot takes it."""
    if text in {None, "", "0"}:
        return 0
    try:
        return int(base64.urlsafe_b64decode(str(text)))
    except (binascii.Error, ValueError) as exc:
        raise invalid(f"Invalid cursor: {text}", "INVALID_CURSOR", after=str(text)) from exc


def paging(call: Call, after: str) -> Body:
    """The `paging` of an answer that has a next page."""
    kept = [(name, value) for name, value in call.query.multi_items() if name != "after"]
    link = f"{call.base}{call.target}?{urlencode([*kept, ('after', after)])}"
    return {"next": {"after": after, "link": link}}
