/** Every form of the pages: how a browser comes to it, what somebody fills in, and how it is seen that it worked. */
import assert from 'node:assert/strict'
import { AdminCreateUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { attributeFieldName } from '../../src/pages/attribute-fields.ts'
import type { TestServer } from '../harness.ts'
import { authorizeUrl, type Browser, type Loaded, makeSite, PASSWORD, type Site, strict } from './site.ts'

export type Journey = {
  /** Leads a browser to the page with the form, and gives what to fill in. */
  lead(browser: Browser): Promise<Record<string, string>>
  /** Which form of the page it is. */
  readonly match?: RegExp
  isDone(loaded: Loaded): boolean
}

/** The pools of the journeys. */
export type Journeys = { readonly site: Site; readonly journeys: Readonly<Record<string, Journey>> }

const NEW_PASSWORD = 'Another-Horse-9'
const EMAIL = attributeFieldName('email')

const leadsToClient = ({ url }: Loaded) => url.searchParams.has('code')
const leadsTo = (path: string) => (loaded: Loaded) => loaded.status === 200 && loaded.url.pathname === path

/** Makes the pools, and their forms. */
export const makeJourneys = async (server: TestServer): Promise<Journeys> => {
  const site = await makeSite(server, { AutoVerifiedAttributes: ['email'] })
  const strictSite = await makeSite(server, strict)
  let users = 0
  const at = (path: string, of = site) => authorizeUrl(server, of).replace('/oauth2/authorize', path)
  const newcomer = () => {
    const username = `user${users++}`
    return { username, email: `${username}@example.com` }
  }
  const signUp = async (browser: Browser) => {
    const { username, email } = newcomer()
    await browser.open(at('/signup'))
    const loaded = await browser.submit({ username, password: PASSWORD, [EMAIL]: email })
    assert.equal(loaded.url.pathname, '/confirm')
    return email
  }
  const register = async () => {
    const { username, email } = newcomer()
    const UserAttributes = [{ Name: 'email', Value: email }]
    await site.sdk.send(
      new SignUpCommand({ ClientId: site.clientId, Username: username, Password: PASSWORD, UserAttributes }),
    )
    return { username, email }
  }
  /** Somebody whose address is verified. */
  const known = async () => {
    const { username, email } = newcomer()
    const UserAttributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ]
    const user = { UserPoolId: site.poolId, Username: username, UserAttributes, TemporaryPassword: PASSWORD }
    await site.sdk.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }))
    return { username, email }
  }
  const recoverable = async (browser: Browser) => {
    const email = await signUp(browser)
    await browser.submit({ code: await server.code(email) })
    return { username: email.split('@')[0] ?? '', email }
  }
  const journeys: Record<string, Journey> = {
    '/login': {
      async lead(browser) {
        await browser.open(authorizeUrl(server, site))
        return { username: 'jane', password: PASSWORD }
      },
      isDone: leadsToClient,
    },
    '/challenge': {
      async lead(browser) {
        const { username } = await known()
        await browser.open(authorizeUrl(server, site))
        await browser.submit({ username, password: PASSWORD })
        return { password: NEW_PASSWORD }
      },
      isDone: leadsToClient,
    },
    '/signup': {
      async lead(browser) {
        const { username, email } = newcomer()
        await browser.open(at('/signup'))
        return { username, password: PASSWORD, [EMAIL]: email }
      },
      isDone: leadsTo('/confirm'),
    },
    '/confirm': {
      lead: async (browser) => ({ code: await server.code(await signUp(browser)) }),
      isDone: leadsToClient,
    },
    '/resendcode': {
      async lead(browser) {
        await signUp(browser)
        return {}
      },
      match: /\/resendcode/,
      isDone: leadsTo('/confirm'),
    },
    '/forgotPassword': {
      async lead(browser) {
        const { username } = await recoverable(browser)
        await browser.open(at('/forgotPassword'))
        return { username }
      },
      isDone: leadsTo('/confirmforgotPassword'),
    },
    '/confirmforgotPassword': {
      async lead(browser) {
        const { username, email } = await recoverable(browser)
        await browser.open(at('/forgotPassword'))
        await browser.submit({ username })
        return { code: await server.code(email), password: NEW_PASSWORD }
      },
      isDone: leadsTo('/login'),
    },
    '/logout': {
      async lead(browser) {
        await browser.signIn(authorizeUrl(server, strictSite))
        await browser.open(`${server.url}/logout`)
        return {}
      },
      match: /\/logout/,
      isDone: leadsTo('/logout'),
    },
    '/confirmUser': {
      async lead(browser) {
        const { username, email } = await register()
        const link = { client_id: site.clientId, user_name: username, confirmation_code: await server.code(email) }
        await browser.open(`${server.url}/confirmUser?${new URLSearchParams(link)}`)
        return {}
      },
      match: /\/confirmUser/,
      isDone: leadsTo('/confirmUser'),
    },
  }
  return { site, journeys }
}
