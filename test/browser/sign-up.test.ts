import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CHOICE } from '../choice.ts'
import { makeUser, PASSWORD } from '../fixture.ts'
import { appCode, factors, SMS, wrong } from '../mfa.ts'
import { everyTrigger, useTriggers } from '../triggers.ts'
import { addAuthenticator } from './chromium.ts'
import { localhost, once, shown, skip, useSite } from './site.ts'
import type { Visitor } from './visitor.ts'

const { server, answering } = useTriggers({ ...(await localhost()), CENOTE_QUOTAS: 'on' })
const site = useSite(server)

const HOUR_MS = 60 * 60_000

/** A pool that requires attributes, and proves an e-mail address. */
const requiring: Partial<CreateUserPoolCommandInput> = {
  AutoVerifiedAttributes: ['email'],
  Schema: [
    { Name: 'email', Required: true, Mutable: true },
    { Name: 'family_name', Required: true, Mutable: true },
    { Name: 'birthdate', Required: true, Mutable: true },
  ],
}

const person = (email: string) => ({
  password: PASSWORD,
  'attribute.email': email,
  'attribute.family_name': 'Doe',
  'attribute.birthdate': '2000-02-29',
})

for (const { name, javaScriptEnabled, place } of shown((where) => site.makePlace(requiring, {}, where))) {
  test(`a user signs up, confirms and is signed in; pages are ${name}`, { skip }, async () => {
    const visitor = await site.visitor({ javaScriptEnabled })
    const email = `${javaScriptEnabled}@example.com`
    await visitor.open(site.url(await place()))
    await visitor.follow('/signup')
    await visitor.submit({ ...person(email), username: 'jane' })
    assert.equal(visitor.path(), '/confirm')
    const code = await server.code(email)
    await visitor.submit({ code: wrong(code) })
    await visitor.refused('error.wrongCode')
    await visitor.submit({ code })
    const claims = await site.claims(await place(), await visitor.arrived())
    assert.deepEqual(
      [claims['cognito:username'], claims.email_verified, claims.family_name, claims.birthdate],
      ['jane', true, 'Doe', '2000-02-29'],
    )
  })

  test(`a sign-up is refused, and what was typed stays; pages are ${name}`, { skip }, async () => {
    const { sdk, poolId } = await place()
    await makeUser(sdk, poolId, 'taken')
    const visitor = await site.visitor({ javaScriptEnabled })
    const email = `refused-${javaScriptEnabled}@example.com`
    await visitor.open(site.url(await place(), {}, '/signup'))
    await visitor.submit({ ...person(email), username: 'taken' })
    await visitor.refused('error.usernameExists')
    await visitor.submit({ username: 'john', password: 'short' })
    assert.match((await visitor.page.textContent('#error')) ?? '', /Password/)
    for (const [field, value] of Object.entries({ ...person(email), username: 'john', password: '' })) {
      assert.equal(await visitor.value(field), value, field)
    }
    await visitor.submit({ password: PASSWORD })
    await visitor.submit({ code: await server.code(email) })
    assert.equal(await site.username(await place(), await visitor.arrived()), 'john')
  })

  test(`a code is sent again, and the one before is void; pages are ${name}`, { skip }, async () => {
    const visitor = await site.visitor({ javaScriptEnabled })
    const email = `again-${javaScriptEnabled}@example.com`
    await visitor.open(site.url(await place(), {}, '/signup'))
    await visitor.submit({ ...person(email), username: 'again' })
    const first = await server.code(email)
    await visitor.press('/resendcode')
    assert.equal(visitor.path(), '/confirm')
    assert.equal(await visitor.page.locator('[role=status]').count(), 1)
    const second = await server.code(email)
    if (first !== second) {
      await visitor.submit({ code: first })
      await visitor.refused('error.wrongCode')
    }
    await visitor.submit({ code: second })
    assert.equal(await site.username(await place(), await visitor.arrived()), 'again')
  })
}

const plain = once(() => site.makePlace({ AutoVerifiedAttributes: ['email'] }))

const signUp = async (visitor: Visitor, url: string, username: string) => {
  await visitor.open(url)
  await visitor.submit({ username, password: PASSWORD, 'attribute.email': `${username}@example.com` })
}

test('codes are sent so often and no more, and the page stays usable', { skip }, async () => {
  const visitor = await site.visitor()
  await signUp(visitor, site.url(await plain(), {}, '/signup'), 'often')
  for (let tries = 0; tries < 20 && visitor.path() === '/confirm'; tries++) await visitor.press('/resendcode')
  await visitor.refused('error.limitExceeded')
  // What the page is called now is no page by itself.
  const german = await visitor.page.getAttribute('a[hreflang=de]', 'href')
  await visitor.open(new URL(german ?? '', visitor.page.url()).href)
  assert.equal(visitor.path(), '/confirm')
  await visitor.submit({ code: await server.code('often@example.com') })
  assert.equal(await site.username(await plain(), await visitor.arrived()), 'often')
})

test('a code that came too late is told of', { skip }, async () => {
  const visitor = await site.visitor()
  await signUp(visitor, site.url(await plain(), {}, '/signup'), 'late')
  const code = await server.code('late@example.com')
  server.travel(HOUR_MS)
  await visitor.submit({ code })
  await visitor.isLost()
  // The sign-in leads back to it.
  await visitor.open(site.url(await plain()))
  await visitor.submit({ username: 'late', password: PASSWORD })
  assert.equal(visitor.path(), '/confirm')
  server.travel(24 * HOUR_MS)
  await visitor.open(site.url(await plain()))
  await visitor.submit({ username: 'late', password: PASSWORD })
  await visitor.submit({ code })
  await visitor.refused('error.expiredCode')
  await visitor.press('/resendcode')
  await visitor.submit({ code: await server.code('late@example.com') })
  assert.equal(visitor.path(), '/login')
})

test('people sign up with an e-mail address or a phone number where that is their name', { skip }, async () => {
  const byEmail = await site.makePlace({ UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] })
  const visitor = await site.visitor()
  await visitor.open(site.url(byEmail, {}, '/signup'))
  assert.equal(await visitor.has('attribute.email'), false)
  await visitor.submit({ username: 'no address', password: PASSWORD })
  await visitor.refused('error.invalidInput')
  await visitor.submit({ username: 'named@example.com', password: PASSWORD })
  await visitor.submit({ code: await server.code('named@example.com') })
  assert.equal((await site.claims(byEmail, await visitor.arrived())).email, 'named@example.com')

  const byPhone = await site.makePlace({
    UsernameAttributes: ['phone_number'],
    AutoVerifiedAttributes: ['phone_number'],
    SmsConfiguration: SMS.SmsConfiguration,
  })
  await visitor.open(site.url(byPhone, {}, '/signup'))
  await visitor.submit({ username: '+15550101010', password: PASSWORD })
  await visitor.submit({ code: await server.code('+15550101010') })
  assert.equal((await site.claims(byPhone, await visitor.arrived())).phone_number, '+15550101010')
})

test('where administrators make users nobody signs up', { skip }, async () => {
  const place = await site.makePlace({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })
  const visitor = await site.visitor()
  await visitor.open(site.url(place))
  assert.equal(await visitor.hasLink('/signup'), false)
  await visitor.open(site.url(place, {}, '/signup'))
  assert.equal(visitor.path(), '/login')
})

test('a function that confirms at once spares the code', { skip }, async () => {
  const place = await site.makePlace({ LambdaConfig: everyTrigger, AutoVerifiedAttributes: ['email'] })
  const visitor = await site.visitor()
  await answering({ PreSignUp_SignUp: { autoConfirmUser: true, autoVerifyEmail: true } }, async () => {
    await signUp(visitor, site.url(place, {}, '/signup'), 'sudden')
  })
  const claims = await site.claims(place, await visitor.arrived())
  assert.deepEqual([claims['cognito:username'], claims.email_verified], ['sudden', true])
})

test('what functions refuse is said in their words', { skip }, async () => {
  const place = await site.makePlace({ LambdaConfig: everyTrigger, AutoVerifiedAttributes: ['email'] })
  const visitor = await site.visitor()
  const said = () => visitor.page.textContent('#error')
  await answering({ PreSignUp_SignUp: { error: 'By invitation only <b>' } }, () =>
    signUp(visitor, site.url(place, {}, '/signup'), 'refused'),
  )
  assert.equal(await said(), 'PreSignUp failed with error By invitation only <b>.')
  await visitor.submit({ password: PASSWORD })
  // The sign-in that would follow the code is refused: the user is confirmed all the same, and may sign in later.
  const code = await server.code('refused@example.com')
  await answering({ PreAuthentication_Authentication: { error: 'Not today' } }, async () => {
    await visitor.submit({ code })
    assert.equal(visitor.path(), '/login')
    await visitor.submit({ username: 'refused', password: PASSWORD })
    assert.equal(await said(), 'PreAuthentication failed with error Not today.')
  })
  await visitor.submit({ username: 'refused', password: PASSWORD })
  assert.equal(await site.username(place, await visitor.arrived()), 'refused')
})

test('a pool that demands a second factor has it set up after the code', { skip }, async () => {
  const place = await site.makePlace({
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    AutoVerifiedAttributes: ['email'],
  })
  await place.sdk.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId: place.poolId, MfaConfiguration: 'ON', ...factors.totp }),
  )
  const visitor = await site.visitor()
  await signUp(visitor, site.url(place, {}, '/signup'), 'factored')
  await visitor.submit({ code: await server.code('factored@example.com') })
  const address = await visitor.page.getAttribute('a[href^="otpauth:"]', 'href')
  const secret = new URL(address ?? '').searchParams.get('secret') ?? ''
  await visitor.submit({ code: appCode(secret, server.ctx.now()) })
  assert.equal(await site.username(place, await visitor.arrived()), 'factored')
})

test('a passkey is offered after a sign-up, where it will be good for something', { skip }, async () => {
  const place = await site.makePlace(
    {
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    },
    CHOICE,
  )
  const visitor = await site.visitor()
  await addAuthenticator(visitor.page, { transport: 'internal' })
  const come = async (username: string) => {
    await signUp(visitor, site.url(place, {}, '/signup'), username)
    await visitor.submit({ code: await server.code(`${username}@example.com`) })
    assert.equal(visitor.path(), '/passkeys/add')
  }
  await come('keyless')
  await visitor.follow('/oauth2/authorize')
  assert.equal(await site.username(place, await visitor.arrived()), 'keyless')

  await come('keyed')
  await visitor.page.click('[data-start]')
  assert.equal(await site.username(place, await visitor.arrived()), 'keyed')
  await visitor.open(site.url(place, { prompt: 'login' }))
  await visitor.submit({ username: 'keyed' })
  await visitor.page.click('button[value=WEB_AUTHN]')
  assert.equal(await site.username(place, await visitor.arrived()), 'keyed')

  const unable = await site.addClient(place)
  await signUp(visitor, site.url(unable, {}, '/signup'), 'elsewhere')
  await visitor.submit({ code: await server.code('elsewhere@example.com') })
  assert.equal(await site.username(unable, await visitor.arrived()), 'elsewhere')
})

test('the link of a message confirms with a click', { skip }, async () => {
  const place = await plain()
  const visitor = await site.visitor()
  await signUp(visitor, site.url(place, {}, '/signup'), 'linked')
  const confirmation_code = await server.code('linked@example.com')
  const link = (query: object) =>
    `${place.origin}/confirmUser?${new URLSearchParams({ client_id: place.clientId, user_name: 'linked', ...query })}`
  const status = async () => {
    const who = { UserPoolId: place.poolId, Username: 'linked' }
    return (await place.sdk.send(new AdminGetUserCommand(who))).UserStatus
  }
  await visitor.open(link({ confirmation_code: wrong(confirmation_code) }))
  await visitor.press('/confirmUser')
  await visitor.open(link({ confirmation_code }))
  // Programs that look at links confirm nobody.
  assert.equal(await status(), 'UNCONFIRMED')
  await visitor.press('/confirmUser')
  assert.equal(await status(), 'CONFIRMED')
  await visitor.follow('/login')
  await visitor.submit({ username: 'linked', password: PASSWORD })
  await visitor.arrived()
})
