"""The rates a company with several currencies works with (quickbooks-api.md §9.7); converts nothing.

Rates belong to a currency and a day and have no Id. Those nobody has set are the market's, the same every day.
"""

from decimal import Decimal

from qbodesk.simulator.quickbooks import faults, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.moments import day, stamp
from qbodesk.simulator.quickbooks.store import Record
from qbodesk.simulator.wire import Body, decimal, encode

_FOR_A_EURO = {
    code: Decimal(rate)
    for code, rate in {
        "EUR": "1",
        "PLN": "4.2571",
        "USD": "1.1604",
        "GBP": "0.8713",
        "CHF": "0.9386",
        "CAD": "1.6012",
        "AUD": "1.7688",
        "JPY": "178.25",
        "CZK": "24.31",
        "SEK": "10.98",
        "NOK": "11.72",
        "DKK": "7.4604",
    }.items()
}
_MICRO = Decimal("0.000001")
_SHAPE: schema.Shape = {
    **dict.fromkeys(("SourceCurrencyCode", "TargetCurrencyCode"), schema.text(3)),
    "Rate": schema.number,
    "AsOfDate": schema.date,
}


def read(company: QuickBooksCompany, code: str, on: str = "") -> Body:
    """The rate of a day, today's without one: the last that was set until then, else the market's."""
    _check_used(company)
    if not code:
        raise faults.missing("sourcecurrencycode")
    try:
        wanted = day(on).isoformat() if on else company.today().isoformat()
    except ValueError:
        raise faults.bad_date("asofdate", on) from None
    known = _known(company, code.upper())
    latest = max((each for each in known if each <= wanted), default=None)
    return known[latest].read() if latest else _body(company, code.upper(), wanted, _market(company, code))


def fetch(company: QuickBooksCompany) -> None:
    """Today's market rate for every currency that has none yet, as QuickBooks fetches them by itself."""
    for record in company.tables["CompanyCurrency"]:
        code = record.read()["Code"]
        if code != company.currency and not _known(company, code):
            _store(company, _body(company, code, company.today().isoformat(), _market(company, code)))


def store(company: QuickBooksCompany, sent: Body) -> Body:
    """Sets the rate of a day; raises 2020, 5010, 5030, and 6000 for anything but a rate to the home currency."""
    _check_used(company)
    sent = schema.read(sent, _SHAPE)
    for parameter in ("SourceCurrencyCode", "Rate", "AsOfDate"):
        if sent.get(parameter) in (None, ""):
            raise faults.missing(parameter)
    code, target = sent["SourceCurrencyCode"].upper(), sent.get("TargetCurrencyCode") or company.currency
    if code == company.currency or target.upper() != company.currency:
        raise faults.business(
            "A rate leads from another currency to the home currency.", "SourceCurrencyCode"
        )
    if decimal(sent["Rate"]) <= 0:
        raise faults.bad_number("Rate", sent["Rate"])
    before = _known(company, code).get(sent["AsOfDate"])
    if before and str(sent.get("SyncToken") or before.token) != str(before.token):
        raise faults.stale()
    token = before.token + 1 if before else 0
    record = _store(company, _body(company, code, sent["AsOfDate"], sent["Rate"], token), token)
    company.report("ExchangeRate", record.id, "update" if before else "create")
    return record.read()


def _check_used(company: QuickBooksCompany) -> None:
    if not company.multicurrency:
        raise faults.feature_off("Multicurrency")


def _known(company: QuickBooksCompany, code: str) -> dict[str, Record]:
    """The rates of a currency by their day."""
    mine = (record for record in company.tables["ExchangeRate"] if record.id.startswith(f"{code} "))
    return {record.id.partition(" ")[2]: record for record in mine}


def _market(company: QuickBooksCompany, code: str) -> Decimal:
    one, home = _FOR_A_EURO.get(code.upper()), _FOR_A_EURO.get(company.currency)
    return (home / one).quantize(_MICRO).normalize() + 0 if one and home else Decimal(1)


def _body(company: QuickBooksCompany, code: str, on: str, rate: Decimal | int, token: int = 0) -> Body:
    return {
        "SyncToken": str(token),
        "domain": "QBO",
        "sparse": False,
        "AsOfDate": on,
        "SourceCurrencyCode": code,
        "Rate": rate,
        "TargetCurrencyCode": company.currency,
        "MetaData": {"LastUpdatedTime": stamp(company.clock.epoch())},
    }


def _store(company: QuickBooksCompany, body: Body, token: int = 0) -> Record:
    table, now = company.tables["ExchangeRate"], company.clock.epoch()
    key = f"{body['SourceCurrencyCode']} {body['AsOfDate']}"
    values = (body["SourceCurrencyCode"].casefold(), body["AsOfDate"])
    return table.take(
        Record(key, encode(body), token=token, created=now, updated=now, active=True, values=values)
    )
