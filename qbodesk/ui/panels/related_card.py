"""Records that belong with the one in view, each a link to its own panel. Opens nothing itself."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.reading.records import Related, RelatedGroup
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.existing_words import sign_of
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import tool_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.name_button import NameButton

_ICONS = {
    "contact": "contact",
    "company": "companies",
    "deal": "deals",
    "quote": "quotes",
    "customer": "customers",
    "item": "items",
}

Open = Callable[[str, int], object]


class RelatedCard(Card):
    """`open_record` takes kind and row number; with `remove` each row has a button that takes the record off."""

    def __init__(
        self,
        open_record: Open,
        remove: Callable[[Related], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._open = open_record
        self._remove = remove
        self.rows: list[RelatedRow] = []

    def show_group(self, group: RelatedGroup, *, keep_empty: bool = False) -> None:
        """Show these instead of those before; a group without rows hides the card unless it is to be kept."""
        for old in self.rows:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = [RelatedRow(each, self._open, self._remove) for each in group.rows]
        for row in self.rows:
            self.add(row)
        number = formats().number
        count = number(group.total) if group.total else ""
        if group.total > len(group.rows):
            count = _("{shown} of {total}").format(shown=number(len(group.rows)), total=number(group.total))
        self.set_title(group_title(group.name), count)
        self.setVisible(bool(group.rows) or keep_empty)


class RelatedRow(QWidget):
    """Name (a link where the record has a panel), what tells it from others, and by what sign it belongs here."""

    def __init__(self, row: Related, open_record: Open, remove: Callable[[Related], object] | None) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        title = row.title or (formats().date(row.day) if row.day else "–")
        self.link = NameButton(title, _ICONS.get(row.kind, ""))
        if row.pk:
            self.link.clicked.connect(lambda _checked=False: open_record(row.kind, row.pk))
            texts.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self.link.hide()
            texts.addWidget(plain_label(title, "strong", wrap=True, selectable=True))
        detail = detail_of(row)
        if detail:
            texts.addWidget(plain_label(detail, "secondary", wrap=True, selectable=True))
        self._line.addLayout(texts, 1)
        if row.amount is not None:
            self._line.addWidget(_amount(formats().money(row.amount)), 0, Qt.AlignmentFlag.AlignTop)
        self.remove_button = tool_button(_("Remove link to {name}").format(name=title), "unlink")
        if remove is not None:
            self.remove_button.clicked.connect(lambda _checked=False: remove(row))
        self._line.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        self.remove_button.setVisible(remove is not None)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._line.setSpacing(px(8))


def detail_of(row: Related) -> str:
    """The quieter line below a name."""
    parts = [row.detail]
    if row.day is not None and row.title:
        text = _("valid until {date}") if row.kind == "quote" else "{date}"
        parts.append(text.format(date=formats().date(row.day)))
    if row.rung is not None:
        parts.append(_("known by: {sign}").format(sign=sign_of(row.rung)))
    return " · ".join(part for part in parts if part)


def group_title(name: str) -> str:
    """The heading of a group."""
    return {
        "contacts": _("Contacts"),
        "companies": _("Companies"),
        "deals": _("Deals"),
        "quotes": _("Quotes"),
        "customers": _("QuickBooks customers"),
        "items": _("Items"),
        "products": _("Products in HubSpot"),
        "payments": _("Payments"),
    }[name]


def _amount(text: str) -> QLabel:
    label = plain_label(text, selectable=True)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return label
