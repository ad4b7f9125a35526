/** Sign-ups that are confirmed by the link of an e-mail. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolClientCommandInput,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { authorizeUrl, Browser, codeClient, LOGOUT, PASSWORD } from './site.ts'

let strange = ''
const server = useServer({}, 'dev', async (started) => {
  strange = (await makePool(started.client())).clientId
})
const HOUR_MS = 60 * 60_000

const makeWorld = async (client: Partial<CreateUserPoolClientCommandInput> = {}, template = {}) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(
    sdk,
    {
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_LINK',
        EmailMessageByLink: 'Hello, please {##Click & confirm##} now.',
        EmailSubjectByLink: 'Welcome',
        ...template,
      },
    },
    { ...codeClient, ...client },
  )
  const Username = `jane+${poolId.slice(-9)}&co`
  const email = `${poolId.slice(-9)}@example.com`
  const signUp = () =>
    sdk.send(
      new SignUpCommand({
        ClientId: clientId,
        Username,
        Password: PASSWORD,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    )
  const user = async () => {
    const { UserStatus, UserAttributes = [] } = await sdk.send(
      new AdminGetUserCommand({ UserPoolId: poolId, Username }),
    )
    return [UserStatus, UserAttributes.find(({ Name }) => Name === 'email_verified')?.Value]
  }
  const newest = async () => (await server.inbox(email))[0] ?? assert.fail('no message came')
  const link = async () => (await newest()).link ?? assert.fail('the message has no link')
  return { sdk, poolId, clientId, Username, email, signUp, user, newest, link }
}

/** Opens a link and clicks on its page. */
const follow = async (link: string) => {
  const browser = new Browser(server)
  const { status } = await browser.open(link)
  assert.equal(status, 200)
  return browser.submit({}, /confirmUser/)
}

const changed = (link: string, change: Record<string, string | undefined>) => {
  const url = new URL(link)
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
  return url.href
}

const UNCONFIRMED = ['UNCONFIRMED', 'false']
const CONFIRMED = ['CONFIRMED', 'true']

suite('a sign-up', () => {
  test('is answered by an e-mail with a link in place of a code', async () => {
    const world = await makeWorld()
    await world.signUp()
    const { subject, body, link, code } = await world.newest()
    const query = new URLSearchParams({
      client_id: world.clientId,
      user_name: world.Username,
      confirmation_code: code ?? '',
    })
    assert.equal(link, `${server.ctx.settings.publicUrl}/confirmUser?${query}`)
    assert.equal(subject, 'Welcome')
    assert.equal(body, `Hello, please <a href="${link?.replaceAll('&', '&amp;')}">Click & confirm</a> now.`)
    const page = await (await fetch(`${server.url}/_cenote/inbox?to=${encodeURIComponent(world.email)}`)).text()
    assert.ok(page.includes(`href="${link?.replaceAll('&', '&amp;')}"`), 'the inbox links to it')
  })

  test('has the default text with a link', async () => {
    const world = await makeWorld({}, { EmailMessageByLink: undefined, EmailSubjectByLink: undefined })
    await world.signUp()
    const { subject, body, link } = await world.newest()
    assert.equal(subject, 'Your verification link')
    assert.equal(
      body,
      `Please click the link below to verify your email address. <a href="${link?.replaceAll('&', '&amp;')}">Verify Email</a> `,
    )
  })

  test('is confirmed by a click on the page of the link, and not by opening it', async () => {
    const world = await makeWorld()
    await world.signUp()
    const link = await world.link()
    await fetch(link)
    await fetch(link, { method: 'HEAD' })
    assert.deepEqual(await world.user(), UNCONFIRMED)
    const { status, text } = await follow(link)
    assert.equal(status, 200)
    assert.match(text, /Your account is confirmed/)
    assert.match(text, /href="\/login\?client_id=/)
    assert.deepEqual(await world.user(), CONFIRMED)
  })

  test('is confirmed by a link of a client with a secret, which the link does not need', async () => {
    const world = await makeWorld()
    await world.signUp()
    const { clientId } = await makeClient(world.sdk, world.poolId, { GenerateSecret: true })
    assert.equal((await follow(changed(await world.link(), { client_id: clientId }))).status, 200)
    assert.deepEqual(await world.user(), CONFIRMED)
  })

  test('is confirmed by the code of the link as well', async () => {
    const world = await makeWorld()
    await world.signUp()
    const ConfirmationCode = new URL(await world.link()).searchParams.get('confirmation_code') ?? ''
    const { clientId: ClientId, Username } = world
    await world.sdk.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }))
    assert.deepEqual(await world.user(), CONFIRMED)
  })

  test('gets a new link by ResendConfirmationCode, and the one before is void', async () => {
    const world = await makeWorld()
    await world.signUp()
    const before = await world.link()
    const { clientId: ClientId, Username } = world
    const { CodeDeliveryDetails } = await world.sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username }))
    assert.equal(CodeDeliveryDetails?.DeliveryMedium, 'EMAIL')
    const after = await world.link()
    assert.notEqual(after, before)
    assert.equal((await follow(before)).status, 400)
    assert.deepEqual(await world.user(), UNCONFIRMED)
    assert.equal((await follow(after)).status, 200)
    assert.deepEqual(await world.user(), CONFIRMED)
  })

  test('that is confirmed has its other messages with codes', async () => {
    const world = await makeWorld()
    await world.signUp()
    await follow(await world.link())
    await world.sdk.send(new ForgotPasswordCommand({ ClientId: world.clientId, Username: world.Username }))
    const { link, body, code } = await world.newest()
    assert.equal(link, null)
    assert.ok(code && body.includes(code))
  })
})

suite('a link that does not work shows an error, and confirms nobody:', () => {
  const rows: [name: string, change: (link: string) => string, text: RegExp][] = [
    ['a wrong code', (link) => changed(link, { confirmation_code: '000000' }), /That code is not right/],
    ['no code', (link) => changed(link, { confirmation_code: undefined }), /Something went wrong/],
    ['no user', (link) => changed(link, { user_name: undefined }), /Something went wrong/],
    ['somebody else', (link) => changed(link, { user_name: 'nobody' }), /That code is no longer valid/],
    ['no client', (link) => changed(link, { client_id: undefined }), /Something went wrong/],
    ['a client of another pool', (link) => changed(link, { client_id: strange }), /That code is no longer valid/],
    ['an unknown client', (link) => changed(link, { client_id: 'unknown' }), /Something went wrong/],
    [
      'a name that is HTML',
      (link) => changed(link, { user_name: '"><script>alert(1)</script>' }),
      /That code is no longer valid/,
    ],
  ]
  for (const [name, change, expected] of rows) {
    test(name, async () => {
      const world = await makeWorld()
      await world.signUp()
      const { status, text } = await follow(change(await world.link()))
      assert.equal(status, 400)
      assert.match(text, expected)
      assert.ok(!text.includes('<script>alert'))
      assert.deepEqual(await world.user(), UNCONFIRMED)
    })
  }

  test('one that was used', async () => {
    const world = await makeWorld()
    await world.signUp()
    const link = await world.link()
    await follow(link)
    const { status, text } = await follow(link)
    assert.equal(status, 400)
    assert.match(text, /That code is no longer valid/)
  })

  test('one that is a day old', async () => {
    const world = await makeWorld()
    await world.signUp()
    const link = await world.link()
    server.travel(24 * HOUR_MS + 1000)
    assert.equal((await follow(link)).status, 400)
    assert.deepEqual(await world.user(), UNCONFIRMED)
  })

  test('one that another site posts, without the page’s token', async () => {
    const world = await makeWorld()
    await world.signUp()
    const response = await fetch(await world.link(), { method: 'POST', body: new URLSearchParams({ _csrf: 'x' }) })
    assert.equal(response.status, 403)
    assert.deepEqual(await world.user(), UNCONFIRMED)
  })

  test('one whose code was tried too often', async () => {
    const world = await makeWorld()
    await world.signUp()
    const link = await world.link()
    for (let tries = 0; tries < 5; tries++) await follow(changed(link, { confirmation_code: `00000${tries}` }))
    assert.equal((await follow(link)).status, 400)
    assert.deepEqual(await world.user(), UNCONFIRMED)
  })
})

test('the pages tell who signs up of the link, and send another', async () => {
  const world = await makeWorld()
  const browser = new Browser(server)
  await browser.open(authorizeUrl(server, world))
  const { url } = browser.page ?? assert.fail()
  await browser.open(new URL(`/signup${url.search}`, server.url).href)
  const page = await browser.submit({ username: 'joe', 'attribute.email': world.email, password: PASSWORD }, /signup/)
  assert.match(page.text, /We sent a link to/)
  assert.ok(!page.text.includes('name="code"'))
  const before = await world.link()
  const again = await browser.submit({}, /resendcode/)
  assert.match(again.text, /We sent you a link/)
  const after = await world.link()
  assert.notEqual(after, before)
  assert.equal((await follow(after)).status, 200)
  const to = await browser.signIn(authorizeUrl(server, world), 'joe')
  assert.notEqual(to.href, LOGOUT)
})
