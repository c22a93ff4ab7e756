"""Contacts and companies of a deal. Changes none."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.reading.deals import CompanyRow, PersonRow
from qbodesk.ui.panels.facts import company_line, person_line
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label


class PeopleCard(Card):
    """The company first, then the people, each with how to reach them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Company and contacts"), parent)
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)

    def show_people(self, contacts: Sequence[PersonRow], companies: Sequence[CompanyRow]) -> None:
        """Show these instead of those before."""
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        lines = [(row.name, company_line(row)) for row in companies]
        lines += [(row.name, person_line(row)) for row in contacts]
        if not lines:
            self._list.addWidget(plain_label(_("Nobody is linked to this deal."), "secondary", wrap=True))
        for name, detail in lines:
            self._list.addWidget(_entry(name, detail))


def _entry(name: str, detail: str) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(plain_label(name or "–", "strong", wrap=True, selectable=True))
    if detail:
        column.addWidget(plain_label(detail, "secondary", wrap=True, selectable=True))
    return widget
