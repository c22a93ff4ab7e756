"""The pane beside a list: every column of the record under the cursor, shown or not. Edits nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.lists import ListKind, ListRow
from qbodesk.ui.lists.columns import text_of
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.property_grid import Property, PropertyGrid


class Details(QScrollArea):
    """`outside_wanted` asks for the record's own page in the browser."""

    outside_wanted = Signal(str, str)

    def __init__(self, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._row: ListRow | None = None
        self.setAccessibleName(_("Details"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = QWidget()
        self.title = plain_label("", "subtitle", wrap=True)
        self.grid = PropertyGrid()
        service = "QuickBooks" if kind.service == "quickbooks" else "HubSpot"
        self.outside = link_button(_("Open in {service}").format(service=service), "open_outside")
        self.outside.clicked.connect(self._open_outside)
        self._column = QVBoxLayout(inner)
        self._column.addWidget(self.title)
        self._column.addWidget(self.outside, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.grid)
        self._column.addStretch(1)
        self.setWidget(inner)
        follow_theme(self._restyle)

    def show_row(self, row: ListRow | None) -> None:
        """This record, or none."""
        self._row = row
        first, *rest = self._kind.fields
        self.title.setText(text_of(first, row.values[first.key]) if row else "")
        self.grid.set_properties(
            [Property(_(field.title), text_of(field, row.values[field.key])) for field in rest] if row else []
        )
        self.outside.setVisible(row is not None)

    def _open_outside(self) -> None:
        if self._row is not None:
            self.outside_wanted.emit(self._kind.record, self._row.remote_id)

    def _restyle(self) -> None:
        self.setMinimumWidth(px(280))
        self._column.setContentsMargins(px(16), px(4), px(8), px(16))
        self._column.setSpacing(px(12))
