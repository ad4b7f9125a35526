import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { addresses, CHOICE } from '../choice.ts'
import { makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { SMS, wrong } from '../mfa.ts'
import { addAuthenticator } from './chromium.ts'
import { localhost, once, skip, useSite } from './site.ts'

const server = useServer(await localhost())
const site = useSite(server)

const MINUTE_MS = 60_000
const NEW_PASSWORD = 'Wrong-horse-9'

const makePlace = (AllowedFirstAuthFactors: ('PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN')[], version = 2) =>
  site.makePlace(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors } }, AutoVerifiedAttributes: ['email'], ...SMS_POOL },
    { ...CHOICE, PreventUserExistenceErrors: 'ENABLED' },
    { ManagedLoginVersion: version },
  )
const SMS_POOL = { SmsConfiguration: SMS.SmsConfiguration }

const everyFactor = once(() => makePlace(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']))

/** A user who signed up by the API, and waits for the code. */
const signUpBy = ({ sdk, clientId }: Awaited<ReturnType<typeof makePlace>>, Username: string, email: string) =>
  sdk.send(
    new SignUpCommand({
      ClientId: clientId,
      Username,
      Password: PASSWORD,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  )

/** A user of the pool with every factor, at the page that offers them. */
const choosing = async (username: string, options = {}) => {
  const place = await everyFactor()
  const to = addresses()
  await makeUser(place.sdk, place.poolId, username, { ...to, email_verified: 'true', phone_number_verified: 'true' })
  const visitor = await site.visitor(options)
  await visitor.open(site.url(place))
  assert.equal(await visitor.has('password'), false)
  await visitor.submit({ username })
  return { place, visitor, to }
}

for (const javaScriptEnabled of [true, false]) {
  const name = javaScriptEnabled ? 'with' : 'without'
  test(`a user chooses the password; ${name} scripts`, { skip }, async () => {
    const { place, visitor } = await choosing(`password-${name}`, { javaScriptEnabled })
    assert.deepEqual(await visitor.answers(), ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'])
    await visitor.answer('PASSWORD')
    await visitor.submit({ password: NEW_PASSWORD })
    await visitor.refused('error.incorrectLogin')
    await visitor.submit({ password: PASSWORD })
    assert.equal(await site.username(place, await visitor.arrived()), `password-${name}`)
  })

  for (const [factor, address] of [
    ['EMAIL_OTP', 'email'],
    ['SMS_OTP', 'phone_number'],
  ] as const) {
    test(`a user chooses a code: ${factor}; ${name} scripts`, { skip }, async () => {
      const username = `${factor}-${name}`
      const { place, visitor, to } = await choosing(username, { javaScriptEnabled })
      await visitor.answer(factor)
      const code = await server.code(to[address])
      await visitor.submit({ code: wrong(code) })
      await visitor.refused('error.wrongCode')
      assert.equal(await visitor.value('code'), '')
      // As people write it down.
      await visitor.submit({ code: ` ${code.slice(0, 4)} ${code.slice(4)} ` })
      assert.equal(await site.username(place, await visitor.arrived()), username)
    })
  }
}

test('a code that came too late ends the sign-in, which may begin again', { skip }, async () => {
  const { place, visitor, to } = await choosing('late')
  await visitor.answer('EMAIL_OTP')
  const code = await server.code(to.email)
  server.travel(4 * MINUTE_MS)
  await visitor.submit({ code })
  await visitor.isLost()
  await visitor.open(site.url(place))
  await visitor.submit({ username: 'late' })
  await visitor.answer('EMAIL_OTP')
  await visitor.submit({ code: await server.code(to.email) })
  await visitor.arrived()
})

test('a passkey is made on the page for it, and then chosen', { skip }, async () => {
  const { place, visitor } = await choosing('passkey')
  const { session, authenticatorId } = await addAuthenticator(visitor.page, { transport: 'internal' })
  // Whoever is signed in nowhere signs in first.
  await visitor.open(site.url(place, {}, '/passkeys/add'))
  assert.equal(visitor.path(), '/login')
  await visitor.submit({ username: 'passkey' })
  await visitor.answer('PASSWORD')
  await visitor.submit({ password: PASSWORD })
  assert.equal(visitor.path(), '/passkeys/add')
  await visitor.page.click('[data-start]')
  assert.equal(await site.username(place, await visitor.arrived()), 'passkey')

  await visitor.open(site.url(place, { prompt: 'login' }))
  await visitor.submit({ username: 'passkey' })
  assert.deepEqual(await visitor.answers(), ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'])
  await visitor.page.click('button[value=WEB_AUTHN]')
  assert.equal(await site.username(place, await visitor.arrived()), 'passkey')

  // One who does not pass may try again, or take another way.
  await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false })
  await session.send('WebAuthn.clearCredentials', { authenticatorId })
  await visitor.open(site.url(place, { prompt: 'login' }))
  await visitor.submit({ username: 'passkey' })
  await visitor.answer('WEB_AUTHN')
  await visitor.page.waitForSelector('[data-start]:visible')
  await visitor.follow('/login')
  await visitor.submit({ username: 'passkey' })
  await visitor.answer('PASSWORD')
  await visitor.submit({ password: PASSWORD })
  await visitor.arrived()
})

test('a passkey whose user does not pass can be tried again, as long as the sign-in lasts', { skip }, async () => {
  const place = await makePlace(['PASSWORD', 'WEB_AUTHN'])
  const WebAuthnConfiguration = { UserVerification: 'required' as const }
  await place.sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId: place.poolId, WebAuthnConfiguration }))
  const who = { UserPoolId: place.poolId, Username: 'jane' }
  await place.sdk.send(new AdminCreateUserCommand({ ...who, TemporaryPassword: PASSWORD, MessageAction: 'SUPPRESS' }))
  await place.sdk.send(new AdminSetUserPasswordCommand({ ...who, Password: PASSWORD, Permanent: true }))
  const visitor = await site.visitor()
  const { session, authenticatorId } = await addAuthenticator(visitor.page, { transport: 'internal' })
  const verify = (isUserVerified: boolean) =>
    session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  const press = () => visitor.page.click('[data-start]')
  const refused = () => visitor.page.waitForSelector('[data-says=cancelled]:visible')

  await verify(false)
  await visitor.open(site.url(place, {}, '/passkeys/add'))
  await visitor.submit({ username: 'jane' })
  await visitor.submit({ password: PASSWORD })
  await press()
  await refused()
  await verify(true)
  await press()
  assert.equal(await site.username(place, await visitor.arrived()), 'jane')

  const choose = async () => {
    await verify(false)
    await visitor.open(site.url(place, { prompt: 'login' }))
    await visitor.submit({ username: 'jane' })
    await visitor.answer('WEB_AUTHN')
    await refused()
    await verify(true)
  }
  await choose()
  await press()
  assert.equal(await site.username(place, await visitor.arrived()), 'jane')
  await choose()
  server.travel(4 * MINUTE_MS)
  await visitor.onward(press)
  await visitor.isLost()
})

test('a user who has signed in a while ago signs in again before a passkey is made', { skip }, async () => {
  const { place, visitor } = await choosing('skipping')
  await visitor.answer('PASSWORD')
  await visitor.submit({ password: PASSWORD })
  await visitor.arrived()
  await visitor.open(site.url(place, {}, '/passkeys/add'))
  assert.equal(visitor.path(), '/passkeys/add')
  await visitor.follow('/oauth2/authorize')
  await visitor.arrived()

  server.travel(6 * MINUTE_MS)
  await visitor.open(site.url(place, { prompt: 'login' }, '/passkeys/add'))
  assert.equal(visitor.path(), '/login')
  await visitor.submit({ username: 'skipping' })
  await visitor.answer('PASSWORD')
  await visitor.submit({ password: PASSWORD })
  assert.equal(visitor.path(), '/passkeys/add')
  await visitor.follow('/oauth2/authorize')
  assert.equal(await site.username(place, await visitor.arrived()), 'skipping')
})

test('what a browser without a script can not do is said, and left', { skip }, async () => {
  const { place, visitor } = await choosing('scriptless', { javaScriptEnabled: false })
  await visitor.answer('PASSWORD')
  await visitor.submit({ password: PASSWORD })
  await visitor.arrived()
  await visitor.open(site.url(place, {}, '/passkeys/add'))
  assert.equal(await visitor.page.isVisible('[data-start]'), false)
  assert.match((await visitor.page.textContent('noscript, form[data-passkey]')) ?? '', /JavaScript/)
  await visitor.follow('/oauth2/authorize')
  await visitor.arrived()
})

test('classic pages know no passkeys, and lead on without', { skip }, async () => {
  const place = await makePlace(['PASSWORD', 'WEB_AUTHN'], 1)
  await signUpBy(place, 'jane', 'jane@example.com')
  const visitor = await site.visitor()
  await visitor.open(site.url(place, { prompt: 'login' }, '/passkeys/add'))
  assert.equal(visitor.path(), '/login')
  await visitor.submit({ username: 'jane', password: PASSWORD })
  await visitor.submit({ code: await server.code('jane@example.com') })
  await visitor.submit({ username: 'jane', password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'jane')
})

test('nobody is taken for a user, and learns of none', { skip }, async () => {
  const place = await everyFactor()
  const visitor = await site.visitor()
  await visitor.open(site.url(place))
  await visitor.submit({ username: 'nobody' })
  assert.ok((await visitor.answers()).includes('PASSWORD'))
  await visitor.answer('PASSWORD')
  await visitor.submit({ password: PASSWORD })
  await visitor.refused('error.incorrectLogin')
})

test('users who have something else to do first are led there from the page of the password', { skip }, async () => {
  const place = await everyFactor()
  const { sdk, poolId } = place
  const [unconfirmed, reset] = [addresses(), addresses()]
  await signUpBy(place, 'unconfirmed', unconfirmed.email)
  await makeUser(sdk, poolId, 'reset', { email: reset.email, email_verified: 'true' })
  await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: 'reset' }))
  const visitor = await site.visitor()
  const come = async (username: string, password: string) => {
    await visitor.open(site.url(place, { prompt: 'login' }))
    await visitor.submit({ username })
    if ((await visitor.answers()).length > 0) await visitor.answer('PASSWORD')
    await visitor.submit({ password })
  }
  await come('unconfirmed', PASSWORD)
  assert.equal(visitor.path(), '/confirm')
  await visitor.submit({ code: await server.code(unconfirmed.email) })
  await come('unconfirmed', PASSWORD)
  assert.equal(await site.username(place, await visitor.arrived()), 'unconfirmed')

  await come('reset', PASSWORD)
  assert.equal(visitor.path(), '/confirmforgotPassword')
  await visitor.submit({ code: await server.code(reset.email), password: NEW_PASSWORD })
  await come('reset', NEW_PASSWORD)
  assert.equal(await site.username(place, await visitor.arrived()), 'reset')
})

test('a choice that is none is not offered', { skip }, async () => {
  const visitor = await site.visitor()
  const bare = addresses()
  // Nothing but a password: at a client without choices, on classic pages, and of a user without an address.
  const place = await everyFactor()
  const other = await site.addClient(place)
  await visitor.open(site.url(other))
  assert.equal(await visitor.has('password'), true)
  const classic = await makePlace(['PASSWORD', 'EMAIL_OTP'], 1)
  await visitor.open(site.url(classic))
  assert.equal(await visitor.has('password'), true)
  const who = { UserPoolId: place.poolId, Username: 'plain' }
  await place.sdk.send(
    new AdminCreateUserCommand({ ...who, TemporaryPassword: NEW_PASSWORD, MessageAction: 'SUPPRESS' }),
  )
  await place.sdk.send(new AdminSetUserPasswordCommand({ ...who, Password: PASSWORD, Permanent: true }))
  await visitor.open(site.url(place))
  await visitor.submit({ username: 'plain' })
  assert.deepEqual(await visitor.answers(), [])
  await visitor.submit({ password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'plain')

  // Nothing but a code: nobody is asked for a password.
  const UserAttributes = [{ Name: 'email', Value: bare.email }]
  await place.sdk.send(
    new AdminCreateUserCommand({ ...who, Username: 'bare', UserAttributes, MessageAction: 'SUPPRESS' }),
  )
  await visitor.open(site.url(place, { prompt: 'login' }))
  await visitor.submit({ username: 'bare' })
  await visitor.submit({ code: await server.code(bare.email) })
  assert.equal(await site.username(place, await visitor.arrived()), 'bare')
})
