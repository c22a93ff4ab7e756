"""Pipelines and stages: made, changed, replaced, deleted, and what that does to deals."""

from typing import Any

import pytest

DEALS = "/crm/pipelines/2026-09/deals"
LEGACY = "/crm/v3/pipelines/deals"


def stage(label: str, order: int, probability: Any = "0.5", **more: Any) -> dict[str, Any]:
    return {"label": label, "displayOrder": order, "metadata": {"probability": probability}, **more}


def pipeline(label: str = "Partners", *stages: dict[str, Any], **more: Any) -> dict[str, Any]:
    listed = list(stages) or [stage("Talk", 0, stageId="talk"), stage("Won", 1, 1, stageId="won2")]
    return {"label": label, "displayOrder": 3, "stages": listed, **more}


def test_made_and_used(hubspot: Any) -> None:
    made = hubspot.post(DEALS, pipeline(pipelineId="partners"), 201)
    assert made["id"] == "partners"
    assert [each["metadata"] for each in made["stages"]] == [
        {"isClosed": "false", "probability": "0.5"},
        {"isClosed": "true", "probability": "1.0"},
    ]
    deal = {"dealname": "P", "dealstage": "won2", "pipeline": "partners", "amount": "10"}
    won = hubspot.post("/crm/objects/2026-09/deals", {"properties": deal}, 201)
    assert won["properties"]["hs_is_closed_won"] == "true"
    # Without a pipeline the default one is meant, which does not have this stage.
    del deal["pipeline"]
    hubspot.post("/crm/objects/2026-09/deals", {"properties": deal}, 400)
    assert "partners" in [
        each["value"] for each in hubspot.get("/crm/properties/2026-09/deals/pipeline")["options"]
    ]


def test_ids_are_given_to_those_who_bring_none(hubspot: Any) -> None:
    made = hubspot.post(DEALS, pipeline("Own ids", stage("A", 0), stage("B", 1)), 201)
    ids = [made["id"], *(each["id"] for each in made["stages"])]
    assert len(set(ids)) == 3
    assert all(id_.isdecimal() for id_ in ids)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (pipeline("sales PIPELINE"), 400),
        (pipeline(pipelineId="default"), 400),
        (pipeline("X", stage("A", 0, stageId="closedwon")), 409),
        (pipeline("X", stage("A", 0), stage(" a ", 1)), 400),
        (pipeline("X", stage("A", 0, stageId="z"), stage("B", 1, stageId="z")), 400),
        (pipeline("X", stage("A", 0, 1.5)), 400),
        (pipeline("X", stage("A", 0, "high")), 400),
        (pipeline("X", stage("A", 0, "NaN")), 400),
        (pipeline("X", stage("A", 0, "1E-999999")), 400),
        (pipeline("X", {"label": "A", "displayOrder": 0, "metadata": {}}), 400),
        (pipeline("X", stage("A", -1)), 400),
        ({"label": "X", "displayOrder": 1, "stages": []}, 400),
        ({"label": "X", "stages": [stage("A", 0)]}, 400),
        (pipeline(pipelineId="p" * 37), 400),
    ],
)
def test_pipelines_that_are_refused(hubspot: Any, body: dict[str, Any], status: int) -> None:
    hubspot.post(DEALS, body, status)
    assert len(hubspot.get(DEALS)["results"]) == 1


def test_only_deals_have_pipelines_here(hubspot: Any) -> None:
    hubspot.post("/crm/pipelines/2026-09/contacts", pipeline(), 400)


def test_changing_one_field(hubspot: Any) -> None:
    hubspot.post(DEALS, pipeline(pipelineId="p"), 201)
    changed = hubspot.patch(f"{DEALS}/p", {"label": "Renamed"})
    assert (changed["label"], changed["displayOrder"]) == ("Renamed", 3)
    hubspot.patch(f"{DEALS}/p", {"label": "Sales Pipeline"}, 400)
    hubspot.patch(f"{DEALS}/p", {"archived": False}, 400)
    part = hubspot.patch(f"{DEALS}/p/stages/talk", {"label": "Speak", "metadata": {}})
    assert (part["label"], part["metadata"]["probability"]) == ("Speak", "0.5")
    hubspot.patch(f"{DEALS}/p/stages/talk", {"label": "won"}, 400)
    hubspot.patch(f"{DEALS}/p/stages/nope", {"label": "won"}, 404)


def test_a_taken_place_moves_the_others(hubspot: Any) -> None:
    path = f"{DEALS}/default/stages"
    made = hubspot.post(path, stage("In between", 1, stageId="between"), 201)
    assert made["displayOrder"] == 2
    labels = [each["id"] for each in hubspot.get(path)["results"]]
    assert labels[:4] == ["appointmentscheduled", "qualifiedtobuy", "between", "presentationscheduled"]
    assert [each["displayOrder"] for each in hubspot.get(path)["results"]] == list(range(8))
    hubspot.post(path, stage("Again", 9, stageId="between"), 400)
    replaced = hubspot.put(f"{path}/between", body=stage("Put", 20, "0.50"))
    assert replaced["metadata"]["probability"] == "0.5"
    assert hubspot.get(path)["results"][-1]["id"] == "between"


def test_a_changed_stage_touches_every_deal_in_it(hubspot: Any) -> None:
    before = hubspot.get("/crm/objects/2026-09/deals/302")["updatedAt"]
    other = hubspot.get("/crm/objects/2026-09/deals/301")["updatedAt"]
    hubspot.patch(f"{DEALS}/default/stages/contractsent", {"metadata": {"probability": "0.25"}})
    names = "hs_deal_stage_probability,hs_projected_amount"
    deal = hubspot.get("/crm/objects/2026-09/deals/302", properties=names)
    assert deal["properties"]["hs_deal_stage_probability"] == "0.25"
    assert deal["properties"]["hs_projected_amount"] == "50.0000"
    assert deal["updatedAt"] > before
    assert hubspot.get("/crm/objects/2026-09/deals/301")["updatedAt"] == other


def test_a_stage_in_use_stays(hubspot: Any) -> None:
    path = f"{DEALS}/default/stages/contractsent"
    refused = hubspot.delete(path, 400)
    assert refused["subCategory"] == "PipelineError.STAGE_ID_IN_USE"
    assert refused["context"] == {"stageIds": ["[contractsent]"], "objectIds": ["[302]"]}
    hubspot.delete(f"{DEALS}/default/stages/qualifiedtobuy")
    hubspot.delete(f"{DEALS}/default/stages/qualifiedtobuy")  # nobody has it: no failure
    hubspot.delete(f"{LEGACY}/default/stages/contractsent")  # legacy versions look only when told to
    assert "contractsent" not in [each["id"] for each in hubspot.get(DEALS)["results"][0]["stages"]]
    assert hubspot.get("/crm/objects/2026-09/deals/302")["properties"]["dealstage"] == "contractsent"


def test_deleting_and_replacing_a_pipeline(hubspot: Any) -> None:
    hubspot.post(DEALS, pipeline(pipelineId="p"), 201)
    deal = {"dealname": "P", "dealstage": "talk", "pipeline": "p"}
    id_ = hubspot.post("/crm/objects/2026-09/deals", {"properties": deal}, 201)["id"]
    without = pipeline("New", stage("Other", 0, stageId="other"))
    assert hubspot.put(f"{DEALS}/p", 400, without)["subCategory"] == "PipelineError.STAGE_ID_IN_USE"
    kept = hubspot.put(f"{DEALS}/p", body=pipeline("New", stage("Talk", 0, stageId="talk"), stage("B", 1)))
    assert kept["label"] == "New"
    assert kept["stages"][0]["id"] == "talk"
    hubspot.delete(f"{DEALS}/p", 400)
    hubspot.delete(f"/crm/objects/2026-09/deals/{id_}")  # a record in the recycling bin does not count
    hubspot.delete(f"{DEALS}/p")
    hubspot.get(f"{DEALS}/p", 404)
    hubspot.delete(f"{DEALS}/default", 400)
    for each in hubspot.get(DEALS)["results"][0]["stages"]:
        hubspot.delete(f"{LEGACY}/default/stages/{each['id']}", 400 if each["id"] == "closedlost" else 204)


def test_pipelines_count_against_a_limit(hubspot: Any) -> None:
    usage = hubspot.get("/crm/limits/2026-09/pipelines")["byObjectType"]
    assert [(each["objectTypeId"], each["limit"], each["usage"]) for each in usage] == [("0-3", 100, 0)]
    hubspot.post(DEALS, pipeline(), 201)
    assert hubspot.get("/crm/limits/2026-09/pipelines")["byObjectType"][0]["usage"] == 1
