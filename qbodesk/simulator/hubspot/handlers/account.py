"""Calls about the account itself: details, usage, owners (hubspot-api.md §7.3, §8)."""

from typing import Any

from qbodesk.simulator.hubspot import moments
from qbodesk.simulator.hubspot.failures import not_found
from qbodesk.simulator.hubspot.web import Answer, Call, cursor, paging

Body = dict[str, Any]


def details(call: Call) -> Answer:
    portal = call.portal
    offset = call.writer.now.astimezone(portal.zone).utcoffset()
    milliseconds = int(offset.total_seconds() * 1000) if offset is not None else 0
    minutes = abs(milliseconds) // 60_000
    return Answer(
        {
            "portalId": portal.id,
            "accountType": "STANDARD",
            "timeZone": portal.zone.key,
            "companyCurrency": portal.company_currency,
            "additionalCurrencies": list(portal.additional_currencies),
            "utcOffset": f"{'-' if milliseconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}",
            "utcOffsetMilliseconds": milliseconds,
            "uiDomain": portal.ui_domain,
            "dataHostingLocation": "na1",
        }
    )


def usage(call: Call) -> Answer:
    limits = call.portal.limits
    entry = {
        "name": "api-calls-daily",
        "usageLimit": limits.per_day,
        "currentUsage": limits.today,
        "collectedAt": call.writer.stamp,
        "fetchStatus": "SUCCESS",
        "resetsAt": moments.text(limits.midnight(call.writer.now)),
    }
    return Answer({"results": [entry]})


def owners(call: Call) -> Answer:
    """Archived owners appear only when asked for; `email` picks one."""
    archived, email = call.flag("archived"), call.query.get("email")
    limit, after = call.limit(100, 500), call.after()
    chosen = sorted(
        (
            owner
            for owner in call.portal.owners
            if bool(owner.get("archived")) == archived
            and int(owner["id"]) > after
            and (email is None or owner.get("email", "").lower() == email.lower())
        ),
        key=lambda owner: int(owner["id"]),
    )
    answer: Body = {"results": chosen[:limit]}
    if len(chosen) > limit:
        answer["paging"] = paging(call, cursor(int(chosen[limit - 1]["id"])))
    return Answer(answer)


def owner(call: Call) -> Answer:
    """By owner id, or with `idProperty=userId` by the id of the user."""
    name = "userId" if call.query.get("idProperty") == "userId" else "id"
    for each in call.portal.owners:
        if str(each.get(name)) == call.params["id"] and bool(each.get("archived")) == call.flag("archived"):
            return Answer(each)
    raise not_found(id=call.params["id"])
