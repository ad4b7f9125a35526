/** A provider as the OpenID Foundation's conformance suite sees it, and how its modules are run in both modes. */
import assert from 'node:assert/strict'
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { test } from 'node:test'
import {
  AdminUpdateUserAttributesCommand,
  type CreateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Deviation, deviations } from '../../../src/oauth/deviations.ts'
import { claimsOf, makeClient } from '../../fixture.ts'
import { type TestServer, useServer } from '../../harness.ts'
import {
  type Answered,
  authorizeUrl,
  Browser,
  basic,
  CALLBACK,
  codeClient,
  codeOf,
  jane,
  LOGOUT,
  type Loaded,
  makeSite,
  PASSWORD,
  postToken,
  type Site,
  strict,
} from '../site.ts'

/** Under which name the provider is reached; tests reach it where it listens. */
const PUBLIC_URL = 'https://id.example.com'

type Change = Record<string, string | undefined>

/** Tokens that a client got, and the claims of its ID token. */
export type Granted = {
  readonly idToken: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly claims: Record<string, unknown>
}

/** What modules do with a provider. */
export type Provider = {
  readonly server: TestServer
  readonly site: Site
  readonly other: Site
  browser(): Browser
  /** The address of a request for authorization. */
  url(change?: Change): string
  /** Sends a browser for a code, in which somebody signs in where a page asks for it. */
  authorize(change?: Change, browser?: Browser): Promise<Loaded>
  exchange(back: Loaded, change?: Record<string, string>, headers?: Record<string, string>): Promise<Answered>
  /** The whole code grant. */
  grant(change?: Change, browser?: Browser): Promise<Granted>
  userInfo(accessToken: string): Promise<Answered>
  discovery(): Promise<Record<string, unknown>>
  keys(): Promise<JsonWebKey[]>
  /** Gets a document of the provider by its public address. */
  get(url: unknown): Promise<Response>
}

const attributes = {
  ...{ name: 'Jane Doe', given_name: 'Jane', family_name: 'Doe', middle_name: 'A', nickname: 'janie' },
  ...{ preferred_username: 'jane.doe', profile: 'https://example.com/jane', picture: 'https://example.com/jane.png' },
  ...{ website: 'https://jane.example.com', gender: 'female', birthdate: '1990-01-02', zoneinfo: 'Europe/Berlin' },
  ...{ locale: 'de-DE', updated_at: '1700000000', address: 'Main Street 1' },
  ...{ email: 'jane@example.com', email_verified: 'true', phone_number: '+15550100', phone_number_verified: 'true' },
}

const client: Partial<CreateUserPoolClientCommandInput> = { ...codeClient, GenerateSecret: true, LogoutURLs: [LOGOUT] }

const makeProvider = async (server: TestServer, pool: Parameters<typeof makeSite>[1]): Promise<Provider> => {
  const site = await makeSite(server, pool, client)
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
  await site.sdk.send(new AdminUpdateUserAttributesCommand({ ...jane(site), UserAttributes }))
  const other = { ...site, ...(await makeClient(site.sdk, site.poolId, client)) }
  const get: Provider['get'] = (url) => fetch(String(url).replace(PUBLIC_URL, server.url))
  const provider: Provider = {
    ...{ server, site, other, get },
    browser: () => new Browser(server),
    url: (change) => authorizeUrl(server, site, { nonce: 'n1', ...change }),
    async authorize(change, browser = new Browser(server)) {
      const loaded = await browser.open(provider.url(change))
      return /name="password"/.test(loaded.text) ? browser.submit({ username: 'jane', password: PASSWORD }) : loaded
    },
    exchange: (back, change, headers = basic(site)) =>
      postToken(
        server,
        { grant_type: 'authorization_code', code: codeOf(back), redirect_uri: CALLBACK, ...change },
        headers,
      ),
    async grant(change, browser) {
      const { status, body } = await provider.exchange(await provider.authorize(change, browser))
      assert.equal(status, 200, JSON.stringify(body))
      const [idToken, accessToken, refreshToken] = [body.id_token, body.access_token, body.refresh_token].map(String)
      assert.ok(idToken && accessToken && refreshToken)
      return { idToken, accessToken, refreshToken, claims: claimsOf(idToken) }
    },
    async userInfo(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` }
      const response = await fetch(`${server.url}/oauth2/userInfo`, { headers })
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Record<string, unknown>,
      }
    },
    async discovery() {
      const response = await get(`${PUBLIC_URL}/${site.poolId}/.well-known/openid-configuration`)
      return (await response.json()) as Record<string, unknown>
    },
    async keys() {
      const { keys } = (await (await get((await provider.discovery()).jwks_uri)).json()) as { keys: JsonWebKey[] }
      return keys
    },
  }
  return provider
}

/** The header of a token. */
export const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

/** Insists that a key of the list signed the token, by RS256. */
export const checkSignature = (keys: readonly JsonWebKey[], token: string): void => {
  const [head = '', body = '', signature = ''] = token.split('.')
  const { alg, kid } = headerOf(token)
  assert.equal(alg, 'RS256')
  const matching = keys.filter((key) => key.kid === kid)
  assert.equal(matching.length, 1, 'the key is published, once')
  const key = createPublicKey({ key: matching[0] ?? {}, format: 'jwk' })
  assert.ok(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
}

/** Insists that a browser was shown an error, and was not sent to the client. */
export const checkErrorPage = ({ status, headers, url, text }: Loaded, server: TestServer): void => {
  assert.equal(status, 400)
  assert.equal(headers.has('location'), false)
  assert.equal(url.origin, server.url)
  assert.match(text, /An error was encountered with the requested page\./)
}

/** A module of the suite. */
export type Module = {
  /** Which deviation of the service makes it fail in a pool that is not strict. */
  readonly deviation?: Deviation
  run(provider: Provider): Promise<void>
}

/** Runs modules, by their names in the suite: all of them pass in strict mode, and in the service's all but those that deviate. */
export const testModules = (modules: Readonly<Record<string, Module>>): void => {
  let standard: Provider
  let service: Provider
  const server = useServer({ CENOTE_PUBLIC_URL: PUBLIC_URL }, 'dev', async () => {
    standard = await makeProvider(server, strict)
    service = await makeProvider(server, {})
  })
  for (const [name, { deviation, run }] of Object.entries(modules)) {
    test(`${name}, in strict mode`, () => run(standard))
    if (deviation === undefined) test(`${name}, as the service`, () => run(service))
    else
      test(`${name}, as the service: fails. ${deviations[deviation]}`, async () => {
        await assert.rejects(run(service), assert.AssertionError)
      })
  }
}
