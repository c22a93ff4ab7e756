"""The version stands in one place, ids are quoted, and no id reaches a log."""

from pathlib import Path as File

import pytest

import qbodesk.services.hubspot
from qbodesk.services.hubspot import paths
from qbodesk.services.hubspot.paths import API_VERSION, Path


@pytest.mark.parametrize(
    ("built", "path", "route"),
    [
        (paths.account(), "/account-info/2026-09/details", "/account-info/2026-09/details"),
        (paths.objects("deals"), "/crm/objects/2026-09/deals", "/crm/objects/2026-09/deals"),
        (
            paths.one("deals", "5/../6"),
            "/crm/objects/2026-09/deals/5%2F..%2F6",
            "/crm/objects/2026-09/deals/{record_id}",
        ),
        (
            paths.search("contacts"),
            "/crm/objects/2026-09/contacts/search",
            "/crm/objects/2026-09/contacts/search",
        ),
        (
            paths.read_associations("deals", "line_items"),
            "/crm/associations/2026-09/deals/line_items/batch/read",
            "/crm/associations/2026-09/deals/line_items/batch/read",
        ),
        (paths.pipelines("deals"), "/crm/pipelines/2026-09/deals", "/crm/pipelines/2026-09/deals"),
        (paths.owners(), "/crm/owners/2026-09", "/crm/owners/2026-09"),
        (
            paths.one_property("deals", "qbo_x"),
            "/crm/properties/2026-09/deals/qbo_x",
            "/crm/properties/2026-09/deals/{name}",
        ),
        (
            paths.one_property_group("deals", "qbodesk"),
            "/crm/properties/2026-09/deals/groups/qbodesk",
            "/crm/properties/2026-09/deals/groups/{name}",
        ),
    ],
)
def test_addresses(built: Path, path: str, route: str) -> None:
    assert built == (path, route)


def test_only_one_module_knows_the_version() -> None:
    folder = File(qbodesk.services.hubspot.__path__[0])
    knowing = [module.name for module in folder.glob("*.py") if API_VERSION in module.read_text("utf-8")]
    assert knowing == ["paths.py"]
