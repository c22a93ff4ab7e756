"""Every refusal of QuickBooks, in each of its shapes, becomes the one error it means."""

from typing import Any

import httpx
import pytest

from qbodesk.models.errors import (
    Duplicate,
    MissingReference,
    OutcomeUnknown,
    PermissionMissing,
    QboDeskError,
    RateLimited,
    RejectedByServer,
    ServerTrouble,
    SignInExpired,
    StaleObject,
    TryLater,
)
from qbodesk.models.problem_texts import TEXTS
from qbodesk.services.http.exchange import Answer
from qbodesk.services.quickbooks.problems import judge

HEADERS = {"content-type": "application/json;charset=UTF-8", "intuit_tid": "1-5f-abc"}


def validation(code: str, kind: str = "ValidationFault", detail: str = "the detail") -> bytes:
    return (
        f'{{"Fault":{{"Error":[{{"Message":"message","Detail":"{detail}","code":"{code}","element":""}}],"type":"{kind}"}},'
        '"time":"2026-09-25T09:17:31.892-07:00"}'
    ).encode()


def gateway(code: str) -> bytes:
    return (
        '{"warnings":null,"intuitObject":null,"fault":{"error":[{"message":"message=X; errorCode=00'
        f'{code}; statusCode=401","detail":"the detail","code":"00{code}","element":null}}],"type":"AUTHENTICATION"}},'
        '"report":null,"time":1633520295688}'
    ).encode()


def xml(code: str) -> bytes:
    return (
        '<?xml version="1.0"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="2026">'
        f'<Fault type="SERVICE"><Error code="{code}"><Message>message</Message><Detail>the detail</Detail></Error></Fault>'
        "</IntuitResponse>"
    ).encode()


def raised(status: int, body: bytes, *, writing: bool, **headers: str) -> QboDeskError:
    with pytest.raises(QboDeskError) as caught:
        judge(Answer(status, httpx.Headers({**HEADERS, **headers}), body), writing)
    return caught.value


MEANINGS: list[tuple[int, str, type[QboDeskError], str]] = [
    (401, "100", SignInExpired, "SIGN_IN_EXPIRED"),
    (401, "3200", SignInExpired, "SIGN_IN_EXPIRED"),
    (401, "120", PermissionMissing, "QUICKBOOKS_ACCESS_LOST"),
    (401, "130", PermissionMissing, "QUICKBOOKS_WRONG_COMPANY"),
    (403, "3100", PermissionMissing, "QUICKBOOKS_WRONG_COMPANY"),
    (403, "9999", PermissionMissing, "PERMISSION_MISSING"),
    (403, "3001", RateLimited, "RATE_LIMITED"),
    (429, "3001", RateLimited, "RATE_LIMITED"),
    (429, "003001", RateLimited, "RATE_LIMITED"),
    (400, "150", ServerTrouble, "SERVER_TROUBLE"),
    (400, "610", MissingReference, "MISSING_REFERENCE"),
    (400, "2500", MissingReference, "MISSING_REFERENCE"),
    (400, "5010", StaleObject, "STALE_OBJECT"),
    (400, "6140", Duplicate, "DOCNUMBER_TAKEN"),
    (400, "6240", Duplicate, "DISPLAYNAME_TAKEN"),
    (400, "6190", PermissionMissing, "SUBSCRIPTION_LAPSED"),
    (400, "6200", RejectedByServer, "PERIOD_CLOSED"),
    (400, "6210", RejectedByServer, "PERIOD_CLOSED"),
    (400, "4001", RejectedByServer, "QUERY_REFUSED"),
    (400, "6000", RejectedByServer, "REJECTED"),
    (400, "2010", RejectedByServer, "REJECTED"),
]


@pytest.mark.parametrize("writing", [False, True])
@pytest.mark.parametrize("shape", [validation, gateway, xml])
@pytest.mark.parametrize(("status", "code", "error", "ours"), MEANINGS)
def test_a_code_means_the_same_in_every_shape(
    status: int, code: str, error: type[QboDeskError], ours: str, shape: Any, writing: bool
) -> None:
    media = "application/xml" if shape is xml else "application/json"
    found = raised(status, shape(code), writing=writing, **{"content-type": media})
    assert type(found) is error
    assert found.code == ours
    facts = found.problem.facts
    assert facts["service"] == "QuickBooks"
    assert facts["server_text"] == "the detail"
    assert facts["server_code"] == code.lstrip("0")
    assert facts["tid"] == "1-5f-abc"
    assert found.code in TEXTS


@pytest.mark.parametrize("writing", [False, True])
@pytest.mark.parametrize("code", ["6000", "6240000"])
def test_a_name_that_is_being_saved_is_waited_for(code: str, writing: bool) -> None:
    """It is a certain refusal that passes: never a person's business, and never a second customer."""
    body = validation(code, detail="You can only add or edit one name at a time.")
    found = raised(400, body, writing=writing, **{"content-type": "application/json"})
    assert isinstance(found, TryLater)
    assert not isinstance(found, RateLimited | ServerTrouble)
    assert found.code == "NAME_LOCK"


def test_xml_comes_even_when_json_is_announced() -> None:
    assert isinstance(raised(429, xml("3001"), writing=True), RateLimited)


@pytest.mark.parametrize("status", [200, 400])
def test_a_fault_inside_a_200_is_a_refusal(status: int) -> None:
    assert raised(status, validation("6240"), writing=True).code == "DISPLAYNAME_TAKEN"
    assert raised(status, gateway("3200"), writing=False).code == "SIGN_IN_EXPIRED"
    assert (
        raised(status, xml("3200"), writing=False, **{"content-type": "text/xml"}).code == "SIGN_IN_EXPIRED"
    )


UNCERTAIN: list[tuple[int, bytes, str]] = [
    (500, validation("10000", "SystemFault"), "application/json"),
    (500, validation("6240"), "application/json"),
    (502, b"<html>Bad gateway</html>", "text/html"),
    (503, b"", ""),
    (504, b"{", "application/json"),
    (408, b"", ""),
    (204, b"", ""),
    (307, b"", ""),
    (400, validation("10000", "SystemFault"), "application/json"),
]


@pytest.mark.parametrize(("status", "body", "media"), UNCERTAIN)
def test_a_breakdown_leaves_a_write_unknown(status: int, body: bytes, media: str) -> None:
    assert type(raised(status, body, writing=True, **{"content-type": media})) is OutcomeUnknown
    for_reading = raised(status, body, writing=False, **{"content-type": media})
    assert isinstance(for_reading, ServerTrouble | Duplicate)


def test_a_used_request_key_needs_a_look() -> None:
    assert type(raised(400, validation("600"), writing=True)) is OutcomeUnknown


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, SignInExpired),
        (403, PermissionMissing),
        (429, RateLimited),
        (404, RejectedByServer),
        (415, RejectedByServer),
    ],
)
def test_a_status_speaks_when_the_body_does_not(status: int, error: type[QboDeskError]) -> None:
    found = raised(status, b"<html>nothing useful</html>", writing=True, **{"content-type": "text/html"})
    assert type(found) is error
    assert found.problem.facts["server_text"] == f"HTTP {status}"


def test_the_time_to_wait_is_handed_on() -> None:
    found = raised(429, xml("3001"), writing=True, **{"retry-after": "17"})
    assert isinstance(found, RateLimited)
    assert found.after == 17.0


def test_several_errors_keep_all_words_and_the_code_we_know() -> None:
    body = (
        b'{"Fault":{"Error":[{"Message":"m","Detail":"first","code":"2050"},{"Message":"second","code":"6240"}],'
        b'"type":"ValidationFault"}}'
    )
    found = raised(400, body, writing=True)
    assert found.code == "DISPLAYNAME_TAKEN"
    assert found.problem.facts["server_text"] == "first; second"


def test_the_servers_words_reach_the_user_unchanged() -> None:
    found = raised(400, validation("6000", detail="Tax {rate} <b>missing</b>"), writing=True)
    assert "Tax {rate} <b>missing</b>" in str(found)


def test_a_good_answer_passes() -> None:
    for body in (b'{"Invoice":{"Id":"1","PrivateNote":"Default"}}', b'{"QueryResponse":{}}'):
        judge(Answer(200, httpx.Headers(HEADERS), body), writing=True)
    judge(Answer(200, httpx.Headers({"content-type": "application/pdf"}), b"%PDF-1.7"), writing=False)


@pytest.mark.parametrize("status", [200, 400, 403, 500])
@pytest.mark.parametrize("nest", [b'{"Fault":', b'{"fault":{"error":['])
def test_a_refusal_nested_without_end_is_judged_by_its_status(status: int, nest: bytes) -> None:
    answer = Answer(status, httpx.Headers(HEADERS), nest * 100_000)
    if status == 200:
        judge(answer, False)  # whoever decodes it says that it is no answer
        return
    with pytest.raises(QboDeskError):
        judge(answer, False)
