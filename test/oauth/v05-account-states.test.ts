import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { useServer } from '../harness.ts'
import {
  authorizeUrl,
  Browser,
  exchange,
  jane,
  makeSite as makePlainSite,
  PASSWORD,
  postToken,
  returned,
  type Site,
  userInfo,
} from './site.ts'

const server = useServer()

/** A site whose user has an address to which a code can be sent. */
const makeSite = async (): Promise<Site> => {
  const site = await makePlainSite(server, { AutoVerifiedAttributes: ['email'] })
  const UserAttributes = [
    { Name: 'email', Value: 'jane@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await site.sdk.send(new AdminUpdateUserAttributesCommand({ ...jane(site), UserAttributes }))
  return site
}

/** What an administrator does to a user meanwhile. */
const changes: Readonly<Record<string, (site: Site) => Promise<unknown>>> = {
  disabled: (site) => site.sdk.send(new AdminDisableUserCommand(jane(site))),
  deleted: (site) => site.sdk.send(new AdminDeleteUserCommand(jane(site))),
  'told to reset the password': (site) => site.sdk.send(new AdminResetUserPasswordCommand(jane(site))),
  'signed out': (site) => site.sdk.send(new AdminUserGlobalSignOutCommand(jane(site))),
}

/** Something that a user holds, and whether it is still worth tokens. */
type Stage = (site: Site) => Promise<() => Promise<boolean>>

const stages: Readonly<Record<string, Stage>> = {
  async 'the session of a browser'(site) {
    const browser = new Browser(server)
    await browser.signIn(authorizeUrl(server, site))
    return async () => {
      const codes = returned(await browser.send(authorizeUrl(server, site, { prompt: 'none' }))).error === undefined
      const { url } = await browser.send(authorizeUrl(server, site, { response_type: 'token', prompt: 'none' }))
      assert.equal(url.hash.includes('access_token'), codes, 'implicit')
      return codes
    }
  },
  async 'a code'(site) {
    const to = await new Browser(server).signIn(authorizeUrl(server, site))
    return async () => (await exchange(server, site, to)).status === 200
  },
  async 'a refresh token'(site) {
    const { body } = await exchange(server, site, await new Browser(server).signIn(authorizeUrl(server, site)))
    const fields = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token), client_id: site.clientId }
    return async () => (await postToken(server, fields)).status === 200
  },
  async 'an access token'(site) {
    const { body } = await exchange(server, site, await new Browser(server).signIn(authorizeUrl(server, site)))
    return async () => (await userInfo(server, body.access_token)).status === 200
  },
}

for (const [what, change] of Object.entries(changes))
  for (const [stage, hold] of Object.entries(stages))
    test(`V05: ${stage} of a user who is ${what} is worth nothing`, async () => {
      const site = await makeSite()
      const isWorth = await hold(site)
      await change(site)
      assert.equal(await isWorth(), false)
    })

test('V05: the session and the code of a user who was disabled stay worthless when they are enabled again', async () => {
  const site = await makeSite()
  const held = ['the session of a browser', 'a code'].map((stage) => stages[stage]?.(site))
  const [session, code] = await Promise.all(held)
  await site.sdk.send(new AdminDisableUserCommand(jane(site)))
  assert.deepEqual([await session?.(), await code?.()], [false, false])
  await site.sdk.send(new AdminEnableUserCommand(jane(site)))
  assert.deepEqual([await session?.(), await code?.()], [false, false])
})

test('V05: a session does not outlive the password', async () => {
  const site = await makeSite()
  const isWorth = await stages['the session of a browser']?.(site)
  assert.equal(await isWorth?.(), true)
  await site.sdk.send(new AdminSetUserPasswordCommand({ ...jane(site), Password: 'Another-Horse-9', Permanent: true }))
  assert.equal(await isWorth?.(), false)
})

for (const what of ['disabled', 'deleted', 'told to reset the password'])
  test(`V05: the sign-in page gives a user who is ${what} nothing`, async () => {
    const site = await makeSite()
    await changes[what]?.(site)
    const browser = new Browser(server)
    await browser.open(authorizeUrl(server, site))
    const { url } = await browser.submit({ username: 'jane', password: PASSWORD })
    assert.equal(url.origin, server.url)
    assert.equal(
      [...browser.cookies.keys()].some((name) => name.startsWith('cognito')),
      false,
    )
  })

test('V05: a user who is disabled between the name and the password, or a challenge, gets no session', async () => {
  const site = await makeSite()
  await site.sdk.send(new AdminSetUserPasswordCommand({ ...jane(site), Password: PASSWORD, Permanent: false }))
  const browser = new Browser(server)
  await browser.open(authorizeUrl(server, site))
  assert.equal((await browser.submit({ username: 'jane', password: PASSWORD })).url.pathname, '/challenge')
  await site.sdk.send(new AdminDisableUserCommand(jane(site)))
  const { url, status } = await browser.submit({ password: 'Another-Horse-9' })
  assert.equal(url.pathname, '/challenge')
  assert.equal(status, 400)
  assert.equal(
    [...browser.cookies.keys()].some((name) => name.startsWith('cognito')),
    false,
  )
})
