/** What a sign-up on the pages is worth in the sign-in that follows it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminSetUserPasswordCommand, type CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { addresses, CHOICE } from '../choice.ts'
import { claimsOf, makePool } from '../fixture.ts'
import { LOA1, LOA2 } from '../step-up.ts'
import { everyTrigger, useTriggers } from '../triggers.ts'
import { authorizeUrl, Browser, codeClient, exchange, PASSWORD, returned, type Site } from './site.ts'

const { server, answering } = useTriggers()

/** A pool in which a code by e-mail signs users in as well as a password. */
const passwordless = async (pool: Partial<CreateUserPoolCommandInput> = {}): Promise<Site> => {
  const sdk = server.client()
  const settings = {
    AutoVerifiedAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    ...pool,
  } satisfies Partial<CreateUserPoolCommandInput>
  return { sdk, ...(await makePool(sdk, settings, { ...codeClient, ...CHOICE })) }
}

const signUp = async (site: Site, more: Record<string, string> = {}) => {
  const browser = new Browser(server)
  const { email } = addresses()
  const url = authorizeUrl(server, site, { acr_values: LOA1 })
  await browser.open(url.replace('/oauth2/authorize', '/signup'))
  const username = email.split('@')[0] ?? ''
  const loaded = await browser.submit({ username, 'attribute.email': email, ...more })
  return { browser, email, loaded, user: { UserPoolId: site.poolId, Username: username } }
}

const claims = async (site: Site, to: URL) => {
  const { body } = await exchange(server, site, to)
  const { amr, acr } = claimsOf(String(body.id_token))
  return { amr, acr }
}

const isSignedIn = async (site: Site, browser: Browser) =>
  returned(await browser.send(authorizeUrl(server, site, { prompt: 'none' }))).error === undefined

test('whoever signs up with a password is signed in by that', async () => {
  const site = await passwordless()
  const { browser, email } = await signUp(site, { password: PASSWORD })
  const { url } = await browser.submit({ code: await server.code(email) })
  assert.deepEqual(await claims(site, url), { amr: ['pwd'], acr: LOA1 })
})

test('whoever signs up without a password is signed in by the code, and the tokens tell of that', async () => {
  const site = await passwordless()
  const { browser, email } = await signUp(site)
  const { url } = await browser.submit({ code: await server.code(email) })
  assert.deepEqual(await claims(site, url), { amr: ['email_otp'], acr: LOA2 })
})

test('whoever signs up without a password, and is confirmed by a function, has proved nothing', async () => {
  const site = await passwordless({ LambdaConfig: everyTrigger })
  await answering({ PreSignUp_SignUp: { autoConfirmUser: true, autoVerifyEmail: true } }, async () => {
    const { browser, loaded } = await signUp(site)
    assert.equal(loaded.url.pathname, '/login')
    assert.equal(await isSignedIn(site, browser), false)
    const other = await signUp(site, { password: PASSWORD })
    assert.equal(await isSignedIn(site, other.browser), true)
  })
})

test('a password that an administrator set since is not the one of the sign-up', async () => {
  const site = await passwordless()
  const { browser, email, user } = await signUp(site, { password: PASSWORD })
  await site.sdk.send(new AdminSetUserPasswordCommand({ ...user, Password: 'Another-Horse-9', Permanent: false }))
  await browser.submit({ code: await server.code(email) })
  assert.equal(await isSignedIn(site, browser), false)
})
