import {
  AdminListUserAuthEventsCommand,
  type CognitoIdentityProviderClient,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient } from '../../fixture.ts'

/** Settings of a pool that watches its users. */
export const watching = {
  UserPoolTier: 'PLUS',
  UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
} satisfies Partial<CreateUserPoolCommandInput>

/** A pool that watches its users, with a client of it that lets them sign in by password. */
export const makeWatchedPool = async (
  sdk: CognitoIdentityProviderClient,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName: 'watched', ...watching, ...pool }))
  const poolId = UserPool?.Id ?? ''
  return { poolId, ...(await makeClient(sdk, poolId, client)) }
}

/** How operations refuse pools that watch nothing. */
export const notWatched = [
  'UserPoolAddOnNotEnabledException',
  'Threat protection is not enabled for the user pool.',
] as const

/** What operations answer to requests about pools that there are not, as rows of a table. */
export const missingPool: [string, { UserPoolId: string }, string, string][] = [
  [
    'an unknown pool',
    { UserPoolId: 'us-east-1_nosuchone' },
    'ResourceNotFoundException',
    'User pool us-east-1_nosuchone does not exist.',
  ],
  [
    'a pool id of another form',
    { UserPoolId: 'X' },
    'InvalidParameterException',
    String.raw`1 validation error detected: Value 'X' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
  ],
]

/** A user's events, newest first. */
export const eventsOf = async (sdk: CognitoIdentityProviderClient, UserPoolId: string, Username: string) => {
  const { AuthEvents = [] } = await sdk.send(new AdminListUserAuthEventsCommand({ UserPoolId, Username }))
  return AuthEvents
}

/** The same in short: what it was, how it went, and the challenges of it. */
export const storyOf = async (sdk: CognitoIdentityProviderClient, poolId: string, username: string) =>
  (await eventsOf(sdk, poolId, username)).map(({ EventType, EventResponse, ChallengeResponses = [] }) =>
    [
      EventType,
      EventResponse,
      ...ChallengeResponses.map(({ ChallengeName, ChallengeResponse }) => `${ChallengeName}:${ChallengeResponse}`),
    ].join(' '),
  )
