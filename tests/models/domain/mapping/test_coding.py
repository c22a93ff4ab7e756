"""Mappings to JSON and back without loss; anything else is refused with its place."""

import json
from typing import Any

import pytest

from qbodesk.models.domain.mapping.coding import document, from_document
from qbodesk.models.domain.mapping.defaults import defaults
from qbodesk.models.domain.mapping.model import Direction, FieldMapping, Rule, Target
from qbodesk.models.domain.mapping.transforms import KINDS, Join, Lookup
from qbodesk.models.errors import InvalidInput

EVERY_STEP = FieldMapping(
    id="m", source="A", target="p", rule=Rule.IF_EMPTY, direction=Direction.BOTH, enabled=False, clears=True,
    transforms=(*(kind() for kind in KINDS.values()), Lookup((("a", "b"), ("c", "d")), "empty"), Join(("B", "C"), "; ")),
)  # fmt: skip


@pytest.mark.parametrize("target", Target)
def test_there_and_back(target: Target) -> None:
    mappings = (*defaults(target), EVERY_STEP)
    assert from_document(json.loads(json.dumps(document(target, mappings)))) == (target, mappings)


def written(**changes: Any) -> dict[str, Any]:
    data = document(Target.CONTACTS, [EVERY_STEP])
    data["mappings"][0] |= changes
    return data


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], "format"),
        ({"format": "other"}, "format"),
        (document(Target.CONTACTS, []) | {"version": 2}, "version"),
        (document(Target.CONTACTS, []) | {"object": "deals"}, "object"),
        (document(Target.CONTACTS, []) | {"mappings": {}}, "mappings"),
        (document(Target.CONTACTS, [EVERY_STEP, EVERY_STEP]), "id"),
        (written(source=""), "mappings[1].source"),
        (written(target=None), "mappings[1].target"),
        (written(rule="sometimes"), "mappings[1].rule"),
        (written(direction="sideways"), "mappings[1].direction"),
        (written(enabled="yes"), "mappings[1].enabled"),
        (written(transforms="trim"), "mappings[1].transforms"),
        (written(transforms=[{"kind": "magic"}]), "mappings[1].transforms[1].kind"),
        (written(transforms=[{"kind": "trim", "inner": "yes"}]), "mappings[1].transforms[1].inner"),
        (written(transforms=[{"kind": "trim", "outer": True}]), "mappings[1].transforms[1]"),
        (written(transforms=[{"kind": "case", "how": "wave"}]), "mappings[1].transforms[1].how"),
        (written(transforms=[{"kind": "lookup", "table": [["a"]]}]), "mappings[1].transforms[1].table"),
        (written(transforms=[{"kind": "lookup", "table": ["ab"]}]), "mappings[1].transforms[1].table"),
        (written(transforms=[{"kind": "join", "paths": [["a", "b"]]}]), "mappings[1].transforms[1].paths"),
    ],
)
def test_what_is_no_set_of_mappings_is_refused_with_its_place(data: Any, where: str) -> None:
    with pytest.raises(InvalidInput) as told:
        from_document(data)
    assert told.value.code == "MAPPING_FILE"
    assert told.value.problem.facts["where"] == where
