/** Gives a pool clients of OAuth, and signs users in at its pages. */
import { call, type Endpoint, exchange } from './client.ts'
import { member } from './fixture.ts'
import { type Fixture, password, signed, usernameOf, type Web } from './scenario.ts'
import { authorizeQuery, callback, machineScope } from './web-scenarios.ts'

/** Users who are signed in at the pages. */
const signedInAtPages = 50

async function makeClient(endpoint: Endpoint, fixture: Fixture, settings: object) {
  const common = { UserPoolId: fixture.poolId, ClientName: 'web', AllowedOAuthFlowsUserPoolClient: true }
  return call(endpoint, signed('CreateUserPoolClient', { ...common, ...settings }))
}

/** Fills in the form of the sign-in page as a browser does, and answers the cookie of the session. */
async function signIn(endpoint: Endpoint, clientId: string, username: string): Promise<string> {
  const path = `/login?${authorizeQuery(clientId)}`
  const page = await exchange(endpoint, { path })
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(String(page.answer.text))?.[1] ?? ''
  const headers = { cookie: page.cookies.join('; ') }
  const { cookies } = await exchange(endpoint, { path, headers, form: { _csrf, username, password } })
  const session = cookies.find((cookie) => cookie.startsWith('cognito.'))
  if (!session) throw new Error(`${username} was not signed in at the pages`)
  return session
}

/** A client of browsers with users who are signed in, and one of machines. */
export async function prepareWeb(endpoint: Endpoint, fixture: Fixture): Promise<Web> {
  const [Identifier = '', ScopeName = ''] = machineScope.split('/')
  const Scopes = [{ ScopeName, ScopeDescription: ScopeName }]
  await call(
    endpoint,
    signed('CreateResourceServer', { UserPoolId: fixture.poolId, Identifier, Name: Identifier, Scopes }),
  )
  const browsers = await makeClient(endpoint, fixture, {
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: [callback],
    SupportedIdentityProviders: ['COGNITO'],
  })
  const machines = await makeClient(endpoint, fixture, {
    GenerateSecret: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [machineScope],
  })
  const clientId = member(browsers, 'UserPoolClient', 'ClientId')
  const cookies: string[] = []
  for (let index = 0; index < Math.min(signedInAtPages, fixture.users); index++) {
    cookies.push(await signIn(endpoint, clientId, usernameOf(index)))
  }
  const [id, secret] = ['ClientId', 'ClientSecret'].map((name) => member(machines, 'UserPoolClient', name))
  return { clientId, cookies, machine: { id: id ?? '', secret: secret ?? '' } }
}
