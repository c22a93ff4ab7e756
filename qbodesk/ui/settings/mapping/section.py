"""Settings > Field mappings: what fills what, kind by kind and company by company. Changes nothing itself (see `actions.py`).

Everything is read in the pool: the state of a mapping needs every record of a company.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from qbodesk.models.domain.mapping.defaults import lock
from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.mapping import COMMON
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import tell
from qbodesk.ui.settings.mapping.actions import MappingActions, button_of
from qbodesk.ui.settings.mapping.columns import Row, mapping_columns, why
from qbodesk.ui.settings.mapping.words import TARGETS
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.tables import ListTableModel, RecordTable
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button, primary_button, secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.tabs import tab_bar

KINDS = tuple(Target)
FOOT = {"edit": "", "switch": "", "delete": "", "duplicate": "copy", "up": "up", "down": "down"}
"""The actions below the table, with the icons of those that have no room for words at a large text size."""


BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Shown:
    """`wanted` names a look at all records that is due; None when the last one still says how things are."""

    rows: tuple[Row, ...]
    own: bool
    looked: str
    wanted: Hashable


class MappingsSection(QWidget):
    """Enter edits, Space switches on and off, Del removes (with undo), Alt+Up and Alt+Down change the order."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._reader = tools.askers.channel("mappings", self)
        self._known: tuple[tuple[str, str], ...] = ()
        self._expected = ""
        self._aim = ""
        self._compared: set[Hashable] = {None}
        self.tabs = tab_bar(_("Kind of record"))
        for target in KINDS:
            self.tabs.addTab(_(TARGETS[target]))
        self.company = Combo()
        self.company.setAccessibleName(_("QuickBooks company"))
        self.model: ListTableModel[Row] = ListTableModel(mapping_columns(), parent=self)
        self.table = RecordTable(_("Field mappings"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.table.empty.set_content("mapping", _("No field fills any property of this kind."))
        self.add = primary_button(_("Add mapping"), "add")
        self.look = link_button(_("Compare now"), "refresh")
        self.more = secondary_button(_("More"), "more")
        self.about = plain_label("", "caption", wrap=True)
        self.common = link_button(_("Use the common mappings"))
        self.told = plain_label("", "secondary", wrap=True, selectable=True)
        self.actions_ = MappingActions(tools, self, self, self.table)
        self._connect()
        self._lay_out()
        follow_theme(self._restyle)
        self._fill_companies()
        self.refresh()

    @property
    def target(self) -> Target:
        """The kind in view."""
        return KINDS[self.tabs.currentIndex()]

    @property
    def realm_id(self) -> str:
        """The company in view; "" for the common mappings."""
        return str(self.company.currentData() or COMMON)

    @property
    def companies(self) -> list[str]:
        """The companies whose records are meant."""
        return [self.realm_id] if self.realm_id else [each for each, _name in self._known]

    def refresh(self) -> None:
        """Read again and show."""
        target, realm, companies = self.target, self.realm_id, self.companies
        workspace = self._tools.workspace
        known = workspace.status.status().connections
        read_at = max((each.as_of for each in known if each.as_of is not None), default=BEGINNING)

        def read() -> _Shown:
            desk = workspace.mapping
            sides = desk.catalogue.sides(target, next(iter(companies), COMMON))
            problems = desk.book.problems(target, realm)
            states = desk.trial.standing(target, companies)
            rows = []
            for each in desk.book.listed(target, realm):
                field, prop = sides.fields.get(each.source), sides.properties.get(each.target)
                names = (field.shown if field else each.source, prop.shown if prop else each.target)
                reason = lock(target, each)
                rows.append(
                    Row(each, *names, _(reason) if reason else "", problems.get(each.id), states.get(each.id))
                )
            looks = [state.looked_at for state in states.values()]
            looked = formats().relative(min(looks), workspace.clock()) if looks else ""
            own = desk.book.is_own(target, realm)
            return _Shown(tuple(rows), own, looked, _look_wanted(target, realm, rows, looks, read_at))

        self._reader.run(read, self._show, self._failed)

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""
        if changes.touches("connection"):
            self._fill_companies()
        if changes.touches("mapping", "mapping_state", "property", "connection"):
            self.refresh()

    def show_view(self, view: str) -> None:
        """A kind in a company and a property ("contacts:REALM:Phone"): its mapping comes under the cursor."""
        kind, realm_id, self._aim = (*view.split(":", 2), "", "")[:3]
        targets = [each.value for each in KINDS]
        if kind not in targets:
            return
        target = KINDS[targets.index(kind)]
        # the common mappings hold where a company has none of its own
        own = self._tools.workspace.mapping.book.is_own(target, realm_id)
        row = self.company.findData(realm_id if own else COMMON)
        self.tabs.setCurrentIndex(targets.index(kind))
        self.company.setCurrentIndex(max(row, 0))
        self.refresh()

    def focus_first(self) -> None:
        """To the table."""
        self.table.setFocus()

    def chosen(self) -> Row | None:
        """The mapping under the cursor."""
        return self.model.row_at(self.table.currentIndex().row())

    def row_above(self) -> Row | None:
        """The one before it."""
        return self.model.row_at(self.table.currentIndex().row() - 1)

    def expect(self, mapping_id: str) -> None:
        """The cursor goes to this mapping with the next refresh."""
        self._expected = mapping_id

    def show_comparing(self, *, running: bool) -> None:
        """The button says what goes on."""
        self.look.setEnabled(not running)
        self.look.setText(_("Comparing…") if running else _("Compare now"))

    def _show(self, shown: _Shown) -> None:
        kept = self._expected or (row.mapping.id if (row := self.chosen()) is not None else "")
        self._expected = ""
        at = self.table.currentIndex().row()
        self.model.set_rows(shown.rows)
        places = {row.mapping.id: place for place, row in enumerate(shown.rows)}
        aim, self._aim = self._aim, ""
        kept = next((row.mapping.id for row in shown.rows if aim in {row.mapping.target, row.property}), kept)
        if shown.rows:
            place = places.get(kept, min(max(at, 0), len(shown.rows) - 1))
            self.table.setCurrentIndex(self.model.index(place, 0))
        self.common.setVisible(shown.own)
        self.about.setText(self._about(shown))
        self._tell()
        if shown.wanted not in self._compared and self.isVisible() and self.companies:
            self._compared.add(shown.wanted)
            self.actions_.compare()

    def _failed(self, error: Exception) -> None:
        tell(self, error)

    def _about(self, shown: _Shown) -> str:
        parts = []
        if self.realm_id:
            parts.append(
                _("This company has mappings of its own.")
                if shown.own
                else _("The common mappings hold here; a change made here gives this company its own.")
            )
        parts.append(
            _("Compared {when}.").format(when=shown.looked)
            if shown.looked
            else _("Never compared with HubSpot.")
        )
        return " ".join(parts)

    def _tell(self) -> None:
        row = self.chosen()
        self.told.setText(why(row) if row else "")
        self.told.setVisible(bool(self.told.text()))
        named = self.actions_.named
        for action in named.values():
            action.setEnabled(row is not None)
        if row is not None:
            named["switch"].setText(_("Switch off") if row.mapping.enabled else _("Switch on"))
            named["switch"].setEnabled(not (row.locked and row.mapping.enabled))
            named["delete"].setEnabled(not row.locked)

    def _connect(self) -> None:
        menu = QMenu(self.more)
        menu.addAction(_("History…"), self.actions_.history)
        menu.addAction(_("Export…"), self.actions_.ask_export)
        menu.addAction(_("Import…"), self.actions_.ask_import)
        self.more.setMenu(menu)
        self.tabs.currentChanged.connect(lambda _index: self.refresh())
        self.company.activated.connect(lambda _index: self.refresh())
        self.table.opened.connect(lambda _row: self.actions_.edit())
        self.table.previewed.connect(lambda _row: self.actions_.named["switch"].trigger())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._tell())
        self.add.clicked.connect(self.actions_.new)
        self.look.clicked.connect(self.actions_.compare)
        self.common.clicked.connect(self.actions_.follow_common)

    def _lay_out(self) -> None:
        self._head, self._hint, self._foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self.company)
        self._head.addStretch(1)
        for widget in (self.more, self.add):
            self._head.addWidget(widget)
        self._hint.addWidget(self.about, 1)
        self._hint.addWidget(self.common)
        self._hint.addWidget(self.look)
        for key, icon in FOOT.items():
            self._foot.addWidget(button_of(self.actions_.named[key], icon))
        self._foot.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.tabs)
        self._column.addLayout(self._head)
        self._column.addLayout(self._hint)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.told)
        self._column.addLayout(self._foot)

    def _fill_companies(self) -> None:
        known = self._tools.workspace.status.status().connections
        found = tuple((each.remote_id, each.name) for each in known if each.service == "quickbooks")
        if found == self._known and self.company.count():
            return
        kept = self.realm_id
        self._known = found
        self.company.clear()
        self.company.addItem(_("All companies"), COMMON)
        for realm_id, name in found:
            self.company.addItem(name, realm_id)
        self.company.setCurrentIndex(max(self.company.findData(kept), 0))
        self.company.setVisible(len(found) > 1)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(24))
        self._column.setSpacing(px(12))
        for row in (self._head, self._foot, self._hint):
            row.setSpacing(px(8))


def _look_wanted(
    target: Target, realm_id: str, rows: Sequence[Row], looks: Sequence[datetime], read_at: datetime
) -> Hashable:
    active = [row for row in rows if row.mapping.fills_hubspot]
    is_known = looks and min(looks) >= read_at and all(row.state is not None for row in active)
    if is_known or target is Target.LINE_ITEMS:
        return None
    return (target, realm_id, read_at, tuple(row.mapping for row in active))
