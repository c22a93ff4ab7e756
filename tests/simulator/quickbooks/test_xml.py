"""The XML form of answers: what is an attribute there, what an element, and that nothing is lost."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from qbodesk.simulator.quickbooks import faults, xml

NAMESPACE = "{http://schema.intuit.com/finance/v3}"


@pytest.fixture
def asked_for_nothing(us: Any) -> Any:
    us.http.headers["Accept"] = "*/*"
    return us


def root(answer: bytes) -> ET.Element:
    return ET.fromstring(answer)  # noqa: S314  our own answer


def test_references_flags_and_lists() -> None:
    body = {
        "Invoice": {
            "domain": "QBO",
            "sparse": False,
            "Id": "1",
            "CustomerRef": {"value": "7", "name": "Söhne & Co"},
            "Line": [{"Amount": 5}, {"Amount": 6}],
            "ApplyTaxAfterDiscount": True,
        }
    }
    found = root(xml.document(body, "2026-09-25T10:00:00.000-07:00"))
    assert found.get("time") == "2026-09-25T10:00:00.000-07:00"
    [invoice] = found
    assert invoice.attrib == {"domain": "QBO", "sparse": "false"}
    reference = invoice.find(f"{NAMESPACE}CustomerRef")
    assert reference is not None
    assert (reference.text, reference.get("name")) == ("7", "Söhne & Co")
    assert [line.findtext(f"{NAMESPACE}Amount") for line in invoice.iter(f"{NAMESPACE}Line")] == ["5", "6"]
    assert invoice.findtext(f"{NAMESPACE}ApplyTaxAfterDiscount") == "true"


def test_a_fault_inside_an_answer_looks_like_one_alone() -> None:
    fault = faults.missing("CustomerRef")
    alone = next(root(xml.fault(fault, "t")).iter(f"{NAMESPACE}Fault"))
    body = {"BatchItemResponse": [{"bId": "b1", "Fault": fault.accounting("t")["Fault"]}]}
    [item] = root(xml.document(body, "t"))
    assert item.get("bId") == "b1"
    assert ET.tostring(item[0]) == ET.tostring(alone)


def test_queries_changes_and_writes(asked_for_nothing: Any) -> None:
    us = asked_for_nothing
    page = root(us.get("query", query="select * from Customer maxresults 3").content)[0]
    assert (page.tag, page.attrib) == (f"{NAMESPACE}QueryResponse", {"startPosition": "1", "maxResults": "3"})
    assert len(page.findall(f"{NAMESPACE}Customer")) == 3
    counted = root(us.get("query", query="select count(*) from Customer").content)[0]
    assert int(counted.attrib["totalCount"]) > 3
    made = root(us.post("class", {"Name": "Written in JSON, answered in XML"}).content)[0]
    assert made.findtext(f"{NAMESPACE}Name") == "Written in JSON, answered in XML"
    since = made.findtext(f"{NAMESPACE}MetaData/{NAMESPACE}LastUpdatedTime") or ""
    changed = root(us.get("cdc", entities="Class", changedSince=since).content)
    assert [one.text for one in changed.iter(f"{NAMESPACE}Id")] == [made.findtext(f"{NAMESPACE}Id")]


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/xml", "text/xml, */*;q=0.1"])
def test_json_comes_only_to_those_who_name_it(us: Any, accept: str) -> None:
    us.http.headers["Accept"] = accept
    assert us.get("preferences").headers["content-type"] == "application/xml"


@pytest.mark.parametrize("version", ["", "1", "65", "75", "999", "latest"])
def test_every_minor_version_is_the_last_one(us: Any, version: str) -> None:
    answers = [us.get("preferences", **asked) for asked in ({}, {"minorversion": version})]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["Preferences"] == answers[1].json()["Preferences"]
