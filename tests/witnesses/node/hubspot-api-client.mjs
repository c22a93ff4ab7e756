// @hubspot/api-client works with a simulated account, paced and tried again as it does by itself. Its address is the
// option `basePath`; that of the sign-in page is fixed, as a hosts file would bend it here.

import assert from "node:assert/strict"
import { test } from "node:test"
import { AssociationTypes, Client } from "@hubspot/api-client"
import { answer, connection, control, limited, redirect, url } from "./simulator.mjs"

const SCOPES = "crm.objects.contacts.read crm.objects.contacts.write crm.objects.deals.read"
const { crm } = new Client({ accessToken: connection.hubspot_token, basePath: url })
const keys = [connection.hubspot_client_id, connection.hubspot_client_secret]

let numbers = 0
const address = () => `node-${++numbers}@witness.example`
const newContact = (more) =>
  crm.contacts.basicApi.create({ properties: { email: address(), firstname: "Nod", ...more }, associations: [] })
const newDeal = (more) =>
  crm.deals.basicApi.create({
    properties: { dealname: "Bridge", dealstage: "contractsent", pipeline: "default", ...more },
    associations: [],
  })

// Status and body of the client's own error.
async function refused(promise) {
  const error = await promise.then(
    () => assert.fail("was not refused"),
    (caught) => caught,
  )
  assert.match(error.message, /^HTTP-Code: /)
  return [error.code, error.body]
}

test("a consent brings tokens that open the account", async () => {
  const app = new Client({ basePath: url })
  const page = app.oauth.getAuthorizationUrl(keys[0], redirect, SCOPES, undefined, "here")
  const { searchParams } = new URL(await answer(page, `${connection.portal_id}`))
  assert.equal(searchParams.get("state"), "here")
  const code = searchParams.get("code")
  const tokens = await app.oauth.tokensApi.create("authorization_code", code, redirect, ...keys)
  assert.deepEqual([tokens.tokenType, tokens.expiresIn], ["bearer", 1800])
  app.setAccessToken(tokens.accessToken)
  const told = await app.oauth.accessTokensApi.get(tokens.accessToken)
  assert.equal(told.hubId, connection.portal_id)
  assert.equal((await app.crm.contacts.basicApi.getPage(1)).results.length, 1)
  assert.equal((await refused(app.crm.companies.basicApi.getPage(1)))[0], 403)
  await control("/tokens/expire", { service: "hubspot" })
  assert.equal((await refused(app.crm.contacts.basicApi.getPage(1)))[0], 401)
  const renew = () =>
    app.oauth.tokensApi.create("refresh_token", undefined, undefined, ...keys, tokens.refreshToken)
  app.setAccessToken((await renew()).accessToken)
  assert.equal((await app.crm.contacts.basicApi.getPage(1)).results.length, 1)
  await app.oauth.refreshTokensApi.archive(tokens.refreshToken)
  const [status, body] = await refused(renew())
  assert.deepEqual([status, body.status], [400, "BAD_REFRESH_TOKEN"])
  const again = app.oauth.tokensApi.create("authorization_code", code, redirect, ...keys)
  assert.equal((await refused(again))[1].status, "BAD_AUTH_CODE")
})

test("getAll walks through every page", async () => {
  const { total } = await crm.contacts.searchApi.doSearch({ limit: 1 })
  const everybody = await crm.contacts.getAll(100, undefined, ["email"])
  assert.equal(new Set(everybody.map((each) => each.id)).size, total)
})

test("a record is made, read, changed and archived", async () => {
  const made = await newContact()
  assert.ok(made.createdAt instanceof Date)
  const { id, properties } = await crm.contacts.basicApi.update(made.id, { properties: { city: "Kraków" } })
  assert.deepEqual([id, properties.city], [made.id, "Kraków"])
  const byEmail = [undefined, undefined, undefined, undefined, "email"]
  assert.equal((await crm.contacts.basicApi.getById(made.properties.email, ...byEmail)).id, made.id)
  const [status, body] = await refused(newContact({ email: made.properties.email }))
  assert.deepEqual([status, body.category], [409, "CONFLICT"])
  assert.match(body.message, new RegExp(`Existing ID: ${made.id}`))
  await crm.contacts.basicApi.archive(made.id)
  assert.equal((await refused(crm.contacts.basicApi.getById(made.id)))[0], 404)
})

test("what cannot be stored is refused", async () => {
  const [status, body] = await refused(newContact({ unicorn: "1" }))
  assert.deepEqual([status, body.category], [400, "VALIDATION_ERROR"])
  assert.match(JSON.stringify(body), /PROPERTY_DOESNT_EXIST/)
})

test("a search filters, sorts by object or name, and pages", async () => {
  const filterGroups = [{ filters: [{ propertyName: "amount", operator: "GT", value: "0" }] }]
  const amounts = async (sorts, after) => {
    const page = await crm.deals.searchApi.doSearch({ filterGroups, sorts, properties: ["amount"], limit: 20, after })
    return [page.results.map((each) => Number(each.properties.amount)), page.paging.next.after]
  }
  const down = (some) => [...some].sort((one, other) => other - one)
  const [objects, after] = await amounts([{ propertyName: "amount", direction: "DESCENDING" }])
  const [names] = await amounts(["-amount"])
  const [more] = await amounts(["-amount"], after)
  assert.deepEqual(objects, names)
  assert.deepEqual([...names, ...more], down([...names, ...more]))
  const [status, body] = await refused(crm.deals.searchApi.doSearch({ after: "10000", limit: 1 }))
  assert.deepEqual([status, body.category], [400, "VALIDATION_ERROR"])
})

test("a batch with trace ids tells good from bad, an upsert what is new", async () => {
  const { properties } = await newContact()
  const rows = [
    { properties: { email: address() }, associations: [], objectWriteTraceId: "good" },
    { properties: { email: properties.email }, associations: [], objectWriteTraceId: "bad" },
  ]
  const made = await crm.contacts.batchApi.create({ inputs: rows })
  assert.deepEqual([made.results.length, made.numErrors], [1, 1])
  assert.deepEqual(made.errors[0].context.objectWriteTraceId, ["bad"])
  const inputs = [properties.email, address()].map((id) => ({ id, idProperty: "email", properties: { email: id } }))
  const done = await crm.contacts.batchApi.upsert({ inputs })
  assert.deepEqual(done.results.map((each) => each._new).sort(), [false, true])
  const asked = [{ id: made.results[0].id }, { id: "99" }]
  const read = await crm.contacts.batchApi.read({ inputs: asked, properties: ["email"], propertiesWithHistory: [] })
  assert.deepEqual([read.results.length, read.numErrors], [1, 1])
})

test("records are associated by type, by default and by label", async () => {
  const [contact, deal] = [await newContact(), await newDeal()]
  const { v4 } = crm.associations
  const spec = { associationCategory: "HUBSPOT_DEFINED", associationTypeId: AssociationTypes.dealToContact }
  await v4.basicApi.create("deals", deal.id, "contacts", contact.id, [spec])
  const [found] = (await v4.basicApi.getPage("deals", deal.id, "contacts")).results
  assert.equal(`${found.toObjectId}`, contact.id)
  assert.deepEqual(found.associationTypes.map((each) => each.typeId), [3])
  const label = { name: "approver", label: "Approver" }
  const [own] = (await v4.schema.definitionsApi.create("deals", "contacts", label)).results
  await v4.basicApi.create("deals", deal.id, "contacts", contact.id, [
    { associationCategory: "USER_DEFINED", associationTypeId: own.typeId },
  ])
  const read = await v4.batchApi.getPage("deals", "contacts", { inputs: [{ id: deal.id }] })
  const labels = read.results[0].to[0].associationTypes.map((each) => each.label)
  assert.deepEqual(new Set(labels), new Set([null, "Approver"]))
  const company = await crm.companies.basicApi.create({ properties: { name: "Span" }, associations: [] })
  await v4.basicApi.createDefault("deals", deal.id, "companies", company.id)
  const shown = await crm.deals.basicApi.getById(deal.id, undefined, undefined, ["contacts", "companies"])
  const types = shown.associations.companies.results.map((each) => each.type).sort()
  assert.deepEqual(types, ["deal_to_company", "deal_to_company_unlabeled"])
  await v4.basicApi.archive("deals", deal.id, "contacts", contact.id)
  assert.deepEqual((await v4.basicApi.getPage("deals", deal.id, "contacts")).results, [])
})

test("line items belong to their deal", async () => {
  const deal = await newDeal()
  const item = await crm.lineItems.basicApi.create({
    properties: { name: "Hour", price: "80", quantity: "3", discount: "5" },
    associations: [
      {
        to: { id: deal.id },
        types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: AssociationTypes.lineItemToDeal }],
      },
    ],
  })
  const read = await crm.lineItems.basicApi.getById(item.id, ["amount"])
  assert.equal(Number(read.properties.amount), 225)
  const shown = await crm.deals.basicApi.getById(deal.id, undefined, undefined, ["line_items"])
  assert.deepEqual(shown.associations["line items"].results.map((each) => each.id), [item.id])
})

test("properties come once", async () => {
  const { coreApi, groupsApi } = crm.properties
  await groupsApi.create("deals", { name: "node", label: "Node" })
  const property = { name: "node_total", label: "Total", type: "number", fieldType: "number", groupName: "node" }
  const made = await coreApi.create("deals", property)
  assert.equal(made.fieldType, "number")
  const [status, body] = await refused(coreApi.create("deals", property))
  assert.deepEqual([status, body.subCategory], [409, "Properties.PROPERTY_WITH_NAME_EXISTS"])
  const deal = await newDeal({ node_total: "12.5" })
  assert.equal(deal.properties.node_total, "12.5")
  await coreApi.archive("deals", "node_total")
  assert.equal((await refused(coreApi.getByName("deals", "node_total")))[0], 404)
})

test("lists are filled by hand, owners and pipelines told", async () => {
  const { listsApi, membershipsApi } = crm.lists
  const contact = await newContact()
  const { list } = await listsApi.create({ name: "From node", objectTypeId: "0-1", processingType: "MANUAL" })
  await membershipsApi.add(list.listId, [contact.id])
  const members = await membershipsApi.getPage(list.listId)
  assert.deepEqual(members.results.map((each) => each.recordId), [contact.id])
  await listsApi.remove(list.listId)
  const [owner] = (await crm.owners.ownersApi.getPage()).results
  assert.ok(owner.email && owner.userId)
  const [sales] = (await crm.pipelines.pipelinesApi.getAll("deals")).results
  assert.equal(sales.stages.filter((each) => each.metadata.isClosed === "true").length, 2)
})

test("a call the client has no method for", async () => {
  const app = new Client({ accessToken: connection.hubspot_token, basePath: url })
  const told = await (await app.apiRequest({ path: "/account-info/v3/details" })).json()
  assert.equal(told.portalId, connection.portal_id)
})

test("over the limit it waits by itself and comes through", async () => {
  const patient = new Client({ accessToken: connection.hubspot_token, basePath: url, numberOfApiCallRetries: 3 })
  const search = () => patient.crm.contacts.searchApi.doSearch({ limit: 1 })
  const pages = await limited({ hubspot: { per_second_search: 1 } }, () => Promise.all([search(), search()]))
  assert.equal(pages.length, 2)
  const page = () => crm.contacts.basicApi.getPage(1)
  const [status, body] = await limited({ hubspot: { per_ten_seconds: 1 } }, () =>
    refused(Promise.all([page(), page(), page()])),
  )
  assert.deepEqual([status, body.policyName, body.errorType], [429, "TEN_SECONDLY_ROLLING", "RATE_LIMIT"])
})

test("a server in trouble is asked again", async () => {
  const patient = new Client({ accessToken: connection.hubspot_token, basePath: url, numberOfApiCallRetries: 3 })
  await control("/faults", [{ do: "status", status: 503, times: 2 }])
  assert.equal((await patient.crm.contacts.basicApi.getPage(1)).results.length, 1)
})
