// The simulator a witness speaks to, from the environment, and somebody who answers its sign-in pages.

import assert from "node:assert/strict"

export const { connection, redirect } = JSON.parse(process.env.QBODESK_WITNESS)
export const url = connection.quickbooks_url

export function realm(country) {
  return connection.realms.find((each) => each.country === country)
}

// A call of the control API, a GET without a body.
export async function control(path, body) {
  const told = body && { method: "POST", body: JSON.stringify(body) }
  const answer = await fetch(connection.control_url + path, told)
  assert.equal(answer.status, 200, await answer.clone().text())
  return answer.json()
}

// Some requests under the published limits, or tighter ones.
export async function limited(limits, act) {
  await control("/limits", { enabled: true, ...limits })
  try {
    return await act()
  } finally {
    await control("/limits", { enabled: false, hubspot: { per_ten_seconds: 190, per_second_search: 5 } })
  }
}

// What an app hears at its redirect address when somebody answers the page it sends them to. Every host of the services
// is this one, as after a change of the hosts file.
export async function answer(page, account, connect = true) {
  const { pathname, search } = new URL(page)
  const shown = await fetch(url + pathname + search)
  assert.equal(shown.status, 200)
  const inputs = [...(await shown.text()).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  const plain = (text) => text.replaceAll("&amp;", "&").replaceAll("&#x27;", "'").replaceAll("&quot;", '"')
  const hidden = Object.fromEntries(inputs.map(([, name, value]) => [name, plain(value)]))
  const form = new URLSearchParams({ ...hidden, account, answer: connect ? "connect" : "refuse" })
  const reply = await fetch(shown.url, { method: "POST", body: form, redirect: "manual" })
  assert.equal(reply.status, 302)
  const location = reply.headers.get("location")
  assert.ok(location.startsWith(`${redirect}?`), location)
  return location
}
