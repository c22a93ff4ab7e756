"""What is in the three companies: stages, taxes, odd lines, payments."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from qbodesk.simulator.world import World, build_world
from qbodesk.simulator.world.money import invoice_total
from qbodesk.simulator.world.shapes import Body, CompanySeed
from qbodesk.simulator.world.story import CUSTOMERS

DAY = date(2026, 11, 23)
STAGES = {"paid", "overdue", "partial", "sent", "pending", "void"}


def percents(company: CompanySeed) -> dict[str, Decimal]:
    """Percent by what stands in a line's TaxCodeRef."""
    if company.country == "US":
        return {"TAX": Decimal("8.25"), "NON": Decimal(0)}
    rates = {rate["Id"]: rate["RateValue"] for rate in company.entities["TaxRate"]}
    return {
        code["Id"]: rates[code["SalesTaxRateList"]["TaxRateDetail"][0]["TaxRateRef"]["value"]]
        for code in company.entities["TaxCode"]
    }


def sales(invoice: Body) -> Iterator[Body]:
    return (line for line in invoice["Line"] if line["DetailType"] == "SalesItemLineDetail")


def codes(invoice: Body) -> set[str]:
    return {line["SalesItemLineDetail"]["TaxCodeRef"]["value"] for line in sales(invoice)}


def discount(invoice: Body) -> Decimal:
    return sum(
        (line["Amount"] for line in invoice["Line"] if line["DetailType"] == "DiscountLineDetail"), Decimal(0)
    )


def total(invoice: Body, rates: dict[str, Decimal]) -> Decimal:
    """Exact where the discount is on one line; elsewhere near enough to tell a stage."""
    nets = [
        (line["SalesItemLineDetail"]["TaxCodeRef"]["value"], Decimal(line["Amount"]))
        for line in sales(invoice)
    ]
    nets[0] = (nets[0][0], nets[0][1] - discount(invoice))
    if invoice.get("GlobalTaxCalculation") == "TaxInclusive":
        return sum((net for _, net in nets), Decimal(0))
    return invoice_total(nets, rates, line_by_line="GlobalTaxCalculation" in invoice)


def received(company: CompanySeed) -> dict[str, Decimal]:
    """What payments give to each form: the Ids of invoices and credit memos are of one sequence."""
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for payment in company.entities["Payment"]:
        for line in payment["Line"]:
            paid[line["LinkedTxn"][0]["TxnId"]] += line["Amount"]
    return paid


def linking(payment: Body) -> bool:
    """Whether it uses a credit memo."""
    return any(line["LinkedTxn"][0]["TxnType"] == "CreditMemo" for line in payment["Line"])


def stages(company: CompanySeed, day: date) -> Counter[str]:
    """The stages of design.md §4.8, from what the world says alone."""
    rates, paid = percents(company), received(company)
    found: Counter[str] = Counter()
    for invoice in company.entities["Invoice"]:
        whole = total(invoice, rates)
        balance = whole - paid[invoice["Id"]] - invoice.get("Deposit", Decimal(0))
        assert balance >= 0, invoice["DocNumber"]
        if invoice.get("_void"):
            found["void"] += 1
        elif not balance:
            found["paid"] += 1
        elif invoice["DueDate"] < day.isoformat():
            found["overdue"] += 1
        elif balance < whole:
            found["partial"] += 1
        else:
            found["sent" if invoice["EmailStatus"] == "EmailSent" else "pending"] += 1
    return found


def test_every_stage_in_every_company(any_small: tuple[World, date]) -> None:
    world, day = any_small
    for company in world.companies:
        found = stages(company, day)
        assert set(found) == STAGES, company.country
        assert found["void"] == 1
        assert found["overdue"] >= 8
        assert found["paid"] > len(company.entities["Invoice"]) * 0.5


def test_paid_invoices_are_paid_to_the_cent_in_data_set_s(reference: World, today: date) -> None:
    for company in reference.companies[:2]:
        found = stages(company, today)
        assert set(found) == STAGES
        assert found["paid"] > len(company.entities["Invoice"]) * 0.7


def test_lines_multiply_out_and_dates_follow_terms(small: World) -> None:
    for company in small.companies:
        days = {term["Id"]: term["DueDays"] for term in company.entities["Term"]}
        for invoice in company.entities["Invoice"]:
            for line in sales(invoice):
                detail = line["SalesItemLineDetail"]
                assert abs(line["Amount"] - detail["Qty"] * detail["UnitPrice"]) <= Decimal("0.005")
            due = date.fromisoformat(invoice["DueDate"]) - date.fromisoformat(invoice["TxnDate"])
            assert due == timedelta(days=days[invoice["SalesTermRef"]["value"]])


def test_numbers_run_with_the_dates(small: World) -> None:
    for company in small.companies:
        invoices = company.entities["Invoice"]
        numbers = [int(invoice["DocNumber"]) for invoice in invoices]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert [one["TxnDate"] for one in invoices] == sorted(one["TxnDate"] for one in invoices)


def test_american_sales_tax(any_small: tuple[World, date]) -> None:
    company = any_small[0].companies[0]
    exempt = {body["Id"] for body in company.entities["Customer"] if not body["Taxable"]}
    (group,) = company.entities["TaxCode"]
    assert group["TaxGroup"]
    assert company.entities["TaxRate"][0]["RateValue"] == Decimal("8.25")
    assert "PartnerTaxEnabled" not in company.preferences["TaxPrefs"]
    assert company.preferences["TaxPrefs"]["TaxGroupCodeRef"]["value"] == group["Id"]
    untaxed = [one for one in company.entities["Invoice"] if one["CustomerRef"]["value"] in exempt]
    assert untaxed
    assert all(codes(one) == {"NON"} and "TxnTaxDetail" not in one for one in untaxed)
    assert any(codes(one) == {"TAX", "NON"} for one in company.entities["Invoice"])
    for invoice in company.entities["Invoice"]:
        if "TAX" in codes(invoice):
            assert invoice["TxnTaxDetail"]["TxnTaxCodeRef"]["value"] == group["Id"]


def test_every_rate_of_the_others_is_used(any_small: tuple[World, date]) -> None:
    for company in any_small[0].companies[1:]:
        named = {code["Id"]: code["Name"] for code in company.entities["TaxCode"]}
        assert {"GB": {"20.0% S", "5.0% R", "0.0% Z", "Exempt"}, "PL": {"23 %", "8 %", "5 %", "0 %", "zw."}}[
            company.country
        ] == set(named.values())
        used = set().union(*(codes(invoice) for invoice in company.entities["Invoice"]))
        assert used == set(named)
        kinds = Counter(invoice["GlobalTaxCalculation"] for invoice in company.entities["Invoice"])
        assert kinds["TaxExcluded"] > kinds["TaxInclusive"] >= 5
        assert set(kinds) == {"TaxExcluded", "TaxInclusive"}


def test_odd_invoices_are_there(any_small: tuple[World, date]) -> None:
    for company in any_small[0].companies[:2]:
        invoices = company.entities["Invoice"]
        assert any(len(list(sales(one))) >= 6 for one in invoices)
        assert any(discount(one) and len(codes(one)) > 1 for one in invoices)
        assert any(discount(one) and len(codes(one)) == 1 for one in invoices)
        assert any(line["SalesItemLineDetail"]["Qty"] % 1 for one in invoices for line in sales(one))
        assert any("CustomField" in one for one in invoices)
        assert any(line["DetailType"] == "DescriptionOnly" for one in invoices for line in one["Line"])
    everywhere = [one for company in any_small[0].companies for one in company.entities["Invoice"]]
    assert any(one["EmailStatus"] == "NeedToSend" for one in everywhere)
    assert any("Deposit" in one for one in everywhere)


def test_sending_needs_an_address(any_small: tuple[World, date]) -> None:
    for company in any_small[0].companies:
        for invoice in company.entities["Invoice"]:
            assert invoice["EmailStatus"] != "NeedToSend" or "BillEmail" in invoice
            assert ("DeliveryInfo" in invoice) == (invoice["EmailStatus"] == "EmailSent")


def test_payments_come_in_order_and_in_kinds(any_small: tuple[World, date]) -> None:
    for company in any_small[0].companies:
        payments = company.entities["Payment"]
        forms = {body["Id"]: body for kind in ("Invoice", "CreditMemo") for body in company.entities[kind]}
        assert [one["TxnDate"] for one in payments] == sorted(one["TxnDate"] for one in payments)
        assert sum(len(one["Line"]) == 0 for one in payments) == 1
        paid_by = Counter(line["LinkedTxn"][0]["TxnId"] for one in payments for line in one["Line"])
        assert max(paid_by.values()) > 1
        for payment in payments:
            parts = [line["Amount"] for line in payment["Line"]]
            if linking(payment):
                assert (payment["TotalAmt"], len(set(parts)), len(parts)) == (0, 1, 2)
            else:
                assert payment["TotalAmt"] == (sum(parts) or Decimal("120.00"))
            for line in payment["Line"]:
                form = forms[line["LinkedTxn"][0]["TxnId"]]
                assert form["TxnDate"] <= payment["TxnDate"]
                assert form["MetaData"]["LastUpdatedTime"] >= payment["MetaData"]["CreateTime"]
                assert not form.get("_void")
    assert any(
        len(one["Line"]) == 2 for one in any_small[0].companies[0].entities["Payment"] if not linking(one)
    )


def test_credit_memos_are_used_wholly_in_part_and_not_at_all(any_small: tuple[World, date]) -> None:
    for company in any_small[0].companies:
        rates, given = percents(company), received(company)
        memos = company.entities["CreditMemo"]
        assert [one["TxnDate"] for one in memos] == sorted(one["TxnDate"] for one in memos)
        left = [total(one, rates) - given[one["Id"]] for one in memos]
        assert all(0 <= rest <= total(one, rates) for rest, one in zip(left, memos, strict=True))
        kinds = {
            "all" if not rest else "none" if rest == total(one, rates) else "half"
            for rest, one in zip(left, memos, strict=True)
        }
        assert kinds == {"all", "half", "none"}


def test_the_customers_of_the_story_return_nothing(any_small: tuple[World, date]) -> None:
    for company in any_small[0].companies:
        told = {one.id for one in CUSTOMERS if one.country == company.country}
        assert not told & {one["CustomerRef"]["value"] for one in company.entities["CreditMemo"]}


def test_credit_memos_leave_the_rest_as_it_is() -> None:
    def without_links(company: CompanySeed) -> list[Any]:
        receipts = [
            (one["CustomerRef"], one["TotalAmt"], one["TxnDate"])
            for one in company.entities["Payment"]
            if not linking(one)
        ]
        invoices = [
            {key: value for key, value in one.items() if key != "MetaData"}
            for one in company.entities["Invoice"]
        ]
        return [receipts, invoices, company.entities["Customer"], company.entities["Item"]]

    some, none = (
        build_world(scenario="small", seed=1, today=DAY, realms=("US",), counts={"credit_memos": count})
        for count in (9, 0)
    )
    assert without_links(some.companies[0]) == without_links(none.companies[0])
    assert some.portal == none.portal


def test_terms_are_the_countrys(small: World) -> None:
    american, british, polish = ([term["Name"] for term in one.entities["Term"]] for one in small.companies)
    assert american == british == ["Due on receipt", "Net 15", "Net 30", "Net 60"]
    assert polish == ["Płatne od razu", "7 dni", "14 dni", "30 dni"]


def test_addresses_are_the_countrys(small: World) -> None:
    shapes = {"US": r"\d{5}", "GB": r"[A-Z]{1,2}\d \d[A-Z]{2}", "PL": r"\d\d-\d{3}"}
    for company in small.companies:
        addresses = [body["BillAddr"] for body in company.entities["Customer"]]
        at_home = [address for address in addresses if address["Country"] == company.country]
        assert len(at_home) >= len(addresses) - 1
        assert all(re.fullmatch(shapes[company.country], address["PostalCode"]) for address in at_home)


def test_a_polish_customer_pays_in_euro(small: World) -> None:
    polish = small.companies[2]
    (abroad,) = (body for body in polish.entities["Customer"] if body["CurrencyRef"]["value"] == "EUR")
    assert polish.preferences["CurrencyPrefs"]["MultiCurrencyEnabled"]
    for invoice in polish.entities["Invoice"]:
        foreign = invoice["CustomerRef"]["value"] == abroad["Id"]
        assert (invoice["CurrencyRef"]["value"] == "EUR") == foreign == ("ExchangeRate" in invoice)
