"""The two path families of the API, legacy and dated, brought to one table of calls (hubspot-api.md §0.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from qbodesk.simulator.hubspot.handlers import (
    account,
    association_batches,
    associations,
    batches,
    labels,
    lists,
    memberships,
    money,
    objects,
    pipelines,
    properties,
    usage,
)
from qbodesk.simulator.hubspot.web import Answer, Call

Handler = Callable[[Call], Answer]
DATES: Final = ("2026-03", "2026-09")

# Where each family of calls is mounted: prefix -> (family, version).
ALIASES: Final[dict[str, tuple[str, str]]] = {
    "/crm/v3/objects": ("objects", "v3"),
    "/crm/v4/objects": ("objects", "v4"),
    "/crm/v3/associations": ("associations", "v3"),
    "/crm/v4/associations": ("associations", "v4"),
    "/crm/associations/v4": ("associations", "v4"),
    "/crm/v3/properties": ("properties", "v3"),
    "/crm/v3/owners": ("owners", "v3"),
    "/crm/v3/pipelines": ("pipelines", "v3"),
    "/account-info/v3": ("account", "v3"),
    "/settings/v3/currencies": ("currencies", "v3"),
    "/crm/v3/lists": ("lists", "v3"),
    "/crm/v3/limits": ("limits", "v3"),
    "/tax-rates/v1": ("taxes", "v1"),
} | {
    path: (family, date)
    for date in DATES
    for path, family in (
        (f"/crm/objects/{date}", "objects"),
        (f"/crm/associations/{date}", "associations"),
        (f"/crm/properties/{date}", "properties"),
        (f"/crm/owners/{date}", "owners"),
        (f"/crm/pipelines/{date}", "pipelines"),
        (f"/account-info/{date}", "account"),
        (f"/settings/currencies/{date}", "currencies"),
        (f"/crm/lists/{date}", "lists"),
        (f"/crm/limits/{date}", "limits"),
        (f"/tax-rates/{date}", "taxes"),
    )
}

# The calls of each family: what follows the prefix, by method. The first row that fits a path is taken.
CALLS: Final[dict[str, dict[str, dict[str, Handler]]]] = {
    "objects": {
        "{type}": {"GET": objects.listed, "POST": objects.create},
        "{type}/search": {"POST": objects.searched},
        "{type}/merge": {"POST": objects.merged},
        "{type}/gdpr-delete": {"POST": objects.deleted_for_good},
        "{type}/batch/read": {"POST": batches.read},
        "{type}/batch/create": {"POST": batches.create},
        "{type}/batch/update": {"POST": batches.update},
        "{type}/batch/upsert": {"POST": batches.upsert},
        "{type}/batch/archive": {"POST": batches.archive},
        "{type}/{id}": {"GET": objects.read, "PATCH": objects.change, "DELETE": objects.archive},
        "{type}/{id}/associations/default/{to}/{to_id}": {"PUT": associations.put_default},
        "{type}/{id}/associations/{to}": {"GET": associations.listed},
        "{type}/{id}/associations/{to}/{to_id}": {
            "PUT": associations.put_typed,
            "DELETE": associations.delete,
        },
        "{type}/{id}/associations/{to}/{to_id}/{name}": {
            "PUT": associations.put_named,
            "DELETE": associations.delete,
        },
    },
    "associations": {
        "{from}/{to}/batch/read": {"POST": association_batches.read},
        "{from}/{to}/batch/create": {"POST": association_batches.create},
        "{from}/{to}/batch/associate/default": {"POST": association_batches.create_default},
        "{from}/{to}/batch/archive": {"POST": association_batches.archive},
        "{from}/{to}/batch/labels/archive": {"POST": association_batches.archive_labels},
        "{from}/{to}/types": {"GET": labels.named},
        "{from}/{to}/labels": {"GET": labels.listed, "POST": labels.create, "PUT": labels.change},
        "{from}/{to}/labels/{type_id}": {"DELETE": labels.delete},
        "definitions/configurations/all": {"GET": labels.limits},
        "definitions/configurations/{from}/{to}": {"GET": labels.limits},
        "definitions/configurations/{from}/{to}/batch/create": {"POST": labels.set_limits},
        "definitions/configurations/{from}/{to}/batch/update": {"POST": labels.set_limits},
        "definitions/configurations/{from}/{to}/batch/purge": {"POST": labels.purge_limits},
    },
    "properties": {
        "{type}": {"GET": properties.listed, "POST": properties.create},
        "{type}/batch/create": {"POST": properties.batch_create},
        "{type}/batch/read": {"POST": properties.batch_read},
        "{type}/batch/archive": {"POST": properties.batch_archive},
        "{type}/groups": {"GET": properties.groups, "POST": properties.create_group},
        "{type}/groups/{name}": {
            "GET": properties.group,
            "PATCH": properties.change_group,
            "DELETE": properties.archive_group,
        },
        "{type}/{name}": {"GET": properties.read, "PATCH": properties.change, "DELETE": properties.archive},
    },
    "owners": {"": {"GET": account.owners}, "{id}": {"GET": account.owner}},
    "pipelines": {
        "{type}": {"GET": pipelines.listed, "POST": pipelines.create},
        "{type}/{pipeline}": {
            "GET": pipelines.read,
            "PUT": pipelines.replace_,
            "PATCH": pipelines.change,
            "DELETE": pipelines.delete,
        },
        "{type}/{pipeline}/stages": {"GET": pipelines.stages, "POST": pipelines.create_stage},
        "{type}/{pipeline}/stages/{stage}": {
            "GET": pipelines.stage,
            "PUT": pipelines.replace_stage,
            "PATCH": pipelines.change_stage,
            "DELETE": pipelines.delete_stage,
        },
    },
    "lists": {
        "": {"GET": lists.listed, "POST": lists.create},
        "search": {"POST": lists.search},
        "all": {"POST": lists.every},
        "records/memberships/batch/read": {"POST": memberships.of_records},
        "records/{type}/{id}/memberships": {"GET": memberships.of_record},
        "object-type-id/{type}/name/{name}": {"GET": lists.read_named},
        "{list}": {"GET": lists.read, "DELETE": lists.delete},
        "{list}/restore": {"PUT": lists.restore},
        "{list}/update-list-name": {"PUT": lists.rename},
        "{list}/update-list-filters": {"PUT": lists.change_filters},
        "{list}/memberships": {"GET": memberships.listed, "DELETE": memberships.clear},
        "{list}/memberships/join-order": {"GET": memberships.by_joining},
        "{list}/memberships/add": {"PUT": memberships.add},
        "{list}/memberships/remove": {"PUT": memberships.remove},
        "{list}/memberships/add-and-remove": {"PUT": memberships.add_and_remove},
        "{list}/memberships/add-from/{source}": {"PUT": memberships.add_from},
    },
    "limits": {
        "custom-properties": {"GET": usage.custom_properties},
        "associations/labels": {"GET": usage.association_labels},
        "pipelines": {"GET": usage.pipelines},
    },
    "taxes": {"tax-rates": {"GET": money.tax_rates}, "tax-rates/{id}": {"GET": money.tax_rate}},
    "account": {
        "details": {"GET": account.details},
        "api-usage/daily/private-apps": {"GET": account.usage},
    },
    "currencies": {
        "company-currency": {"GET": money.company_currency},
        "codes": {"GET": money.currency_codes},
        "exchange-rates": {"GET": money.rates, "POST": money.add_rate},
        "exchange-rates/current": {"GET": money.current_rates},
        "exchange-rates/{id}": {"GET": money.rate, "PATCH": money.change_rate},
    },
}
_SPLIT = {
    family: [(tuple(pattern.split("/")), methods) for pattern, methods in calls.items()]
    for family, calls in CALLS.items()
}


@dataclass(frozen=True, slots=True)
class Match:
    """The call a path means: its family, the version it was spoken in, parameters and handlers by method."""

    family: str
    version: str
    params: dict[str, str]
    methods: dict[str, Handler]


def match(path: str) -> Match | None:
    """None for a path that is no call of the API; a slash at the end does not matter."""
    parts = path.rstrip("/").split("/")
    for depth in (4, 3):
        found = ALIASES.get("/".join(parts[:depth]))
        if found is not None:
            family, version = found
            rest = tuple(parts[depth:]) or ("",)
            for pattern, methods in _SPLIT[family]:
                params = _params(pattern, rest)
                if params is not None:
                    return Match(family, version, params, methods)
    return None


def _params(pattern: tuple[str, ...], parts: tuple[str, ...]) -> dict[str, str] | None:
    if len(pattern) != len(parts):
        return None
    params = {}
    for expected, part in zip(pattern, parts, strict=True):
        if expected.startswith("{") and part:
            params[expected[1:-1]] = part
        elif expected != part:
            return None
    return params
