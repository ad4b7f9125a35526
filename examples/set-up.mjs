/**
 * Makes what the examples need in a Cenote for development, through the AWS SDK. What is there under its name is
 * used again, and brought to the settings that are asked for.
 */
import {
  CognitoIdentityProvider,
  paginateListUserPoolClients,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider'

/** Where Cenote is: the variable is the one that every AWS SDK reads. */
export const cenote = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ?? 'http://localhost:9230'

const sdk = new CognitoIdentityProvider({
  endpoint: cenote,
  region: 'us-east-1',
  credentials: { accessKeyId: 'dev', secretAccessKey: 'dev' },
})

/** Who may sign in at the examples. */
export const user = { username: 'jane@example.com', password: 'Correct-horse-9', name: 'Jane' }

const first = async (pages, members, isMeant) => {
  for await (const page of pages) {
    const found = page[members].find(isMeant)
    if (found) return found
  }
  return undefined
}

/** The id of the pool of this name, whose users sign in by e-mail address. */
export const ensurePool = async (PoolName = 'examples') => {
  const pages = paginateListUserPools({ client: sdk }, { MaxResults: 60 })
  const found = await first(pages, 'UserPools', ({ Name }) => Name === PoolName)
  if (found) return found.Id
  const settings = { UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] }
  return (await sdk.createUserPool({ PoolName, ...settings })).UserPool.Id
}

/** The client of this name: its id, and its secret if it has one. */
export const ensureClient = async (UserPoolId, ClientName, { GenerateSecret = false, ...settings }) => {
  const pages = paginateListUserPoolClients({ client: sdk }, { UserPoolId, MaxResults: 60 })
  const found = await first(pages, 'UserPoolClients', (client) => client.ClientName === ClientName)
  const { UserPoolClient } = found
    ? await sdk.updateUserPoolClient({ UserPoolId, ClientId: found.ClientId, ClientName, ...settings })
    : await sdk.createUserPoolClient({ UserPoolId, ClientName, GenerateSecret, ...settings })
  return { clientId: UserPoolClient.ClientId, clientSecret: UserPoolClient.ClientSecret }
}

/** The settings of a client whose users sign in at the pages: `origin` is the app's. */
export const signInAt = (origin) => ({
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email', 'profile'],
  CallbackURLs: [`${origin}/callback`],
  LogoutURLs: [`${origin}/`],
  SupportedIdentityProviders: ['COGNITO'],
})

/** The user of the examples. */
export const ensureUser = async (UserPoolId) => {
  const { username: Username, password: Password, name } = user
  const attributes = { email: Username, email_verified: 'true', name }
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
  try {
    await sdk.adminCreateUser({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' })
  } catch (error) {
    if (error.name === 'UsernameExistsException') return
    throw error
  }
  await sdk.adminSetUserPassword({ UserPoolId, Username, Password, Permanent: true })
}

/** An API with its scopes, which clients ask for as `identifier/scope`. */
export const ensureResourceServer = async (UserPoolId, Identifier, scopes) => {
  const Scopes = Object.entries(scopes).map(([ScopeName, ScopeDescription]) => ({ ScopeName, ScopeDescription }))
  const settings = { UserPoolId, Identifier, Name: Identifier, Scopes }
  try {
    await sdk.updateResourceServer(settings)
  } catch (error) {
    if (error.name !== 'ResourceNotFoundException') throw error
    await sdk.createResourceServer(settings)
  }
}

/** Where clients of OpenID Connect find all that they need to know of the pool. */
export const issuerOf = (poolId) => `${cenote}/${poolId}`

/** Lets a server of node:http listen on localhost and tells where. */
export const listen = async (server, port) => {
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, 'localhost', resolve))
  return `http://localhost:${server.address().port}`
}
