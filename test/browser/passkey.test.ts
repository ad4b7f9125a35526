import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Browser, Page } from 'playwright-core'
import { claimsOf } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { makePasskeyPool } from '../operations/passkeys/fixture.ts'
import { addAuthenticator, chromiumPath, createPasskey, getPasskey, launchChromium, servePage } from './chromium.ts'

const server = useServer()
const skip = chromiumPath ? false : 'there is no Chromium on this machine'
let browser: Browser
let site: Awaited<ReturnType<typeof servePage>>

before(async () => {
  if (skip) return
  site = await servePage()
  browser = await launchChromium()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

const openPage = async (): Promise<Page> => {
  const page = await browser.newPage()
  await page.goto(site.origin)
  return page
}

const fixture = async (how: Parameters<typeof makePasskeyPool>[1] = { RelyingPartyId: 'localhost' }) => {
  const pool = await makePasskeyPool(server, how)
  const { sdk, clientId } = pool
  const signIn = async (page: Page, USERNAME: string) => {
    const { Session, ChallengeParameters } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
      }),
    )
    const credential = await getPasskey(page, JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}'))
    const { AuthenticationResult } = await sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: 'WEB_AUTHN',
        Session,
        ChallengeResponses: { USERNAME, CREDENTIAL: JSON.stringify(credential) },
      }),
    )
    return claimsOf(AuthenticationResult?.AccessToken ?? '').username
  }
  return { ...pool, signIn }
}

for (const [name, transport, shown] of [
  ['the platform', 'internal', ['platform', 'Passkey']],
  ['a security key', 'usb', ['cross-platform', 'Security key']],
] as const) {
  test(`a browser registers a passkey of ${name}, and signs in with it, again and again`, { skip }, async () => {
    const { start, complete, list, signIn, signedIn } = await fixture()
    const page = await openPage()
    await addAuthenticator(page, { transport })
    const token = await signedIn('jane')
    await complete(token, await createPasskey(page, await start(token)))
    const [made] = await list(token)
    assert.deepEqual([made?.AuthenticatorAttachment, made?.FriendlyCredentialName], shown)
    for (let times = 0; times < 3; times++) assert.equal(await signIn(page, 'jane'), 'jane')
    await page.close()
  })
}

test('a browser registers one authenticator once', { skip }, async () => {
  const { start, complete, signedIn } = await fixture()
  const page = await openPage()
  await addAuthenticator(page, { transport: 'internal' })
  const token = await signedIn('jane')
  await complete(token, await createPasskey(page, await start(token)))
  await assert.rejects(createPasskey(page, await start(token)), /InvalidStateError/)
  await page.close()
})

test('what a browser has made for one user signs in no other', { skip }, async () => {
  const { start, complete, signIn, signedIn } = await fixture()
  const page = await openPage()
  const { remove } = await addAuthenticator(page, { transport: 'internal' })
  const [jane, john] = [await signedIn('jane'), await signedIn('john')]
  await complete(jane, await createPasskey(page, await start(jane)))
  const johns = await createPasskey(page, await start(john))
  await assert.rejects(complete(jane, johns), serviceError('WebAuthnChallengeNotFoundException'))
  await complete(john, johns)
  assert.equal(await signIn(page, 'john'), 'john')
  assert.equal(await signIn(page, 'jane'), 'jane')
  await remove()
  await page.close()
})

test('an authenticator whose user does not pass makes nothing where that is required', { skip }, async () => {
  const { start, signedIn } = await fixture({ RelyingPartyId: 'localhost', UserVerification: 'required' })
  const page = await openPage()
  await addAuthenticator(page, { transport: 'internal', isUserVerified: false })
  await assert.rejects(createPasskey(page, await start(await signedIn('jane'))), /NotAllowedError/)
  await page.close()
})
