"""The shapes of a record panel: properties, related records, invoices. Values are typed; who shows them writes them out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage
from qbodesk.services.reading.deals import LineItemRow
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.services.reading.related import RelatedCustomer

Value = str | Money | Decimal | date | datetime | None

HUBSPOT, QUICKBOOKS = "HubSpot", "QuickBooks"


@dataclass(frozen=True, slots=True)
class Fact:
    """A property: what it is called in the language in force, and its value; `None` and "" are shown as a dash."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Related:
    """A record this one belongs with. `pk` is its row number, 0 for what has no panel; `rung` by what sign, if by any."""

    kind: str
    pk: int
    remote_id: str
    title: str
    detail: str = ""
    amount: Money | None = None
    day: date | None = None
    stage: Stage | None = None
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """Related records under one heading, named by `name`; `total` counts those beyond the ones given too."""

    name: str
    rows: tuple[Related, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Via:
    """How an invoice comes to a record: `link` (it is on it), `deal` (on one of its deals), `customer` (its customer's)."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CardInvoice:
    """An invoice on the card of a record; only one that is on the record itself can be taken off it."""

    row: InvoiceRow
    via: Via = Via("link")

    @property
    def pk(self) -> int:
        """The invoice's row number."""
        return self.row.pk

    @property
    def removable(self) -> bool:
        return self.via.kind == "link"


@dataclass(frozen=True, slots=True)
class CardInvoices:
    """The invoices of a record, those on it first, then newest first; `total` counts those not given too."""

    rows: tuple[CardInvoice, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DealChoice:
    """A deal an invoice can be made for."""

    deal_id: str
    name: str


@dataclass(frozen=True, slots=True)
class RecordPanel:
    """Everything the panel of one record shows.

    `service` and `company` say where it comes from ("QuickBooks" of which company, or "HubSpot"), `as_of` when that was last
    fetched whole. `deals` are those an invoice can be created from; `subjects` are the names the trail knows the record by.
    """

    kind: str
    pk: int
    remote_id: str
    realm_id: str
    title: str
    subtitle: str
    service: str
    company: str
    as_of: datetime | None
    facts: tuple[Fact, ...]
    groups: tuple[RelatedGroup, ...] = ()
    invoices: CardInvoices | None = None
    customers: tuple[RelatedCustomer, ...] = ()
    deals: tuple[DealChoice, ...] = ()
    lines: tuple[LineItemRow, ...] | None = None
    invoice: InvoiceRow | None = None
    refusal: str = ""
    """Why no invoice can be made from a quote."""
    keys: tuple[tuple[str, str], ...] = field(default=())
    """(realm id, QuickBooks id) of the invoices whose story is the record's too."""
