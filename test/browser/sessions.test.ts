import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SetUserPoolMfaConfigCommand } from '@aws-sdk/client-cognito-identity-provider'
import { addresses } from '../choice.ts'
import { makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { adminRecovery, allFactors } from '../mfa.ts'
import { localhost, once, type Place, skip, useSite } from './site.ts'
import { type Visitor, visitorOf } from './visitor.ts'

const server = useServer(await localhost())
const site = useSite(server)

const MINUTE_MS = 60_000

const plain = once(async () => {
  const place = await site.makePlace()
  for (const username of ['jane', 'john']) await makeUser(place.sdk, place.poolId, username)
  return place
})

/** Every user of it gives a code after the password. */
const withCodes = once(async () => {
  const place = await site.makePlace({
    ...adminRecovery,
    EmailConfiguration: {
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/a@example.com',
    },
  })
  await place.sdk.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId: place.poolId, MfaConfiguration: 'ON', ...allFactors }),
  )
  return place
})

const addUser = async (username: string) => {
  const { sdk, poolId } = await withCodes()
  const { email } = addresses()
  await makeUser(sdk, poolId, username, { email, email_verified: 'true' })
  return email
}

const signIn = async (visitor: Visitor, place: Place, username = 'jane') => {
  await visitor.open(site.url(place, { prompt: 'login' }))
  await visitor.submit({ username, password: PASSWORD })
  return visitor.arrived()
}

/** One more tab of somebody's browser. */
const tabOf = async ({ page }: Visitor) => visitorOf(await page.context().newPage(), site.app)

test('one sign-in is good for all clients of a pool, and for no other pool', { skip }, async () => {
  const place = site.onOwnHost(await plain())
  const [other, elsewhere] = [await site.addClient(place), site.onOwnHost(await site.makePlace())]
  const visitor = await site.visitor()
  await signIn(visitor, place)
  await visitor.open(site.url(other))
  assert.equal(await site.username(other, await visitor.arrived()), 'jane')
  await visitor.open(site.url(elsewhere))
  assert.equal(visitor.path(), '/login')
  await visitor.open(site.url(elsewhere, { prompt: 'none' }))
  assert.equal((await visitor.arrived()).searchParams.get('error'), 'login_required')

  // Both last beside each other.
  await makeUser(elsewhere.sdk, elsewhere.poolId, 'jack')
  await signIn(visitor, elsewhere, 'jack')
  for (const [at, username] of [
    [place, 'jane'],
    [elsewhere, 'jack'],
  ] as const) {
    await visitor.open(site.url(at, { prompt: 'none' }))
    assert.equal(await site.username(at, await visitor.arrived()), username)
  }
})

test('a session ends after an hour, and use makes it no longer', { skip }, async () => {
  const place = await plain()
  const visitor = await site.visitor()
  await signIn(visitor, place)
  server.travel(50 * MINUTE_MS)
  await visitor.open(site.url(place))
  assert.ok((await visitor.arrived()).searchParams.get('code'))
  server.travel(10 * MINUTE_MS)
  await visitor.open(site.url(place))
  assert.equal(visitor.path(), '/login')
})

test('a client that wants a new sign-in gets one, of whoever it is', { skip }, async () => {
  const place = await plain()
  const visitor = await site.visitor()
  await signIn(visitor, place)
  await visitor.open(site.url(place, { prompt: 'login' }))
  assert.equal(visitor.path(), '/login')
  await visitor.submit({ username: 'john', password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'john')
  await visitor.open(site.url(place, { prompt: 'none' }))
  assert.equal(await site.username(place, await visitor.arrived()), 'john')
})

test('a logout ends the session, and leads to where the client wants', { skip }, async () => {
  const place = await plain()
  const visitor = await site.visitor()
  await signIn(visitor, place)
  const logout = (query: Record<string, string>) =>
    `${place.origin}/logout?${new URLSearchParams({ client_id: place.clientId, ...query })}`
  await visitor.open(logout({ logout_uri: site.app.goodbye }))
  assert.equal(visitor.page.url(), site.app.goodbye)
  await visitor.open(site.url(place, { prompt: 'none' }))
  assert.equal((await visitor.arrived()).searchParams.get('error'), 'login_required')

  // The way back to the sign-in page.
  await signIn(visitor, place)
  await visitor.open(logout({ redirect_uri: site.app.callback, response_type: 'code' }))
  assert.equal(visitor.path(), '/login')
  await visitor.submit({ username: 'john', password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'john')

  // Elsewhere is nowhere, and the session stays.
  await visitor.open(logout({ logout_uri: 'https://app.example.com/other' }))
  assert.equal(visitor.path(), '/error')
  await visitor.open(site.url(place, { prompt: 'none' }))
  assert.equal(await site.username(place, await visitor.arrived()), 'john')
})

test('a pool that goes by the standards asks before a logout of nobody in particular', { skip }, async () => {
  const place = await site.makePlace({ UserPoolTags: { 'cenote:oidc': 'strict' } })
  await makeUser(place.sdk, place.poolId, 'jane')
  const visitor = await site.visitor()
  const to = await signIn(visitor, place)
  assert.ok(to.searchParams.get('iss'))
  await visitor.open(`${place.origin}/logout`)
  await visitor.press('/logout')
  await visitor.open(site.url(place, { prompt: 'none' }))
  assert.equal((await visitor.arrived()).searchParams.get('error'), 'login_required')
})

test('two sign-ins at once in two tabs end as who each was begun', { skip }, async () => {
  const place = await withCodes()
  const [one, other] = [await addUser('one'), await addUser('other')]
  const visitor = await site.visitor()
  const tab = await tabOf(visitor)
  await visitor.open(site.url(place, { state: 'one' }))
  await tab.open(site.url(place, { state: 'other' }))
  await visitor.submit({ username: 'one', password: PASSWORD })
  await tab.submit({ username: 'other', password: PASSWORD })
  await visitor.submit({ code: await server.code(one) })
  const [first, second] = [
    await visitor.arrived(),
    await (async () => {
      await tab.submit({ code: await server.code(other) })
      return tab.arrived()
    })(),
  ]
  assert.deepEqual(
    [first, second].map(({ searchParams }) => searchParams.get('state')),
    ['one', 'other'],
  )
  assert.equal(await site.username(place, first), 'one')
  assert.equal(await site.username(place, second), 'other')
  // The last one is whose browser it is.
  await visitor.open(site.url(place, { prompt: 'none' }))
  assert.equal(await site.username(place, await visitor.arrived()), 'other')
})

test('the button back leads through a sign-in, and is no way into one that is over', { skip }, async () => {
  const place = await withCodes()
  const email = await addUser('back')
  const visitor = await site.visitor()
  const back = () => visitor.onward(() => visitor.page.goBack())
  await visitor.open(site.url(place))
  await visitor.submit({ username: 'back', password: PASSWORD })
  await back()
  assert.equal(visitor.path(), '/login')
  await visitor.submit({ username: 'back', password: PASSWORD })
  const code = await server.code(email)
  await visitor.submit({ code })
  await visitor.arrived()
  await back()
  assert.equal(visitor.path(), '/challenge')
  await visitor.submit({ code })
  await visitor.isLost()
  // Whoever begins again is signed in already.
  await visitor.open(site.url(place))
  assert.equal(await site.username(place, await visitor.arrived()), 'back')
})

test('a page that is loaded again is the same, and so is one that told of a mistake', { skip }, async () => {
  const place = await withCodes()
  const email = await addUser('reload')
  const visitor = await site.visitor()
  const reload = () => visitor.onward(() => visitor.page.reload())
  await visitor.open(site.url(place))
  await reload()
  await visitor.submit({ username: 'reload', password: 'Wrong-horse-9' })
  await reload()
  await visitor.refused('error.incorrectLogin')
  await visitor.submit({ username: 'reload', password: PASSWORD })
  const sent = (await server.inbox(email)).length
  await reload()
  assert.equal((await server.inbox(email)).length, sent, 'no code more')
  await visitor.submit({ code: '000000' })
  await reload()
  await visitor.refused('error.wrongCode')
  await visitor.submit({ code: await server.code(email) })
  assert.equal(await site.username(place, await visitor.arrived()), 'reload')
})

test('a form waits as long as its user, but a sign-in under way does not', { skip }, async () => {
  const place = await withCodes()
  const email = await addUser('waiting')
  const visitor = await site.visitor()
  await visitor.open(site.url(place))
  server.travel(24 * 60 * MINUTE_MS)
  await visitor.submit({ username: 'waiting', password: PASSWORD })
  const code = await server.code(email)
  server.travel(5 * MINUTE_MS)
  await visitor.submit({ code })
  await visitor.isLost()
  await visitor.onward(() => visitor.page.goBack())
  await visitor.isLost()
})

test('a form from before the cookies were deleted is not taken, and the next one is', { skip }, async () => {
  const place = await plain()
  const visitor = await site.visitor()
  await visitor.open(site.url(place))
  await visitor.page.context().clearCookies()
  await visitor.submit({ username: 'jane', password: PASSWORD })
  await visitor.isLost()
  await visitor.open(site.url(place))
  await visitor.submit({ username: 'jane', password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'jane')
})

test('the address of a page under way leads nowhere in another browser', { skip }, async () => {
  const place = await withCodes()
  await addUser('watched')
  const [visitor, other] = [await site.visitor(), await site.visitor()]
  await visitor.open(site.url(place))
  await visitor.submit({ username: 'watched', password: PASSWORD })
  await other.open(visitor.page.url())
  await other.isLost()
})

test('an app may have the sign-in in a window of its own, and hears from it', { skip }, async () => {
  const place = await plain()
  const { page } = await site.visitor()
  await page.goto(site.app.origin)
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(`{
      window.opened = window.open(${JSON.stringify(site.url(place))}, '_blank')
      window.heard = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data)))
      undefined
    }`),
  ])
  const popup = visitorOf(opened, site.app)
  await popup.submit({ username: 'jane', password: 'Wrong-horse-9' })
  // Apps ask whether their user has closed it.
  assert.equal(await page.evaluate('window.opened.closed'), false)
  await popup.submit({ username: 'jane', password: PASSWORD })
  await popup.arrived()
  await popup.page.evaluate('window.opener.postMessage(location.href, location.origin)')
  const heard: string = await page.evaluate('window.heard')
  assert.equal(await site.username(place, new URL(heard)), 'jane')
})

test('an app of the same site asks in a hidden frame who is signed in', {
  skip,
}, async () => {
  const place = site.onOwnHost(await plain())
  const visitor = await site.visitor()
  const { page } = visitor
  const ask = async () => {
    await page.goto(site.app.origin)
    const url = JSON.stringify(site.url(place, { prompt: 'none' }))
    await page.evaluate(`document.body.append(Object.assign(document.createElement('iframe'), { src: ${url} }))`)
    const frame = await page.waitForSelector('iframe').then((element) => element.contentFrame())
    await frame?.waitForURL((url) => url.origin === site.app.origin)
    return new URL(frame?.url() ?? '')
  }
  assert.equal((await ask()).searchParams.get('error'), 'login_required')
  await signIn(visitor, place)
  assert.equal(await site.username(place, await ask()), 'jane')
})

test('a client that wants a recent sign-in gets one', { skip }, async () => {
  const place = await plain()
  const visitor = await site.visitor()
  await signIn(visitor, place)
  await visitor.open(site.url(place, { max_age: '600' }))
  await visitor.arrived()
  server.travel(11 * MINUTE_MS)
  await visitor.open(site.url(place, { max_age: '600' }))
  await visitor.submit({ username: 'jane', password: PASSWORD })
  await visitor.arrived()
})
