/** A pool with a client of OAuth, and a browser without a screen: cookies, forms and redirects, and nothing else. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import {
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { STRICT_TAG } from '../../src/oauth/deviations.ts'
import { makePool, makeUser } from '../fixture.ts'
import type { TestServer } from '../harness.ts'

export const CALLBACK = 'https://app.example.com/callback'
export const LOGOUT = 'https://app.example.com/goodbye'
export const PASSWORD = 'Correct-Horse-7'

/** What a client needs for the code grant. */
export const codeClient: Omit<CreateUserPoolClientCommandInput, 'UserPoolId' | 'ClientName'> = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code', 'implicit'],
  AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
  CallbackURLs: [CALLBACK, 'https://app.example.com/other', 'http://localhost:3000/cb'],
  LogoutURLs: [LOGOUT],
  SupportedIdentityProviders: ['COGNITO'],
}

export type Site = {
  readonly sdk: CognitoIdentityProviderClient
  readonly poolId: string
  readonly clientId: string
  readonly secret: string | undefined
}

/** A pool, a client of OAuth, and a user called jane. */
export const makeSite = async (
  server: TestServer,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Site> => {
  const sdk = server.client()
  const { poolId, clientId, secret } = await makePool(sdk, pool, { ...codeClient, ...client })
  await makeUser(sdk, poolId, 'jane')
  await sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'jane', Password: PASSWORD, Permanent: true }),
  )
  return { sdk, poolId, clientId, secret }
}

/** A pool that follows the standards to the letter. */
export const strict: Partial<CreateUserPoolCommandInput> = { UserPoolTags: { [STRICT_TAG.key]: STRICT_TAG.value } }

/** The user of a site, for operations of administrators. */
export const jane = ({ poolId }: Pick<Site, 'poolId'>) => ({ UserPoolId: poolId, Username: 'jane' })

/** A pair of PKCE. */
export const pkce = () => {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** The address at which a client begins. */
export const authorizeUrl = (
  server: TestServer,
  { clientId }: Pick<Site, 'clientId'>,
  change: Record<string, string | undefined> = {},
) => {
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 's1',
    ...change,
  }
  const query = new URLSearchParams(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return `${server.url}/oauth2/authorize?${query}`
}

const unescaped = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  )

/** A page that was loaded, or a redirect off the server. */
export type Loaded = { readonly status: number; readonly url: URL; readonly text: string; readonly headers: Headers }

/** A browser that keeps cookies, follows the server's own redirects and sends its forms. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly server: TestServer
  page: Loaded | undefined

  constructor(server: TestServer) {
    this.server = server
  }

  /** The server is reached by its address, and by the URL that it gives to clients. */
  isServer({ origin }: URL): boolean {
    return [this.server.url, this.server.ctx.settings.publicUrl].some((url) => new URL(url).origin === origin)
  }

  /** The header with all cookies. */
  cookie(): Record<string, string> {
    if (this.cookies.size === 0) return {}
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  /** Sends one request, and follows no redirect. */
  async send(url: string, init: RequestInit = {}): Promise<Loaded> {
    const headers = new Headers({ ...this.cookie(), ...Object.fromEntries(new Headers(init.headers)) })
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = await response.text()
    const location = response.headers.get('location')
    const at = location === null ? new URL(url) : new URL(location, url)
    return { status: response.status, url: at, text, headers: response.headers }
  }

  /** Sends a request, and follows redirects on the server. */
  async request(url: string, init: RequestInit = {}): Promise<Loaded> {
    const loaded = await this.send(url, init)
    return !this.isServer(loaded.url) || !loaded.headers.has('location') ? loaded : this.request(loaded.url.href)
  }

  async open(url: string): Promise<Loaded> {
    this.page = await this.request(url)
    return this.page
  }

  /** Fills in and sends the form of the page that has all of these fields, or the one with this action. */
  async submit(fields: Record<string, string>, match: RegExp = /./): Promise<Loaded> {
    const { to, body } = this.fill(fields, match)
    this.page = await this.request(to, { method: 'POST', body })
    return this.page
  }

  /** What `submit` would send, and where. */
  fill(fields: Record<string, string>, match: RegExp = /./): { to: string; body: URLSearchParams } {
    const { text, url } = this.page ?? assert.fail('no page is open')
    const forms = [...text.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)]
    const form = forms.find(
      ([whole]) => match.test(whole ?? '') && Object.keys(fields).every((name) => whole?.includes(`name="${name}"`)),
    )
    assert.ok(form, `no form for ${Object.keys(fields)} in ${text}`)
    const body = new URLSearchParams()
    for (const [input] of (form[2] ?? '').matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(input)?.[1]
      if (name !== undefined && !/type="checkbox"/.test(input))
        body.set(unescaped(name), unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? ''))
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return { to: new URL(unescaped(form[1] ?? ''), url).href, body }
  }

  /** Signs jane in at a client, and gives the code that it gets. */
  async signIn(url: string, username = 'jane', password = PASSWORD): Promise<URL> {
    await this.open(url)
    const { url: to, text } = await this.submit({ username, password })
    assert.ok(
      to.searchParams.has('code') || to.hash.includes('access_token'),
      `signed in, but came to ${to.href} ${text}`,
    )
    return to
  }
}

/** An answer in JSON. */
export type Answered = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> }

const answered = async (response: Response): Promise<Answered> => {
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
}

/** Sends a form to an endpoint of clients. */
export const postForm = async (
  server: TestServer,
  path: string,
  fields: Record<string, string> | readonly (readonly [string, string])[] | string,
  headers: Record<string, string> = {},
) =>
  answered(
    await fetch(`${server.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields as ConstructorParameters<typeof URLSearchParams>[0]), // lists are not readonly there
      headers,
    }),
  )

/** Sends a form to the token endpoint. */
export const postToken = (
  server: TestServer,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answered> => postForm(server, '/oauth2/token', fields, headers)

/** Asks userInfo with an access token. */
export const userInfo = async (server: TestServer, accessToken: unknown): Promise<Answered> =>
  answered(await fetch(`${server.url}/oauth2/userInfo`, { headers: { authorization: `Bearer ${accessToken}` } }))

/** The header of client_secret_basic. */
export const basic = ({ clientId, secret }: Pick<Site, 'clientId' | 'secret'>) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
})

/** Exchanges the code of an address for tokens. */
export const exchange = (server: TestServer, site: Site, to: URL, change: Record<string, string> = {}) =>
  postToken(server, {
    grant_type: 'authorization_code',
    code: to.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    client_id: site.clientId,
    ...change,
  })

/** Signs jane in and exchanges the code. */
export const signInForTokens = async (
  server: TestServer,
  site: Site,
  change: Record<string, string | undefined> = {},
  browser = new Browser(server),
) => {
  const to = await browser.signIn(authorizeUrl(server, site, change))
  const headers = site.secret === undefined ? {} : basic(site)
  const { status, body } = await postToken(
    server,
    {
      ...{ grant_type: 'authorization_code', code: to.searchParams.get('code') ?? '' },
      ...{ redirect_uri: change.redirect_uri ?? CALLBACK, client_id: site.clientId },
    },
    headers,
  )
  assert.equal(status, 200, JSON.stringify(body))
  return {
    browser,
    accessToken: String(body.access_token),
    idToken: String(body.id_token),
    refreshToken: String(body.refresh_token),
    body,
  }
}

/** Whether a redirect leads back to the client, and with which parameters. */
export const returned = ({ url, headers }: Loaded): Record<string, string> => {
  assert.ok(headers.has('location'), `no redirect at ${url.href}`)
  assert.equal(url.origin + url.pathname, CALLBACK)
  return Object.fromEntries(new URLSearchParams(url.hash === '' ? url.search : url.hash.slice(1)))
}

/** The code that came back to the client. */
export const codeOf = (loaded: Loaded): string => returned(loaded).code ?? assert.fail(`no code at ${loaded.url.href}`)
