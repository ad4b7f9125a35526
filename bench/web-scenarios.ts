/** What browsers and clients of OAuth ask of a pool's pages and endpoints. */
import type { Answer, Fixture, Scenario, Web } from './scenario.ts'

/** Where the client of browsers has its codes sent. Nobody listens there. */
export const callback = 'http://localhost:3000/callback'

/** The scope of the client of machines. */
export const machineScope = 'orders/read'

/** What clients add to a request for authorization. */
export const authorizeQuery = (clientId: string): string =>
  `${new URLSearchParams({ client_id: clientId, response_type: 'code', redirect_uri: callback, scope: 'openid', state: 'x' })}`

const webOf = ({ web }: Fixture): Web => {
  if (!web) throw new Error('the pool has no clients of OAuth')
  return web
}

const hasTokens = ({ access_token, id_token }: Answer): boolean =>
  typeof access_token === 'string' && typeof id_token === 'string'

const ofWeb = { fresh: false, needsWeb: true, absentIn: ['peer'] } satisfies Partial<Scenario>

export const webScenarios = {
  signInPage: {
    ...ofWeb,
    title: 'sign-in page',
    request: (fixture) => ({ path: `/login?${authorizeQuery(webOf(fixture).clientId)}` }),
    holds: ({ text }) => typeof text === 'string' && text.includes('name="password"'),
  },
  codeGrant: {
    ...ofWeb,
    title: 'code grant',
    request: (fixture, index) => {
      const { clientId, cookies } = webOf(fixture)
      const cookie = cookies[index % cookies.length] ?? ''
      return { path: `/oauth2/authorize?${authorizeQuery(clientId)}`, headers: { cookie } }
    },
    respond: (fixture, _index, { location }) => {
      const code = new URL(String(location)).searchParams.get('code') ?? ''
      const form = {
        grant_type: 'authorization_code',
        client_id: webOf(fixture).clientId,
        redirect_uri: callback,
        code,
      }
      return { path: '/oauth2/token', form }
    },
    holds: hasTokens,
  },
  oauthRefresh: {
    ...ofWeb,
    title: 'refresh, token endpoint',
    request: ({ clientId, refreshTokens }, index) => {
      const refresh_token = refreshTokens[index % refreshTokens.length] ?? ''
      return { path: '/oauth2/token', form: { grant_type: 'refresh_token', client_id: clientId, refresh_token } }
    },
    holds: hasTokens,
  },
  clientCredentials: {
    ...ofWeb,
    title: 'client credentials',
    request: (fixture) => {
      const { id, secret } = webOf(fixture).machine
      const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
      const form = { grant_type: 'client_credentials', scope: machineScope }
      return { path: '/oauth2/token', form, headers: { authorization } }
    },
    holds: ({ access_token }) => typeof access_token === 'string',
  },
} satisfies Record<string, Scenario>
