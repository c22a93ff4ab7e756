"""Calls about currencies, exchange rates and tax rates (hubspot-api.md §7.1, §7.3)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from qbodesk.simulator.hubspot import currencies, moments, shapes
from qbodesk.simulator.hubspot.currencies import Rate
from qbodesk.simulator.hubspot.failures import invalid, not_found
from qbodesk.simulator.hubspot.web import Answer, Call, cursor, paging

Body = dict[str, Any]
_PLACES = Decimal("0.000001")


def company_currency(call: Call) -> Answer:
    code = call.portal.company_currency
    return Answer({"currencyCode": code, "currencyName": currencies.NAMES[code]})


def currency_codes(_call: Call) -> Answer:
    return Answer({"results": [{"code": code, "name": name} for code, name in currencies.NAMES.items()]})


def current_rates(call: Call) -> Answer:
    """One rate into the company currency for each additional currency."""
    return Answer({"results": [rate.body() for rate in call.portal.rates.current.values()]})


def rates(call: Call) -> Answer:
    """All rates that ever were, `fromCurrencyCode` picks those of one currency."""
    code = call.query.get("fromCurrencyCode")
    chosen = [rate for rate in call.portal.rates.known.values() if code in {None, rate.source}]
    return _page(call, [(int(rate.id), rate.body()) for rate in chosen])


def rate(call: Call) -> Answer:
    return Answer(_rate(call).body())


def add_rate(call: Call) -> Answer:
    """A rate for a currency the account does not have yet adds the currency."""
    body = shapes.an_object(call.body)
    code = shapes.text(body, "fromCurrencyCode")
    if code not in currencies.NAMES or code == call.portal.company_currency:
        raise invalid(f"Invalid fromCurrencyCode: {code}", "INVALID_CURRENCY", fromCurrencyCode=code)
    made = call.portal.rates.put(code, _value(body), _effective(call, body), call.writer.stamp)
    return _changed(call, made, "create")


def change_rate(call: Call) -> Answer:
    body, former = shapes.an_object(call.body), _rate(call)
    made = replace(
        former,
        value=_value(body),
        effective=_effective(call, body),
        updated=call.writer.stamp,
    )
    call.portal.rates.replace(made)
    return _changed(call, made, "update")


def tax_rates(call: Call) -> Answer:
    """`active` true or false picks, otherwise all."""
    wanted = call.query.get("active")
    chosen = [each for each in call.portal.tax_rates if wanted in {None, str(each.active).lower()}]
    return _page(call, [(int(each.id), each.body()) for each in chosen])


def tax_rate(call: Call) -> Answer:
    for each in call.portal.tax_rates:
        if each.id == call.params["id"]:
            return Answer(each.body())
    raise not_found(id=call.params["id"])


def _page(call: Call, numbered: list[tuple[int, Body]]) -> Answer:
    limit, after = call.limit(100, 100), call.after()
    rest = [(number, body) for number, body in numbered if number > after]
    answer: Body = {"results": [body for _, body in rest[:limit]]}
    if len(rest) > limit:
        answer["paging"] = paging(call, cursor(rest[limit - 1][0]))
    return Answer(answer)


def _rate(call: Call) -> Rate:
    found = call.portal.rates.known.get(call.params["id"])
    if found is None:
        raise not_found(id=call.params["id"])
    return found


def _value(body: Body) -> Decimal:
    """Up to six decimal places, above zero."""
    try:
        value = Decimal(shapes.scalar(body.get("conversionRate"), "conversionRate"))
    except ArithmeticError:
        value = Decimal(0)
    if not (value.is_finite() and _PLACES <= value < Decimal(10**9) and value == value.quantize(_PLACES)):
        raise invalid("conversionRate must be above 0 with at most 6 decimal places", "INVALID_RATE")
    return value


def _effective(call: Call, body: Body) -> str:
    text = shapes.text(body, "effectiveAt", call.writer.stamp)
    try:
        return moments.moment_text(text)
    except (ValueError, OverflowError) as exc:
        raise invalid(f"Invalid effectiveAt: {text}", "INVALID_DATE") from exc


def _changed(call: Call, made: Rate, op: str) -> Answer:
    call.portal.settings_changed()
    call.writer.tell("exchangeRates", made.id, op)
    return Answer(made.body())
