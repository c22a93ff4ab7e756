// node-quickbooks keeps the books of a simulated company. Its addresses are fields of the class `QuickBooks`.

import assert from "node:assert/strict"
import { Readable } from "node:stream"
import { test } from "node:test"
import QuickBooks from "node-quickbooks"
import { connection, control, limited, realm, url } from "./simulator.mjs"

QuickBooks.V3_ENDPOINT_BASE_URL = `${url}/v3/company/`
QuickBooks.TOKEN_URL = `${url}/oauth2/v1/tokens/bearer`
QuickBooks.REVOKE_URL = `${url}/v2/oauth2/tokens/revoke`

const DAY = 24 * 3600
const us = books("US")
const item = (await us.findItems({ Type: "Service" })).QueryResponse.Item[0].Id
const lineOf = (amount, detail) => ({
  Amount: amount,
  DetailType: "SalesItemLineDetail",
  SalesItemLineDetail: { ItemRef: { value: item }, ...detail },
})

// A client whose methods answer promises instead of calling back.
function books(country) {
  const { realm_id, access_token, refresh_token } = realm(country)
  const { client_id, client_secret } = connection
  const client = new QuickBooks(
    client_id, client_secret, access_token, false, realm_id, true, false, 75, "2.0", refresh_token,
  )
  const promised = (name) => (...args) =>
    new Promise((resolve, reject) =>
      client[name](...args, (error, data) => {
        if (error) error.message += ` ${JSON.stringify(error.response?.data)}`
        return error ? reject(error) : resolve(data)
      }),
    )
  return new Proxy(client, {
    get: (target, name) => (typeof target[name] === "function" ? promised(name) : target[name]),
  })
}

// Status and first error of a refusal, which the client hands over as axios raised it.
async function refused(promise) {
  const error = await promise.then(
    () => assert.fail("was not refused"),
    (caught) => caught,
  )
  const { status, data } = error.response
  return [status, data?.Fault?.Error[0].code ?? data]
}

let numbers = 0
const newCustomer = () => us.createCustomer({ DisplayName: `Renée O'Hara & Çelik #${++numbers}` })
const newInvoice = async (customer, ...amounts) =>
  us.createInvoice({ CustomerRef: { value: customer.Id }, Line: amounts.map((each) => lineOf(each)) })

test("a listing is fetched page by page and adds up to the count", async () => {
  const { totalCount } = (await us.findInvoices({ count: true })).QueryResponse
  const { Invoice, maxResults } = (await us.findInvoices({ fetchAll: true, limit: 40 })).QueryResponse
  assert.equal(new Set(Invoice.map((each) => each.Id)).size, totalCount)
  assert.equal(maxResults, totalCount)
  const page = (await us.findInvoices({ limit: 3, offset: 2, asc: "Id" })).QueryResponse
  assert.deepEqual([page.startPosition, page.maxResults], [2, 3])
})

test("criteria become conditions, names with quotes and signs are found", async () => {
  const customer = await newCustomer()
  const found = await us.findCustomers({ DisplayName: customer.DisplayName })
  assert.deepEqual(found.QueryResponse.Customer.map((each) => each.Id), [customer.Id])
  const like = await us.findCustomers([
    { field: "DisplayName", value: "Renée O'Hara%", operator: "LIKE" },
    { field: "MetaData.CreateTime", value: "2020-01-01T00:00:00+02:00", operator: ">" },
    { field: "desc", value: "MetaData.CreateTime" },
    { field: "limit", value: 5 },
  ])
  assert.equal(like.QueryResponse.Customer[0].Id, customer.Id)
  const several = await us.findCustomers({ Id: ["1", customer.Id] })
  assert.equal(several.QueryResponse.Customer.length, 2)
  assert.deepEqual((await us.findCustomers({ DisplayName: "nobody" })).QueryResponse, {})
})

test("the lists of a company are found", async () => {
  for (const kind of ["Accounts", "Items", "Terms", "TaxCodes", "TaxRates", "TaxAgencies", "PaymentMethods"]) {
    assert.ok(Object.keys((await us[`find${kind}`]()).QueryResponse).length >= 3, kind)
  }
  for (const kind of ["Estimates", "CreditMemos", "SalesReceipts", "RefundReceipts", "Classes", "Departments"]) {
    assert.ok((await us[`find${kind}`]()).QueryResponse, kind)
  }
  assert.equal((await us.getPreferences()).CurrencyPrefs.HomeCurrency.value, "USD")
  assert.equal((await us.findPreferenceses()).QueryResponse.Preferences.length, 1)
  const info = await us.getCompanyInfo(us.realmId)
  assert.equal((await us.findCompanyInfos()).QueryResponse.CompanyInfo[0].CompanyName, info.CompanyName)
})

test("what is no query is refused", async () => {
  assert.deepEqual(await refused(us.findBudgets()), [400, "4001"])
  assert.deepEqual(await refused(us.findInvoices({ PrivateNote: "x" })), [400, "4001"])
})

test("an invoice is made, read, changed in part and deleted", async () => {
  const customer = await newCustomer()
  const made = await newInvoice(customer, 100, 50.5)
  assert.equal((await us.getInvoice(made.Id)).DocNumber, made.DocNumber)
  const changed = await us.updateInvoice({ Id: made.Id, SyncToken: made.SyncToken, PrivateNote: "Ring twice" })
  assert.deepEqual([changed.PrivateNote, changed.Line.length, changed.SyncToken], ["Ring twice", 3, "1"])
  const gone = await us.deleteInvoice(made.Id)
  assert.deepEqual(gone.Invoice, { domain: "QBO", status: "Deleted", Id: made.Id })
  assert.deepEqual(await refused(us.getInvoice(made.Id)), [400, "610"])
})

test("a stale token is refused", async () => {
  const customer = await newCustomer()
  const { Id, SyncToken } = customer
  await us.updateCustomer({ Id, SyncToken, Notes: "first" })
  assert.deepEqual(await refused(us.updateCustomer({ Id, SyncToken, Notes: "second" })), [400, "5010"])
})

test("a request id makes one customer, a name is given once", async () => {
  const DisplayName = "Once Only"
  const first = await us.createCustomer({ DisplayName, requestId: "witness-1" })
  assert.equal((await us.createCustomer({ DisplayName, requestId: "witness-1" })).Id, first.Id)
  assert.deepEqual(await refused(us.createCustomer({ DisplayName })), [400, "6240"])
})

test("a void invoice stays, a void payment opens what it paid", async () => {
  const customer = await newCustomer()
  const invoice = await newInvoice(customer, 80)
  const payment = await us.createPayment({
    CustomerRef: { value: customer.Id },
    TotalAmt: invoice.TotalAmt,
    Line: [{ Amount: invoice.TotalAmt, LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }] }],
  })
  assert.equal((await us.getInvoice(invoice.Id)).Balance, 0)
  await us.voidPayment({ Id: payment.Id, SyncToken: payment.SyncToken })
  assert.equal((await us.getInvoice(invoice.Id)).Balance, invoice.TotalAmt)
  const { Invoice } = await us.voidInvoice(invoice.Id)
  assert.deepEqual([Invoice.TotalAmt, Invoice.Balance], [0, 0])
  assert.match(Invoice.PrivateNote, /^Voided/)
})

test("a receipt without item and customer is discounted, mailed and printed", async () => {
  const receipt = await us.createSalesReceipt({
    PrivateNote: "Memo",
    CustomerMemo: { value: "my message" },
    Line: [
      { ...lineOf(14, { ItemRef: undefined, UnitPrice: 14, Qty: 1, TaxCodeRef: { value: "NON" } }) },
      { Amount: 0.28, DetailType: "DiscountLineDetail", DiscountLineDetail: { PercentBased: true, DiscountPercent: 2 } },
    ],
  })
  assert.equal(receipt.TotalAmt, 13.72)
  const sent = await us.sendSalesReceiptPdf(receipt.Id, "till@ohara.example")
  assert.equal(sent.EmailStatus, "EmailSent")
  assert.equal((await us.getSalesReceiptPdf(receipt.Id)).subarray(0, 4).toString(), "%PDF")
})

test("forms are printed and sent", async () => {
  const customer = await newCustomer()
  const invoice = await newInvoice(customer, 10)
  assert.equal((await us.getInvoicePdf(invoice.Id)).subarray(0, 4).toString(), "%PDF")
  const sent = await us.sendInvoicePdf(invoice.Id, "ap@ohara.example")
  assert.deepEqual([sent.EmailStatus, sent.BillEmail.Address], ["EmailSent", "ap@ohara.example"])
  assert.deepEqual(await refused(us.sendInvoicePdf((await newInvoice(customer, 10)).Id)), [400, "6420"])
})

test("a batch answers every item for itself, also those that name no operation", async () => {
  const notes = [1, 2, 3].map((each) => ({ Attachable: { Note: `Note ${each}`, Tag: "Testing" } }))
  const made = await us.batch(notes)
  assert.deepEqual(made.BatchItemResponse.map((each) => each.Attachable.Tag), Array(3).fill("Testing"))
  const tagged = (await us.findAttachables({ Tag: "Testing" })).QueryResponse.Attachable
  assert.equal(tagged.length, 3)
  const items = [
    { bId: "good", operation: "create", Customer: { DisplayName: "In a batch" } },
    { bId: "bad", operation: "create", Customer: {} },
    { bId: "ask", Query: "select count(*) from Customer" },
    { bId: "drop", operation: "delete", Attachable: tagged[0] },
  ]
  const { BatchItemResponse } = await us.batch(items)
  const by = Object.fromEntries(BatchItemResponse.map((each) => [each.bId, each]))
  assert.equal(by.good.Customer.DisplayName, "In a batch")
  assert.equal(by.bad.Fault.Error[0].code, "6080")
  assert.ok(by.ask.QueryResponse.totalCount > 0)
  assert.equal(by.drop.Attachable.status, "Deleted")
  const many = Array.from({ length: 31 }, (_, each) => ({ bId: `${each}`, Query: "select * from Term" }))
  assert.deepEqual(await refused(us.batch(many)), [400, "1040"])
})

test("change data capture tells what changed and what is gone", async () => {
  const since = new Date(Date.now() - 2000)
  const customer = await newCustomer()
  const [kept, lost] = [await newInvoice(customer, 1), await newInvoice(customer, 2)]
  await us.deleteInvoice(lost)
  const { CDCResponse } = await us.changeDataCapture(["Invoice", "Customer"], since)
  const told = CDCResponse[0].QueryResponse.find((each) => each.Invoice).Invoice
  assert.equal(told.find((each) => each.Id === kept.Id).TotalAmt, kept.TotalAmt)
  assert.equal(told.find((each) => each.Id === lost.Id).status, "Deleted")
  const [status, body] = await refused(us.changeDataCapture("Invoice", "2020-01-01T00:00:00Z"))
  assert.deepEqual([status, body], [400, "500"])
})

test("a file is uploaded and hangs on its invoice", async () => {
  const invoice = await newInvoice(await newCustomer(), 10)
  const file = Readable.from([Buffer.from("signed for by the neighbour")])
  const attached = await us.upload("delivery.txt", "text/plain", file, "Invoice", invoice.Id)
  assert.equal(attached.AttachableRef[0].EntityRef.value, invoice.Id)
  const { TempDownloadUri } = await us.getAttachable(attached.Id)
  assert.equal(await (await fetch(TempDownloadUri)).text(), "signed for by the neighbour")
  await us.deleteAttachable(attached.Id)
})

test("a tax code is made of a new rate", async () => {
  const [{ Id }] = (await us.findTaxAgencies()).QueryResponse.TaxAgency
  const rate = { TaxRateName: "Harbour", RateValue: "3", TaxAgencyId: Id, TaxApplicableOn: "Sales" }
  const made = await us.createTaxService({ TaxCode: "Harbour levy", TaxRateDetails: [rate] })
  assert.equal((await us.getTaxCode(made.TaxCodeId)).Name, "Harbour levy")
})

test("a company with several currencies tells its rates", async () => {
  const pl = books("PL")
  const rate = await pl.getExchangeRate({ sourcecurrencycode: "EUR" })
  assert.ok(rate.ExchangeRate.Rate > 1)
  assert.equal(rate.ExchangeRate.TargetCurrencyCode, "PLN")
})

test("too many requests are refused in XML", async () => {
  const [status, body] = await limited({}, () =>
    refused(Promise.all(Array.from({ length: 20 }, () => us.getCompanyInfo(us.realmId)))),
  )
  assert.equal(status, 429)
  assert.match(body, /ThrottleExceeded/)
})

test("an expired token is refused in the gateway's words, a refresh opens again", async () => {
  const gb = books("GB")
  await control("/tokens/expire", { realm: gb.realmId })
  const [status, body] = await refused(gb.getCompanyInfo(gb.realmId))
  assert.deepEqual([status, body.fault.error[0].code], [401, "3200"])
  await gb.refreshAccessToken()
  assert.ok((await gb.getCompanyInfo(gb.realmId)).CompanyName)
})

test("a day later the refresh token has changed, once revoked it is dead", async () => {
  const pl = books("PL")
  const before = pl.refreshToken
  await control("/clock", { advance: DAY + 60 })
  await pl.refreshAccessToken()
  assert.notEqual(pl.refreshToken, before)
  const { token, realmId } = pl
  await pl.revokeAccess(true)
  assert.equal(pl.token, null)
  const answer = await fetch(`${url}/v3/company/${realmId}/companyinfo/${realmId}`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  assert.equal(answer.status, 401)
})
