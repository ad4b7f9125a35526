import {
  type CognitoIdentityProviderClient,
  type CreateUserPoolCommandInput,
  CreateUserPoolReplicaCommand,
  UpdateUserPoolReplicaCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'

export const PRIMARY = 'us-east-1'
export const SECONDARY = 'eu-west-1'

/** What a pool with a replica is encrypted by. */
export const KEY = {
  KeyConfiguration: {
    KeyType: 'CUSTOMER_MANAGED_KEY' as const,
    KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/mrk-0123456789abcdef0123456789abcdef',
  },
}

/** A pool that can have a replica. */
export const makeReplicable = (sdk: CognitoIdentityProviderClient, pool: Partial<CreateUserPoolCommandInput> = {}) =>
  makePool(sdk, { ...KEY, ...pool })

/** A pool with a replica in SECONDARY. */
export const makeReplicated = async (
  sdk: CognitoIdentityProviderClient,
  status: 'ACTIVE' | 'INACTIVE' = 'INACTIVE',
  pool: Partial<CreateUserPoolCommandInput> = {},
) => {
  const made = await makeReplicable(sdk, pool)
  await sdk.send(new CreateUserPoolReplicaCommand({ UserPoolId: made.poolId, RegionName: SECONDARY }))
  if (status === 'ACTIVE') await setStatus(sdk, made.poolId, status)
  return made
}

/** Sets the status of the replica in SECONDARY. */
export const setStatus = (sdk: CognitoIdentityProviderClient, UserPoolId: string, Status: 'ACTIVE' | 'INACTIVE') =>
  sdk.send(new UpdateUserPoolReplicaCommand({ UserPoolId, RegionName: SECONDARY, Status }))

/** The ARN of a pool in a Region. */
export const arnOf = (poolId: string, region: string) => `arn:aws:cognito-idp:${region}:000000000000:userpool/${poolId}`

const IPE = 'InvalidParameterException'

/** What the operations on one replica answer to requests that name none, as rows of a table. */
export const missingReplica: [string, { UserPoolId?: string; RegionName?: string }, string, string][] = [
  [
    'an unknown pool',
    { UserPoolId: 'us-east-1_nosuchone' },
    'ResourceNotFoundException',
    'User pool us-east-1_nosuchone does not exist.',
  ],
  [
    'a pool id of another form',
    { UserPoolId: 'X' },
    IPE,
    String.raw`1 validation error detected: Value 'X' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
  ],
  [
    'a short Region',
    { RegionName: 'eu' },
    IPE,
    "1 validation error detected: Value 'eu' at 'regionName' failed to satisfy constraint: Member must have length greater than or equal to 5",
  ],
  [
    'no Region',
    { RegionName: undefined as never }, // what the SDK's types forbid
    IPE,
    "1 validation error detected: Value null at 'regionName' failed to satisfy constraint: Member must not be null",
  ],
  ['the primary Region', { RegionName: PRIMARY }, IPE, 'RegionName must not be the primary Region of the user pool.'],
]
