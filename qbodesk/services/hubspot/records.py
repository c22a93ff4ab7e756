"""HubSpot records as they come: every property is text or null, types are the reader's business. Fetches nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct, field


class _Next(Struct, frozen=True):
    after: str = ""


class Paging(Struct, frozen=True):
    """Where the next page starts; missing on the last page."""

    next: _Next | None = None


class LinkedId(Struct, frozen=True):
    """One association of a record; the same id comes once per association type."""

    id: str
    type: str = ""


class LinkedIds(Struct, frozen=True):
    """A record's associations to one type; with `paging` the list is cut."""

    results: tuple[LinkedId, ...] = ()
    paging: Paging | None = None


class CrmRecord(Struct, frozen=True, rename="camel"):
    """A record of any type (hubspot-api.md §2.1). Ids are unique within one type of one portal only; times are aware."""

    id: str
    properties: dict[str, str | None] = field(default_factory=dict)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    archived: bool = False
    archived_at: datetime | None = None
    associations: dict[str, LinkedIds] = field(default_factory=dict)

    def linked(self, kind: str) -> tuple[str, ...]:
        """Ids of associated records, each once; only complete together with `is_cut`."""
        found = self._links(kind)
        return tuple(dict.fromkeys(link.id for link in found.results)) if found else ()

    def is_cut(self, kind: str) -> bool:
        """Whether the record came with only some of its associations."""
        found = self._links(kind)
        return found is not None and found.paging is not None

    def _links(self, kind: str) -> LinkedIds | None:
        # Asked for as "line_items", HubSpot answers "line items".
        return self.associations.get(kind) or self.associations.get(kind.replace("_", " "))


class CrmRow(NamedTuple):
    """A record and its bytes exactly as HubSpot sent them."""

    record: CrmRecord
    raw: bytes


@dataclass(frozen=True, slots=True)
class ListPage:
    """Records of a plain listing. `after` is the cursor of the next page, None at the end.

    `links` holds the complete associations asked for: type -> record id -> associated ids.
    """

    rows: tuple[CrmRow, ...]
    after: str | None
    links: Mapping[str, Mapping[str, tuple[str, ...]]]

    def __iter__(self) -> Iterator[CrmRow]:
        return iter(self.rows)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Records of one step through a window of time. `last_id` starts the next step, None when this was the last.

    `total` counts what the window still holds, this page included.
    """

    rows: tuple[CrmRow, ...]
    last_id: str | None
    total: int


class Account(Struct, frozen=True, rename="camel"):
    """The portal behind a credential (§7.3); `ui_domain` builds links to records."""

    portal_id: int
    account_type: str = ""
    time_zone: str = "UTC"
    company_currency: str = ""
    additional_currencies: tuple[str, ...] = ()
    ui_domain: str = "app.hubspot.com"


class Owner(Struct, frozen=True, rename="camel"):
    """A user or queue that records belong to; `hubspot_owner_id` is this `id`, not `user_id`."""

    id: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    user_id: int | None = None
    archived: bool = False

    @property
    def name(self) -> str:
        """First and last name, else the address."""
        return " ".join(filter(None, (self.first_name, self.last_name))) or self.email or ""


class Stage(Struct, frozen=True, rename="camel"):
    """A step of a pipeline; metadata values are text, `isClosed` and `probability` for deals."""

    id: str
    label: str = ""
    display_order: int = 0
    metadata: dict[str, str | None] = field(default_factory=dict)


class Pipeline(Struct, frozen=True, rename="camel"):
    """A pipeline with its stages."""

    id: str
    label: str = ""
    display_order: int = 0
    stages: tuple[Stage, ...] = ()


class Option(Struct, frozen=True, rename="camel"):
    """A choice of an enumeration."""

    label: str
    value: str
    display_order: int = -1
    hidden: bool = False


class Modification(Struct, frozen=True, rename="camel"):
    """What may be changed about a property."""

    read_only_value: bool = False


class Property(Struct, frozen=True, rename="camel"):
    """A property definition (§5)."""

    name: str
    label: str = ""
    type: str = ""
    field_type: str = ""
    group_name: str = ""
    description: str | None = None
    options: tuple[Option, ...] = ()
    calculated: bool = False
    hidden: bool = False
    has_unique_value: bool = False
    hubspot_defined: bool = False
    archived: bool = False
    modification_metadata: Modification | None = None

    @property
    def writable(self) -> bool:
        """Whether a value can be set."""
        locked = self.modification_metadata is not None and self.modification_metadata.read_only_value
        return not (self.calculated or locked)


class PropertyGroup(Struct, frozen=True, rename="camel"):
    """A group of properties."""

    name: str
    label: str = ""
    display_order: int = -1
    archived: bool = False
