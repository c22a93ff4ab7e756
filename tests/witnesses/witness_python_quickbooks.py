"""python-quickbooks keeps the books of a simulated company.

Its address is a class attribute of `QuickBooks`; the sign-in is intuit-oauth's, which the witness beside this one tries.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from quickbooks import QuickBooks
from quickbooks.batch import batch_create, batch_delete, batch_update
from quickbooks.cdc import change_data_capture
from quickbooks.exceptions import (
    AuthorizationException,
    ObjectNotFoundException,
    QuickbooksException,
    SevereException,
    UnsupportedException,
    ValidationException,
)
from quickbooks.objects import (
    Account,
    Attachable,
    AttachableRef,
    Class,
    CompanyInfo,
    CreditMemo,
    Customer,
    Department,
    EmailAddress,
    Estimate,
    Invoice,
    Item,
    Payment,
    PaymentLine,
    PaymentMethod,
    Preferences,
    RefundReceipt,
    SalesItemLine,
    SalesItemLineDetail,
    SalesReceipt,
    TaxAgency,
    TaxCode,
    TaxRate,
    TaxRateDetails,
    TaxService,
    Term,
)

from tests.witnesses.simulator import REDIRECT, web

CLIENT = "python-quickbooks"


@pytest.fixture(autouse=True)
def addresses(simulator, monkeypatch):
    monkeypatch.setattr(QuickBooks, "api_url_v3", f"{simulator.url}/v3")
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # loopback has no https


@pytest.fixture(scope="module")
def connected(simulator):
    """By country a signed-in app."""
    apps = {}

    def connect(country):
        if country not in apps:
            keys = simulator.connection
            app = AuthClient(
                keys["client_id"],
                keys["client_secret"],
                REDIRECT,
                f"{simulator.url}/.well-known/openid_configuration",
            )
            heard = simulator.answer(
                app.get_authorization_url([Scopes.ACCOUNTING]), simulator.realm(country)["realm_id"]
            )
            app.get_bearer_token(heard["code"], realm_id=heard["realmId"])
            apps[country] = app
        return apps[country]

    return connect


@pytest.fixture
def books(connected):
    def of(country, **more):
        app = connected(country)
        return QuickBooks(
            auth_client=app, refresh_token=app.refresh_token, company_id=app.realm_id, minorversion=75, **more
        )

    return of


@pytest.fixture
def us(books):
    return books("US")


@pytest.fixture
def customer(us):
    found = Customer()
    found.DisplayName = f"Zoë O'Malley & Søns +1% {datetime.now(UTC).timestamp()}"
    found.PrimaryEmailAddr = EmailAddress()
    found.PrimaryEmailAddr.Address = "zoe@omalley.example"
    return found.save(qb=us)


def line(us, amount, *, item=None, **detail):
    found = SalesItemLine()
    found.Amount = amount
    found.Description = "Carved by hand"
    found.SalesItemLineDetail = SalesItemLineDetail()
    item = item or Item.where("Type = 'Service'", max_results=1, qb=us)[0]
    found.SalesItemLineDetail.ItemRef = item.to_ref()
    for name, value in detail.items():
        setattr(found.SalesItemLineDetail, name, value)
    return found


def form(kind, us, customer, *amounts):
    found = kind()
    found.CustomerRef = customer.to_ref()
    found.Line = [line(us, amount) for amount in amounts]
    return found


def paid(us, invoice, amount):
    payment = Payment()
    payment.CustomerRef = invoice.CustomerRef
    payment.TotalAmt = amount
    part = PaymentLine()
    part.Amount = amount
    part.LinkedTxn = [invoice.to_linked_txn()]
    payment.Line = [part]
    return payment.save(qb=us)


def refused(error, act, *arguments, **named):
    """Code and detail of the client's own error, which must be of exactly this class."""
    with pytest.raises(error) as caught:
        act(*arguments, **named)
    assert type(caught.value) is error
    return caught.value.error_code, caught.value.detail


# -- reading


def test_pages_of_a_listing_add_up_to_the_count(us):
    total = Invoice.count(qb=us)
    seen, start = [], 1
    while page := Invoice.all(order_by="Id", start_position=start, max_results=40, qb=us):
        seen += [invoice.Id for invoice in page]
        start += len(page)
    assert len(seen) == len(set(seen)) == total > 40


def test_company_preferences_and_lists_are_read(us):
    assert CompanyInfo.get(us.company_id, qb=us).CompanyName
    preferences = Preferences.get(qb=us)
    assert preferences.CurrencyPrefs.HomeCurrency.value == "USD"
    for kind in (Account, Term, TaxCode, TaxRate, TaxAgency, PaymentMethod):
        found = kind.all(qb=us)
        assert found, kind
    assert Account.where("AccountType = 'Income'", qb=us)[0].Classification == "Revenue"


def test_items_are_asked_for_with_their_sku(us):
    assert any(item.Sku for item in Item.all(qb=us))


def test_names_with_quotes_and_signs_are_found(us, customer):
    (found,) = Customer.filter(DisplayName=customer.DisplayName, qb=us)
    assert found.Id == customer.Id
    chosen = Customer.choose([customer.Id, "1"], qb=us)
    assert {each.Id for each in chosen} == {customer.Id, "1"}
    assert Customer.count("DisplayName LIKE 'Zoë O\\'Malley%'", qb=us) >= 1


def test_what_nobody_has_is_an_empty_list(us):
    assert Customer.where("DisplayName = 'nobody at all'", qb=us) == []
    assert Customer.count("DisplayName = 'nobody at all'", qb=us) == 0


def test_an_inactive_customer_leaves_the_listing_but_can_be_asked_for(us, customer):
    customer.Active = False
    customer.save(qb=us)
    assert Customer.where(f"Id = '{customer.Id}'", qb=us) == []
    (found,) = Customer.where(f"Active = false AND Id = '{customer.Id}'", qb=us)
    assert found.DisplayName.endswith("(deleted)")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("SELECT * FROM Customer WHERE DisplayName = 'O'Malley'", 4000),
        ("SELECT * FROM Unicorn", 4001),
        ("SELECT * FROM Invoice WHERE PrivateNote = 'x'", 4001),
        ("SELECT * FROM Customer MAXRESULTS 0", 4001),
    ],
)
def test_a_statement_that_cannot_be_is_refused(us, statement, code):
    assert refused(ValidationException, us.query, statement)[0] == code


# -- writing


def test_an_invoice_is_completed_numbered_and_read_again(us, customer):
    made = form(Invoice, us, customer, 100, 50.5).save(qb=us)
    found = Invoice.get(made.Id, qb=us)
    assert found.DocNumber
    assert (found.CustomerRef.name, found.Line[0].Description) == (customer.DisplayName, "Carved by hand")
    assert found.Balance == found.TotalAmt >= 150.5
    assert [each.DetailType for each in found.Line] == ["SalesItemLineDetail"] * 2 + ["SubTotalLineDetail"]
    assert found.DueDate >= found.TxnDate


def test_amounts_are_exact_when_the_client_reads_decimals(books, us, customer):
    made = form(Invoice, us, customer, 0.1, 0.2).save(qb=us)
    assert Invoice.get(made.Id, qb=books("US", use_decimal=True)).Line[2].Amount == Decimal("0.3")


def test_one_request_id_makes_one_invoice(us, customer):
    first = form(Invoice, us, customer, 100).save(qb=us, request_id="witness-1")
    again = form(Invoice, us, customer, 100).save(qb=us, request_id="witness-1")
    assert first.Id == again.Id


def test_what_was_read_is_changed_and_saved_whole(us, customer):
    made = form(Invoice, us, customer, 100).save(qb=us)
    made.PrivateNote = "Deliver to the back door"
    made.Line[0].Amount = 120
    changed = made.save(qb=us)
    assert int(changed.SyncToken) == int(made.SyncToken) + 1
    found = Invoice.get(made.Id, qb=us)
    assert found.PrivateNote == "Deliver to the back door"
    assert found.Line[0].Amount == 120


def test_a_stale_token_is_refused(us, customer):
    mine, theirs = (Customer.get(customer.Id, qb=us) for _ in range(2))
    theirs.Notes = "first"
    theirs.save(qb=us)
    mine.Notes = "second"
    code, detail = refused(QuickbooksException, mine.save, qb=us)
    assert code == 5010
    assert detail.startswith("Stale Object Error")
    assert Customer.get(customer.Id, qb=us).Notes == "first"


def test_a_name_is_given_once(us, customer):
    twin = Customer()
    twin.DisplayName = customer.DisplayName
    assert refused(QuickbooksException, twin.save, qb=us)[0] == 6240


def test_an_invoice_for_nobody_is_refused(us):
    invoice = Invoice()
    invoice.Line = [line(us, 1)]
    assert refused(ValidationException, invoice.save, qb=us)[0] == 2020


def test_a_payment_settles_an_invoice_and_its_void_opens_it_again(us, customer):
    invoice = form(Invoice, us, customer, 200).save(qb=us)
    payment = paid(us, invoice, invoice.TotalAmt)
    settled = Invoice.get(invoice.Id, qb=us)
    assert settled.Balance == 0
    assert settled.LinkedTxn[0].TxnId == payment.Id
    payment.void(qb=us)
    assert Invoice.get(invoice.Id, qb=us).Balance == invoice.TotalAmt
    voided = Payment.get(payment.Id, qb=us)
    assert voided.TotalAmt == 0
    assert "Voided" in voided.PrivateNote


def test_a_void_invoice_stays_and_a_deleted_one_goes(us, customer):
    kept, lost = (form(Invoice, us, customer, 10).save(qb=us) for _ in range(2))
    kept.void(qb=us)
    found = Invoice.get(kept.Id, qb=us)
    assert (found.TotalAmt, found.Balance, found.Line[0].Amount) == (0, 0, 0)
    assert found.PrivateNote.startswith("Voided")
    assert lost.delete(qb=us)["Invoice"] == {"domain": "QBO", "status": "Deleted", "Id": lost.Id}
    assert Invoice.filter(Id=lost.Id, qb=us) == []
    assert refused(ObjectNotFoundException, Invoice.get, lost.Id, qb=us)[0] == 610


@pytest.mark.parametrize("kind", [Estimate, CreditMemo, SalesReceipt, RefundReceipt])
def test_the_other_sales_forms_are_made_and_deleted(us, customer, kind):
    new = form(kind, us, customer, 75)
    if kind is RefundReceipt:
        new.DepositToAccountRef = Account.where("AccountType = 'Bank'", qb=us)[0].to_ref()
    made = new.save(qb=us)
    found = kind.get(made.Id, qb=us)
    assert found.TotalAmt >= 75
    found.delete(qb=us)
    assert refused(ObjectNotFoundException, kind.get, made.Id, qb=us)[0] == 610


def test_classes_departments_terms_and_items_are_made(us):
    for kind, name in ((Class, "Fairs"), (Department, "Riverside"), (PaymentMethod, "Barter")):
        new = kind()
        new.Name = name
        assert kind.get(new.save(qb=us).Id, qb=us).Name == name
    term = Term()
    term.Name = "Net 17"
    term.DueDays = 17
    assert Term.get(term.save(qb=us).Id, qb=us).DueDays == 17


def test_an_inventory_item_is_made(us):
    accounts = {
        "IncomeAccountRef": "AccountType = 'Income'",
        "ExpenseAccountRef": "AccountType = 'Cost of Goods Sold'",
        "AssetAccountRef": "AccountSubType = 'Inventory'",
    }
    item = Item()
    item.Name, item.Type, item.TrackQtyOnHand, item.QtyOnHand = "Oak plank", "Inventory", True, 10
    item.InvStartDate = "2015-01-01"
    for name, which in accounts.items():
        setattr(item, name, Account.where(which, max_results=1, qb=us)[0].to_ref())
    found = Item.get(item.save(qb=us).Id, qb=us)
    assert (found.Type, found.QtyOnHand, found.TrackQtyOnHand) == ("Inventory", 10, True)


def test_a_tax_code_is_made_of_a_new_rate(us):
    service = TaxService()
    service.TaxCode = "Harbour levy"
    rate = TaxRateDetails()
    rate.TaxRateName, rate.RateValue, rate.TaxApplicableOn = "Harbour", 3, "Sales"
    rate.TaxAgencyId = TaxAgency.all(max_results=1, qb=us)[0].Id
    service.TaxRateDetails = [rate]
    made = service.save(qb=us)
    assert TaxCode.get(made.TaxCodeId, qb=us).Name == "Harbour levy"


# -- several at once, and what changed


def test_a_batch_answers_every_item_for_itself(us, customer):
    good = [Customer(), Customer()]
    for number, each in enumerate(good):
        each.DisplayName = f"Batch {number} {customer.Id}"
    bad = Customer()
    bad.DisplayName = customer.DisplayName
    done = batch_create([*good, bad], qb=us)
    assert len(done.successes) == 2
    (fault,) = done.faults
    assert fault.original_object is bad
    assert fault.Error[0].code == "6240"
    for each in done.successes:
        each.CompanyName = "In a batch"
    assert {each.CompanyName for each in batch_update(done.successes, qb=us).successes} == {"In a batch"}


def test_a_batch_deletes_and_more_than_thirty_are_split_by_the_client(us, customer):
    made = batch_create([form(Invoice, us, customer, 5) for _ in range(31)], qb=us)
    assert len(made.successes) == 31
    assert not batch_delete(made.successes, qb=us).faults


def test_change_data_capture_tells_what_changed_and_what_is_gone(us, customer):
    before = (datetime.now(UTC) - timedelta(seconds=2)).isoformat()
    kept, lost = (form(Invoice, us, customer, 10).save(qb=us) for _ in range(2))
    lost.delete(qb=us)
    changed = change_data_capture([Invoice, Customer, Account], before, qb=us)
    by_id = {each.Id: each for each in changed.Invoice}
    assert by_id[kept.Id].TotalAmt == kept.TotalAmt
    assert by_id[lost.Id].status == "Deleted"
    assert not hasattr(changed, "Account")  # what did not change has no key
    old = "2020-01-01T00:00:00-07:00"
    assert "older than" in refused(UnsupportedException, change_data_capture, [Invoice], old, qb=us)[1]


# -- paper, post and files


def test_a_form_is_printed(us, customer):
    made = form(Invoice, us, customer, 10).save(qb=us)
    assert made.download_pdf(qb=us).startswith(b"%PDF")
    missing = Invoice()
    missing.Id = "999999"
    assert refused(ObjectNotFoundException, missing.download_pdf, qb=us)[0] == 610


def test_an_invoice_is_sent(us, customer):
    made = form(Invoice, us, customer, 10).save(qb=us)
    sent = made.send(qb=us, send_to="ap+march@omalley.example")["Invoice"]
    assert sent["EmailStatus"] == "EmailSent"
    assert sent["BillEmail"]["Address"] == "ap+march@omalley.example"
    assert sent["DeliveryInfo"]["DeliveryType"] == "Email"


def test_a_note_and_a_file_are_attached_and_the_file_comes_back(us, customer):
    invoice = form(Invoice, us, customer, 10).save(qb=us)
    link = AttachableRef()
    link.EntityRef = invoice.to_ref()
    note = Attachable()
    note.Note, note.AttachableRef = "Rang twice", [link]
    note = note.save(qb=us)
    note.Note = "Rang three times"
    assert note.save(qb=us).Note == "Rang three times"
    file = Attachable()
    file.FileName, file.ContentType, file.AttachableRef = "delivery.txt", "text/plain", [link]
    file._FileBytes = b"signed for by the neighbour"
    file = file.save(qb=us)
    found = Attachable.get(file.Id, qb=us)
    assert found.AttachableRef[0].EntityRef.value == invoice.Id
    assert web.get(found.TempDownloadUri).content == b"signed for by the neighbour"
    mine = Attachable.where(
        f"AttachableRef.EntityRef.Type = 'Invoice' AND AttachableRef.EntityRef.value = '{invoice.Id}'", qb=us
    )
    assert {each.Id for each in mine} == {note.Id, file.Id}
    found.delete(qb=us)
    assert refused(ObjectNotFoundException, Attachable.get, file.Id, qb=us)[0] == 610


# -- other countries


def test_a_british_line_needs_a_tax_code_and_gets_its_vat(books):
    gb = books("GB")
    customer = Customer.all(max_results=1, qb=gb)[0]
    bare = form(Invoice, gb, customer, 100)
    code, _ = refused(QuickbooksException, bare.save, qb=gb)
    assert code == 6000
    twenty = next(each for each in TaxCode.all(qb=gb) if each.Name.startswith("20"))
    bare.Line[0].SalesItemLineDetail.TaxCodeRef = twenty.to_ref()
    made = bare.save(qb=gb)
    assert (made.TxnTaxDetail.TotalTax, made.TotalAmt) == (20, 120)


# -- refusals of the door


def test_an_expired_token_is_refused_and_a_refresh_opens_again(simulator, books, us, connected):
    simulator.control("/tokens/expire", {"realm": us.company_id})
    code, detail = refused(AuthorizationException, Customer.all, qb=us)
    assert code == 401
    assert "3200" in detail
    connected("US").refresh()
    assert Customer.all(max_results=1, qb=books("US"))


def test_the_token_of_one_company_opens_no_other(us, books):
    us.company_id = books("GB").company_id
    with pytest.raises(QuickbooksException) as caught:
        Customer.all(qb=us)
    assert caught.value.error_code == 10000  # the client reads only one of the four shapes
    assert "3100" in caught.value.message


def test_too_many_requests_are_told_in_xml_although_json_was_asked_for(simulator, us):
    simulator.control("/limits", {"enabled": True, "quickbooks": {}})
    try:
        with pytest.raises(QuickbooksException) as caught:
            for _ in range(20):
                CompanyInfo.get(us.company_id, qb=us)
    finally:
        simulator.control("/limits", {"enabled": False})
    assert "Error reading json response" in caught.value.message
    assert "ThrottleExceeded" in caught.value.message


def test_a_server_in_trouble_is_a_severe_exception(simulator, us):
    simulator.control("/faults", [{"do": "status", "status": 500}])
    code, _ = refused(SevereException, CompanyInfo.get, us.company_id, qb=us)
    assert code == 10000
