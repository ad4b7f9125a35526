import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { pkce } from '../oauth/site.ts'
import { localhost, once, shown, skip, useSite } from './site.ts'

const server = useServer(await localhost())
const site = useSite(server)

const WRONG = 'Wrong-horse-9'

for (const { name, javaScriptEnabled, place } of shown(async (where) => {
  const made = await site.makePlace({}, { PreventUserExistenceErrors: 'ENABLED' }, where)
  for (const username of ['jane', 'john']) await makeUser(made.sdk, made.poolId, username)
  await made.sdk.send(new AdminDisableUserCommand({ UserPoolId: made.poolId, Username: 'john' }))
  return made
})) {
  test(`a user signs in by name and password; pages are ${name}`, { skip }, async () => {
    const visitor = await site.visitor({ javaScriptEnabled })
    const { challenge, verifier } = pkce()
    const asked = { code_challenge: challenge, code_challenge_method: 'S256', nonce: 'n1' }
    await visitor.open(site.url(await place(), asked))
    await visitor.submit({ username: 'jane', password: PASSWORD })
    const to = await visitor.arrived()
    assert.equal(to.searchParams.get('state'), 's1')
    const claims = await site.claims(await place(), to, { code_verifier: verifier })
    assert.deepEqual([claims['cognito:username'], claims.nonce], ['jane', 'n1'])
  })

  test(`a sign-in is refused, and may be tried again; pages are ${name}`, { skip }, async () => {
    const visitor = await site.visitor({ javaScriptEnabled })
    await visitor.open(site.url(await place()))
    for (const [username, password, key] of [
      ['jane', WRONG, 'error.incorrectLogin'],
      ['nobody', PASSWORD, 'error.incorrectLogin'],
      ['john', PASSWORD, 'error.userDisabled'],
    ] as const) {
      await visitor.submit({ username, password })
      await visitor.refused(key)
      assert.deepEqual([await visitor.value('username'), await visitor.value('password')], [username, ''])
    }
    await visitor.submit({ username: 'jane', password: PASSWORD })
    assert.equal(await site.username(await place(), await visitor.arrived()), 'jane')
  })
}

/** For tests that need nothing but a user called jane. */
const plain = once(async () => {
  const place = await site.makePlace()
  await makeUser(place.sdk, place.poolId, 'jane')
  return place
})

test('an implicit client gets tokens in the fragment', { skip }, async () => {
  const visitor = await site.visitor()
  await visitor.open(site.url(await plain(), { response_type: 'token' }))
  await visitor.submit({ username: 'jane', password: PASSWORD })
  const { hash, search } = await visitor.arrived()
  assert.equal(search, '')
  const members = new URLSearchParams(hash.slice(1))
  for (const member of ['id_token', 'access_token', 'expires_in']) assert.ok(members.get(member), member)
  assert.equal(members.get('state'), 's1')
})

test('the pages are at the host of the server as well as on the domain of the pool', { skip }, async () => {
  const place = site.onOwnHost(await plain())
  const visitor = await site.visitor()
  await visitor.open(site.url(place))
  await visitor.submit({ username: 'jane', password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'jane')
})

test('an address that is wrong leads to a page that says so, and not to the app', { skip }, async () => {
  const [place, elsewhere] = [await plain(), await site.makePlace()]
  const visitor = await site.visitor()
  for (const [change, error] of [
    [{ redirect_uri: 'https://app.example.com/other' }, 'redirect_mismatch'],
    [{ client_id: 'nobody' }, 'invalid_client'],
    // Domains are of one pool each.
    [{ client_id: elsewhere.clientId }, 'invalid_client'],
  ] as const) {
    const response = await visitor.open(site.url(place, change))
    const { pathname, searchParams } = new URL(visitor.page.url())
    assert.deepEqual([response?.status(), pathname, searchParams.get('error')], [400, '/error', error])
  }
})

test('users sign in with what the pool knows them by', { skip }, async () => {
  const visitor = await site.visitor()
  const email = 'jane@example.com'
  const byEmail = await site.makePlace({ UsernameAttributes: ['email'] })
  await makeUser(byEmail.sdk, byEmail.poolId, email)
  const { UserAttributes } = await byEmail.sdk.send(
    new AdminGetUserCommand({ UserPoolId: byEmail.poolId, Username: email }),
  )
  await visitor.open(site.url(byEmail))
  await visitor.submit({ username: email, password: PASSWORD })
  const { sub } = await site.claims(byEmail, await visitor.arrived())
  assert.equal(sub, UserAttributes?.find(({ Name }) => Name === 'sub')?.Value)

  const byAlias = await site.makePlace({ AliasAttributes: ['email', 'phone_number'] })
  await makeUser(byAlias.sdk, byAlias.poolId, 'jane')
  const UserAttributes2 = Object.entries({ email, email_verified: 'true' }).map(([Name, Value]) => ({ Name, Value }))
  await byAlias.sdk.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: byAlias.poolId,
      Username: 'jane',
      UserAttributes: UserAttributes2,
    }),
  )
  await visitor.open(site.url(byAlias))
  await visitor.submit({ username: email, password: PASSWORD })
  assert.equal(await site.username(byAlias, await visitor.arrived()), 'jane')
})

test('whoever guesses passwords is stopped', { skip }, async () => {
  const place = await plain()
  await makeUser(place.sdk, place.poolId, 'guessed')
  const visitor = await site.visitor()
  await visitor.open(site.url(place))
  for (let tries = 0; tries < 5; tries++) await visitor.submit({ username: 'guessed', password: WRONG })
  await visitor.submit({ username: 'guessed', password: PASSWORD })
  await visitor.refused('error.attemptsExceeded')
})

test('browsers send no form that lacks a field, and the server takes none', { skip }, async () => {
  const visitor = await site.visitor()
  await visitor.open(site.url(await plain()))
  const form = await visitor.fill({ username: 'jane', password: '' })
  await form.locator('[type=submit]').click()
  assert.equal(await visitor.page.evaluate('document.activeElement.name'), 'password')
  for (const fields of [
    { username: 'jane', password: '' },
    { username: '', password: PASSWORD },
  ]) {
    await visitor.page.evaluate('document.forms[0].noValidate = true')
    await visitor.submit(fields)
    assert.ok(await visitor.page.textContent('#error'))
  }
  await visitor.submit({ username: 'jane', password: PASSWORD })
  await visitor.arrived()
})

test('a name that the client knows stands in the form', { skip }, async () => {
  const visitor = await site.visitor()
  await visitor.open(site.url(await plain(), { login_hint: 'jane "<b>' }))
  assert.equal(await visitor.value('username'), 'jane "<b>')
  await visitor.follow('/forgotPassword')
  assert.equal(await visitor.value('username'), 'jane "<b>')
})

test('a name is kept for the next time if its user wants it, and no longer', { skip }, async () => {
  const url = site.url(await plain(), { prompt: 'login' })
  const visitor = await site.visitor()
  const box = () => visitor.page.isChecked('[name=rememberUsername]')
  await visitor.open(url)
  assert.deepEqual([await visitor.value('username'), await box()], ['', false])
  await visitor.submit({ username: 'jane', password: PASSWORD, rememberUsername: 'true' })
  await visitor.arrived()
  await visitor.open(url)
  assert.deepEqual([await visitor.value('username'), await box()], ['jane', true])
  await visitor.submit({ password: PASSWORD, rememberUsername: 'false' })
  await visitor.arrived()
  await visitor.open(url)
  assert.deepEqual([await visitor.value('username'), await box()], ['', false])
})

test('a language is that of the address, and then that of the browser', { skip }, async () => {
  const visitor = await site.visitor()
  const language = () => visitor.page.getAttribute('html', 'lang')
  const place = await plain()
  await visitor.open(site.url(place))
  assert.equal(await language(), 'en')
  await visitor.open(site.url(place, { lang: 'de' }))
  assert.equal(await language(), 'de')
  await visitor.open(site.url(place))
  assert.equal(await language(), 'de')
  await visitor.submit({ username: 'jane', password: WRONG })
  await visitor.refused('error.incorrectLogin', 'de')
  // The menu has the addresses of this page in each language.
  const japanese = await visitor.page.getAttribute('a[hreflang=ja]', 'href')
  await visitor.open(`${place.origin}${japanese}`)
  assert.equal(await language(), 'ja')
  await visitor.submit({ username: 'jane', password: PASSWORD })
  await visitor.arrived()
})

test('an unconfirmed user is led to the code, and signs in then', { skip }, async () => {
  const place = await site.makePlace({ AutoVerifiedAttributes: ['email'] })
  const { sdk, clientId, poolId } = place
  const [first, second] = ['late@example.com', 'later@example.com']
  for (const [Username, Value] of [
    ['late', first],
    ['later', second],
  ] as const) {
    const UserAttributes = [{ Name: 'email', Value }]
    await sdk.send(new SignUpCommand({ ClientId: clientId, Username, Password: PASSWORD, UserAttributes }))
  }
  const visitor = await site.visitor()
  await visitor.open(site.url(place))
  await visitor.submit({ username: 'late', password: PASSWORD })
  assert.equal(visitor.path(), '/confirm')
  await visitor.submit({ code: await server.code(first) })
  assert.equal(visitor.path(), '/login')
  await visitor.submit({ username: 'late', password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'late')

  // An administrator may be faster.
  await visitor.open(site.url(place, { prompt: 'login' }))
  await visitor.submit({ username: 'later', password: PASSWORD })
  await sdk.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: 'later' }))
  await visitor.submit({ code: await server.code(second) })
  assert.ok(await visitor.page.textContent('#error'))
  await visitor.follow('/login')
  await visitor.submit({ username: 'later', password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'later')
})

test('an app may lead on from its callback to wherever it wants', { skip }, async () => {
  const visitor = await site.visitor()
  await visitor.open(site.url(await plain(), { redirect_uri: site.app.hop }))
  await visitor.submit({ username: 'jane', password: PASSWORD })
  assert.equal(visitor.page.url(), site.app.landing)
})

test('an app may be one of a phone', { skip }, async () => {
  const place = await plain()
  const visitor = await site.visitor()
  await visitor.open(site.url(place, { redirect_uri: site.app.phone }))
  const form = await visitor.fill({ username: 'jane', password: PASSWORD })
  const [request] = await Promise.all([
    visitor.page.waitForEvent('request', (request) => request.url().startsWith(site.app.phone)),
    form.locator('[type=submit]').click(),
  ])
  const change = { redirect_uri: site.app.phone }
  assert.equal((await site.claims(place, new URL(request.url()), change))['cognito:username'], 'jane')
})
