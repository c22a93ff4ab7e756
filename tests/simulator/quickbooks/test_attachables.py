"""Notes and files: writes, uploads, links that expire, queries by what they are attached to."""

import base64
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbodesk.simulator.quickbooks import uploads
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

Body = dict[str, Any]
PICTURE = bytes(range(256)) + b"\r\n--edge\n\r\x00 tail"


def customer(us: Any) -> str:
    found: str = us.select("select * from Customer maxresults 1")["Customer"][0]["Id"]
    return found


def bearer(kind: str, key: str) -> Body:
    return {"AttachableRef": [{"EntityRef": {"type": kind, "value": key}, "IncludeOnSend": False}]}


def upload(us: Any, files: Any) -> Any:
    answer = us.http.post(f"{us.base}/upload", files=files)
    assert answer.status_code == 200, answer.text
    return answer.json()["AttachableResponse"]


def test_the_life_of_a_note(us: Any) -> None:
    body = {"Note": "Call on Monday", **bearer("Customer", customer(us))}
    made = us.post("attachable", body).json()["Attachable"]
    assert (made["Note"], made["SyncToken"], "TempDownloadUri" in made) == ("Call on Monday", "0", False)
    target = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    changed = us.post("attachable", {**target, "AttachableRef": []}).json()["Attachable"]
    assert (changed["Note"], changed.get("AttachableRef", [])) == ("Call on Monday", [])
    gone = us.post("attachable", {**target, "SyncToken": "1"}, operation="delete").json()["Attachable"]
    assert gone == {"domain": "QBO", "status": "Deleted", "Id": made["Id"]}
    assert us.get(f"attachable/{made['Id']}").json()["Fault"]["Error"][0]["code"] == "610"


def test_notes_are_found_by_what_they_say_and_flags_may_be_words(us: Any) -> None:
    body = {"Note": "By tag", "Tag": "Testing", **bearer("Customer", customer(us))}
    body["AttachableRef"][0]["IncludeOnSend"] = "true"
    made = us.post("attachable", body).json()["Attachable"]
    assert made["AttachableRef"][0]["IncludeOnSend"] is True
    for where in ("Tag = 'Testing'", "Note LIKE 'By t%' ORDERBY Note", "Tag IN ('Testing', 'x')"):
        assert [one["Id"] for one in us.select(f"select * from Attachable where {where}")["Attachable"]] == [
            made["Id"]
        ]


def test_a_file_goes_up_and_comes_down(us: Any, control: Any) -> None:
    key = customer(us)
    metadata = {"FileName": "logo.png", "ContentType": "image/png", **bearer("Customer", key)}
    files = {
        "file_metadata_01": (None, json.dumps(metadata), "application/json"),
        "file_content_01": ("ignored.bin", PICTURE, "image/png"),
        "file_content_02": ("said by the part.txt", b"plain", "text/plain"),
    }
    first, second = (one["Attachable"] for one in upload(us, files))
    assert (first["FileName"], first["Size"], first["ContentType"]) == ("logo.png", len(PICTURE), "image/png")
    assert (second["FileName"], second["ContentType"]) == ("said by the part.txt", "text/plain")
    assert first["FileAccessUri"].endswith(f"/download/{first['Id']}")

    where = f"where AttachableRef.EntityRef.Type = 'customer' and AttachableRef.EntityRef.value = '{key}'"
    assert first["Id"] in [one["Id"] for one in us.select(f"select * from Attachable {where}")["Attachable"]]
    link = us.get(f"attachable/{first['Id']}").json()["Attachable"]["TempDownloadUri"]
    with httpx.Client() as plain:  # the link needs no token
        assert plain.get(link).content == PICTURE
        assert plain.get(link[:-1] + "x").status_code == 403
        named = us.http.get(f"{us.base}/download/{second['Id']}")
        assert plain.get(named.text).text == "plain"
        control.post("/clock", {"advance": 901})
        us.http.headers["Authorization"] = f"Bearer {us.realm['access_token']}"
        assert plain.get(link).status_code == 403


def test_base64_is_taken_apart(us: Any) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file_content_7"; filename="a.bin"\r\n'
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(PICTURE)
        + b"\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    [one] = us.http.post(f"{us.base}/upload", content=body, headers=headers).json()["AttachableResponse"]
    assert one["Attachable"]["Size"] == len(PICTURE)


def test_one_bad_file_does_not_spoil_the_others(us: Any) -> None:
    files = {
        "file_metadata_01": (None, json.dumps(bearer("Term", "1")), "application/json"),
        "file_content_01": ("a.txt", b"a", "text/plain"),
        "file_metadata_02": (None, "[1]", "application/json"),
        "file_content_02": ("b.txt", b"b", "text/plain"),
        "file_content_03": ("c.txt", b"c", "text/plain"),
    }
    first, second, third = upload(us, files)
    codes = [one["Fault"]["Error"][0]["code"] for one in (first, second)]
    assert (codes, third["Attachable"]["FileName"]) == (["6050", "6040"], "c.txt")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "2020"),
        ({"Note": "x" * 2001}, "2050"),
        ({"Note": "x", **bearer("Customer", "99999")}, "2500"),
        ({"Note": "x", **bearer("Spaceship", "1")}, "6050"),
        ({"Note": "x", "Category": "Poem"}, "2170"),
    ],
)
def test_notes_that_are_refused(us: Any, body: Body, code: str) -> None:
    answer = us.post("attachable", body)
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, code)


def test_an_upload_without_a_file_is_refused(us: Any) -> None:
    for content, kind in ((b"", "multipart/form-data; boundary=b"), (b"{}", "application/json")):
        answer = us.http.post(f"{us.base}/upload", content=content, headers={"Content-Type": kind})
        assert answer.json()["Fault"]["Error"][0]["code"] == "2020"


def test_any_bytes_arrive_as_they_were(company: Callable[..., QuickBooksCompany]) -> None:
    books = company("US")

    @settings(max_examples=200, deadline=None)
    @given(st.binary(max_size=200))
    def check(content: bytes) -> None:
        request = httpx.Request("POST", "http://x", files={"file_content_01": ("f", content, "image/png")})
        [one] = uploads.stored(books, request.headers["content-type"], request.read())
        assert books.files[one["Attachable"]["Id"]] == content

    check()
