import assert from 'node:assert/strict'
import {
  AdminListUserSessionsCommand,
  type CognitoIdentityProviderClient,
  type CreateUserPoolClientCommandInput,
  GetUserCommand,
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  InitiateAuthCommand,
  ListUserSessionsCommand,
  SetUserPoolClientSessionConfigurationCommand,
  type SetUserPoolClientSessionConfigurationCommandInput,
  SetUserPoolSessionConfigurationCommand,
  type SetUserPoolSessionConfigurationCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { unverifiedTexts } from '../../../src/domain/unverified-texts.ts'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, type TestServer } from '../../harness.ts'

/** Calls the four operations, and answers without what the SDK adds. */
export const sessionCalls = (sdk: CognitoIdentityProviderClient) => ({
  async getPool(UserPoolId: string) {
    const { $metadata, ...answer } = await sdk.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId }))
    return answer
  },
  /** Turns tracking on for 20 sessions, unless changed. */
  async setPool(UserPoolId: string, change: Partial<SetUserPoolSessionConfigurationCommandInput> = {}) {
    const input = { UserPoolId, UserSessionTracking: 'ENABLED' as const, TokenSession: { MaxPerUser: 20 }, ...change }
    const { $metadata, ...answer } = await sdk.send(new SetUserPoolSessionConfigurationCommand(input))
    return answer
  },
  async getClient(UserPoolId: string, ClientId: string) {
    const command = new GetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId })
    const { $metadata, ...answer } = await sdk.send(command)
    return answer
  },
  /** Sets half a day, unless changed. */
  async setClient(
    UserPoolId: string,
    ClientId: string,
    change: Partial<SetUserPoolClientSessionConfigurationCommandInput> = {},
  ) {
    const input = { UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: 720 }, ...change }
    const { $metadata, ...answer } = await sdk.send(new SetUserPoolClientSessionConfigurationCommand(input))
    return answer
  },
})

/** What an operation on sessions answers to a pool that is none. */
export const NO_POOL = ['ResourceNotFoundException', 'User pool us-east-1_nosuchone does not exist.'] as const

/** What a Lite pool answers to all that is about sessions. */
export const LITE = [
  'FeatureUnavailableInTierException',
  'The following features need to be disabled for the LITE pricing tier configured: Session Management',
] as const

/** A row of a table of refusals: case, change of the request, error, message. */
export type Refusal<I> = [string, Partial<I>, string, string]

/** What a revocation answers to a session that is not the user's, or not active. */
export const NO_SESSION = ['ResourceNotFoundException', unverifiedTexts.session] as const
/** What is answered where sessions are not tracked. */
export const NO_TRACKING = ['InvalidParameterException', unverifiedTexts.sessionTracking] as const
/** What is answered to a token of another list. */
export const NO_PAGE = ['InvalidParameterException', 'Invalid pagination token'] as const
/** A session that nobody has. */
export const UNKNOWN = 'tkn0000000000000000000000000'

/** A pool that tracks sessions, with Jane and Mary; `maxPerUser` sessions for each. */
export const makeTracked = async (
  server: TestServer,
  maxPerUser = 20,
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, client)
  const { setPool } = sessionCalls(sdk)
  const limit = (MaxPerUser: number) => setPool(poolId, { TokenSession: { MaxPerUser } })
  await limit(maxPerUser)
  for (const name of ['jane', 'mary']) await makeUser(sdk, poolId, name)
  /** Signs in a second later than what was before. */
  const enter = async (name = 'jane', id = clientId) => {
    server.travel(1000)
    const tokens = await signIn(sdk, id, name)
    const sessions = await listOf(tokens.accessToken)
    return { ...tokens, id: sessions.find(({ IsCurrentSession }) => IsCurrentSession)?.SessionId ?? '' }
  }
  const listOf = async (AccessToken: string) =>
    (await sdk.send(new ListUserSessionsCommand({ AccessToken }))).Sessions ?? []
  /** The ids of a user's sessions, as an administrator sees them. */
  const idsOf = async (Username = 'jane') => {
    const { Sessions = [] } = await sdk.send(new AdminListUserSessionsCommand({ UserPoolId: poolId, Username }))
    return Sessions.map(({ SessionId }) => SessionId)
  }
  const refresh = (refreshToken: string, id = clientId) =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId: id,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    )
  /** Insists that nothing of a sign-in works any more. */
  const assertEnded = async ({ accessToken, refreshToken }: { accessToken: string; refreshToken: string }) => {
    const refused = (text: string) => serviceError('NotAuthorizedException', text)
    const getUser = sdk.send(new GetUserCommand({ AccessToken: accessToken }))
    await assert.rejects(getUser, refused('Access Token has been revoked'))
    await assert.rejects(refresh(refreshToken), refused('Refresh Token has been revoked'))
  }
  const assertAlive = async ({ accessToken, refreshToken }: { accessToken: string; refreshToken: string }) => {
    await sdk.send(new GetUserCommand({ AccessToken: accessToken }))
    await refresh(refreshToken)
  }
  return { sdk, poolId, clientId, limit, setPool, enter, listOf, idsOf, refresh, assertEnded, assertAlive }
}
