"""A made-up source of 1,000 invoices for the table tests; counts what it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qbodesk.ui.tables import ChipText, Column, Question, selection_column


@dataclass(frozen=True, slots=True)
class Invoice:
    id: int
    customer: str
    total: str
    stage: str = "sent"


@dataclass
class Invoices:
    """Ids 1..count; `gone` are deleted but still in a list read before."""

    count: int = 1000
    fetched: list[tuple[int, ...]] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)

    def ids(self, question: Question) -> Sequence[int]:
        self.asked.append(question)
        found = [n for n in range(1, self.count + 1) if n not in self.hidden and question.search in str(n)]
        return found[::-1] if question.sorts and question.sorts[0].descending else found

    def rows(self, ids: Sequence[int]) -> Mapping[int, Invoice]:
        self.fetched.append(tuple(ids))
        return {
            n: Invoice(n, self.names.get(n, f"Customer {n}"), f"{n}.00") for n in ids if n not in self.gone
        }


def columns() -> list[Column[Invoice]]:
    return [
        selection_column(),
        Column(
            key="number",
            title=lambda: "No.",
            display=lambda row: str(row.id),
            accessible=lambda row: f"Invoice {row.id}, {row.customer}",
        ),
        Column(key="customer", title=lambda: "Customer", display=lambda row: row.customer, grows=True),
        Column(
            key="stage",
            title=lambda: "Stage",
            kind="stage",
            chip=lambda row: ChipText(row.stage, "Sent, 2 d", "x"),
        ),
        Column(key="total", title=lambda: "Total", kind="amount", display=lambda row: row.total),
    ]
