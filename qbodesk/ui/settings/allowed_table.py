"""What HubSpot's plan and permissions allow (features A2), as a short table. Asks nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from qbodesk.models.words import _
from qbodesk.services.signin.portal import CAPABILITIES, Allowed, Capability, Probed
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.tables import Column

_WORDS = {
    Allowed.YES: lambda: _("available"),
    Allowed.NO_PERMISSION: lambda: _("no permission"),
    Allowed.NOT_ON_PLAN: lambda: _("not on your plan"),
    Allowed.UNKNOWN: lambda: _("shown when first used"),
}


@dataclass(frozen=True, slots=True)
class AllowedRow:
    """One capability and what was found."""

    capability: Capability
    allowed: Allowed


def rows_of(probed: Probed) -> Sequence[AllowedRow]:
    """In the order of importance; what was never asked is left out."""
    return [AllowedRow(each, probed.found[each.key]) for each in CAPABILITIES if each.key in probed.found]


def allowed_table() -> SmallTable[AllowedRow]:
    """Name, state, and what is missing without it with the permissions to add."""
    return SmallTable(
        _("What HubSpot allows"),
        (
            Column(key="name", title=lambda: _("What"), width=220, display=lambda r: _(r.capability.name), sortable=False),
            Column(key="state", title=lambda: _("State"), width=150, display=lambda r: _WORDS[r.allowed](), sortable=False),
            Column(
                key="without", title=lambda: _("Without it"), width=320, grows=True,
                display=_without, tooltip=_scopes, sortable=False,
            ),
        ),
        choose=False,
    )  # fmt: skip


def _without(row: AllowedRow) -> str:
    return "" if row.allowed is Allowed.YES else _(row.capability.without)


def _scopes(row: AllowedRow) -> str:
    needed = ", ".join(group[0] for group in row.capability.scopes)
    return _("Permissions it needs: {scopes}").format(scopes=needed)
