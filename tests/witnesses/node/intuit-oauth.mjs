// intuit-oauth (Node.js) signs in, refreshes, calls and disconnects. Its addresses are fields of the class `OAuthClient`.

import assert from "node:assert/strict"
import { afterEach, test } from "node:test"
import OAuthClient from "intuit-oauth"
import { answer, connection, control, limited, realm, redirect, url } from "./simulator.mjs"

OAuthClient.authorizeEndpoint = `${url}/connect/oauth2`
OAuthClient.tokenEndpoint = `${url}/oauth2/v1/tokens/bearer`
OAuthClient.revokeEndpoint = `${url}/v2/oauth2/tokens/revoke`
OAuthClient.userinfo_endpoint_sandbox = `${url}/v1/openid_connect/userinfo`
OAuthClient.jwks_uri = `${url}/op/v1/jwks`
OAuthClient.environment.sandbox = `${url}/`

const DAY = 24 * 3600
const { Accounting, OpenId, Email, Profile } = OAuthClient.scopes

afterEach(() => control("/clock", { now: new Date().toISOString() }))

function newApp(more) {
  const { client_id: clientId, client_secret: clientSecret } = connection
  return new OAuthClient({ clientId, clientSecret, environment: "sandbox", redirectUri: redirect, ...more })
}

async function signedIn(country = "US", scope = [Accounting], more = {}) {
  const app = newApp(more)
  await app.createToken(await answer(app.authorizeUri({ scope, state: "here" }), realm(country).realm_id))
  return app
}

function info(app) {
  const { realmId } = app.getToken()
  return app.makeApiCall({ url: `v3/company/${realmId}/companyinfo/${realmId}` })
}

// The client's own error.
async function refused(promise) {
  return promise.then(
    () => assert.fail("was not refused"),
    (caught) => caught,
  )
}

test("a consent opens the company that was chosen", async () => {
  const app = await signedIn("GB", [Accounting], { includeRefreshTokenHardExpiresIn: true })
  const token = app.getToken()
  assert.deepEqual([token.realmId, token.state], [realm("GB").realm_id, "here"])
  assert.deepEqual([token.expires_in, token.x_refresh_token_expires_in], [3600, 8726400])
  assert.equal(token.x_refresh_token_hard_expires_in, 5 * 365 * DAY)
  assert.ok(app.isAccessTokenValid())
  const told = await info(app)
  assert.equal(told.json.CompanyInfo.CompanyName, realm("GB").name)
  assert.ok(told.headers.intuit_tid)
})

test("a refusal comes back as an error", async () => {
  const page = newApp().authorizeUri({ scope: [Accounting], state: "here" })
  const { searchParams } = new URL(await answer(page, realm("US").realm_id, false))
  assert.deepEqual(Object.fromEntries(searchParams), { error: "access_denied", state: "here" })
})

test("a code is good once", async () => {
  const app = newApp()
  const back = await answer(app.authorizeUri({ scope: [Accounting] }), realm("US").realm_id)
  await app.createToken(back)
  const error = await refused(app.createToken(back))
  assert.deepEqual([error.error, error.authResponse.status()], ["invalid_grant", 400])
  assert.ok(error.intuit_tid)
})

test("a day later a refresh brings another refresh token, the old one is dead", async () => {
  const app = await signedIn()
  const old = app.getToken().refresh_token
  await app.refresh()
  assert.equal(app.getToken().refresh_token, old)
  await control("/clock", { advance: DAY + 60 })
  await app.refresh()
  assert.notEqual(app.getToken().refresh_token, old)
  assert.equal((await refused(app.refreshUsingToken(old))).error, "invalid_grant")
})

test("a revoked app is shut out", async () => {
  const app = await signedIn()
  const { access_token, refresh_token, realmId } = app.getToken()
  await app.revoke({ access_token })
  assert.equal((await refused(app.refreshUsingToken(refresh_token))).error, "invalid_grant")
  const shut = newApp({ token: { access_token, realmId } })
  assert.equal((await refused(info(shut))).code, "401")
})

test("a wrong secret is no client", async () => {
  const error = await refused(newApp({ clientSecret: "wrong" }).refreshUsingToken(realm("US").refresh_token))
  assert.equal(error.error, "invalid_client")
})

test("the identity token holds and the user is told", async () => {
  const app = await signedIn("US", [OpenId, Email, Profile, Accounting])
  assert.equal(await app.validateIdToken(), true)
  const told = (await app.getUserInfo()).getJson()
  assert.equal(told.emailVerified, true)
  assert.ok(told.sub && told.givenName)
})

test("faults of the books are the client's errors", async () => {
  const app = await signedIn()
  const { realmId } = app.getToken()
  const made = { url: `v3/company/${realmId}/customer`, method: "POST", body: { DisplayName: "Only one" } }
  await app.makeApiCall(made)
  const error = await refused(app.makeApiCall(made))
  assert.deepEqual([error.code, error.faultType], ["6240", "ValidationFault"])
  assert.ok(error.intuitTid)
  const many = Promise.all(Array.from({ length: 20 }, () => info(app)))
  assert.equal((await limited({}, () => refused(many))).code, "RATE_LIMIT_EXCEEDED")
})
