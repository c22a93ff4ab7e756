"""What the plans and permissions of QuickBooks and HubSpot allow (features A2), as short tables. Asks nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qbodesk.models.words import _
from qbodesk.services.signin import books, portal
from qbodesk.services.signin.capability import Allowed, Capability, Probed
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.tables import Column

_WORDS = {
    Allowed.YES: lambda: _("available"),
    Allowed.NO_PERMISSION: lambda: _("no permission"),
    Allowed.NOT_ON_PLAN: lambda: _("not on your plan"),
    Allowed.OFF: lambda: _("switched off"),
    Allowed.UNKNOWN: lambda: _("shown when first used"),
}


@dataclass(frozen=True, slots=True)
class AllowedRow:
    """One capability and what was found; `company` is whose it is, "" for HubSpot's."""

    capability: Capability
    allowed: Allowed
    company: str = ""


def rows_of(probed: Probed) -> list[AllowedRow]:
    """HubSpot's, what is missing first, in the order of importance; what was never asked is left out."""
    return _missing_first(_rows(probed, portal.CAPABILITIES, ""))


def rows_of_books(probed: Mapping[str, Probed], names: Mapping[str, str]) -> list[AllowedRow]:
    """Of every company in `names` (by realm id), what is missing first, in the order of importance."""
    return _missing_first(
        row
        for realm, name in names.items()
        for row in _rows(probed.get(realm, Probed({})), books.CAPABILITIES, name)
    )


def _missing_first(rows: Iterable[AllowedRow]) -> list[AllowedRow]:
    return sorted(rows, key=lambda row: row.allowed is Allowed.YES)


def _rows(probed: Probed, known: Iterable[Capability], company: str) -> Iterable[AllowedRow]:
    return (AllowedRow(each, probed.found[each.key], company) for each in known if each.key in probed.found)


def allowed_table(name: str, *, companies: bool = False) -> SmallTable[AllowedRow]:
    """What, its state, what is missing without it and on which screens; with `companies` whose it is."""
    whose: Column[AllowedRow] = Column(
        key="company", title=lambda: _("Company"), width=120, display=lambda r: r.company, sortable=False
    )
    return SmallTable(
        name,
        (
            *((whose,) if companies else ()),
            Column(key="name", title=lambda: _("What"), width=180, display=lambda r: _(r.capability.name), sortable=False),
            Column(key="state", title=lambda: _("State"), width=110, display=lambda r: _WORDS[r.allowed](), sortable=False),
            Column(
                key="without", title=lambda: _("Without it"), width=180, grows=True,
                display=_without, tooltip=_scopes, sortable=False,
            ),
            Column(key="screens", title=lambda: _("Screens"), width=150, display=_screens, tooltip=_screens, sortable=False),
        ),
        choose=False,
    )  # fmt: skip


def _without(row: AllowedRow) -> str:
    return "" if row.allowed is Allowed.YES else _(row.capability.without)


def _screens(row: AllowedRow) -> str:
    return "" if row.allowed is Allowed.YES else ", ".join(_(name) for name in row.capability.screens)


def _scopes(row: AllowedRow) -> str:
    if not row.capability.scopes:
        return _without(row)
    needed = ", ".join(group[0] for group in row.capability.scopes)
    return _("Permissions it needs: {scopes}").format(scopes=needed)
