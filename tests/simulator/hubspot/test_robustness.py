"""Nonsense gets an error of the API, never a crash of the server."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qbodesk.simulator.hubspot.paths import ALIASES, CALLS

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.text(max_size=8)
    | st.sampled_from(["101", "email", "city", "EQ", "GT", "deals", "1E+999999", "9" * 5000])
)
keys = st.sampled_from(
    ["inputs", "id", "properties", "idProperty", "filterGroups", "filters", "propertyName", "operator", "value",
     "values", "sorts", "limit", "after", "query", "from", "to", "types", "type", "associationTypeId", "name", "label",
     "fieldType", "groupName", "options", "associations", "objectWriteTraceId", "city", "email", "archived", "stages",
     "displayOrder", "metadata", "probability", "processingType", "objectTypeId", "filterBranch", "filterBranchType",
     "filterBranches", "primaryObjectId", "objectIdToMerge", "objectId", "inverseLabel", "conversionRate", "count",
     "fromCurrencyCode", "recordIdsToAdd", "maxToObjectIds", "propertiesWithHistory", "offset"]
)  # fmt: skip
bodies = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=12,
)
paths = st.sampled_from(
    sorted(
        {
            (method, f"{prefix}/{pattern}")
            for prefix, (family, _) in ALIASES.items()
            for pattern, methods in CALLS[family].items()
            for method in methods
        }
    )
)
parts = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["contacts", "deals", "0-8", "invoices", "nothing"]),
        "from": st.sampled_from(["contacts", "deals", "0-8", "products"]),
        "to": st.sampled_from(["contacts", "companies", "line_items", "quotes"]),
        "id": st.sampled_from(["101", "301", "601", "1", "0", "-1", "x", "9" * 40]),
        "to_id": st.sampled_from(["101", "201", "x"]),
        "name": st.sampled_from(["email", "amount", "deal_to_contact", "x"]),
        "pipeline": st.sampled_from(["default", "x"]),
        "stage": st.sampled_from(["closedwon", "x"]),
        "list": st.sampled_from(["1", "2", "3", "x", "9" * 40]),
        "source": st.sampled_from(["1", "2", "x"]),
        "type_id": st.sampled_from(["1", "2", "279", "x", "9" * 40]),
    }
)
queries = st.dictionaries(
    st.sampled_from(
        [
            "limit",
            "after",
            "properties",
            "associations",
            "archived",
            "idProperty",
            "email",
            "propertiesWithHistory",
            "listIds",
            "listName",
            "active",
            "fromCurrencyCode",
            "validateDealStageUsagesBeforeDelete",
        ]
    ),
    st.sampled_from(
        ["0", "5", "9" * 5000, "x", "true", "email", "contacts", "MTAyCg==", "é", "city,zip", ""]
    ),
    max_size=3,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths, parts, queries, bodies)
def test_nothing_crashes(
    hubspot: Any, call: tuple[str, str], parts: dict[str, str], query: dict[str, str], body: Any
) -> None:
    method, pattern = call
    if not hubspot.portal.lists.known:
        for processing in ("MANUAL", "SNAPSHOT"):
            hubspot.portal.lists.add(
                processing, "contacts", "0-1", processing, None, "2026-11-23T12:00:00.000Z"
            )
    answer = hubspot.api.request(method, pattern.format_map(parts), params=query, json=body)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and answer.status_code != 414:
        assert answer.json()["status"] == "error"
        assert answer.json()["correlationId"]
