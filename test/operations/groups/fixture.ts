import {
  AdminAddUserToGroupCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  type CreateGroupCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'

/** A role of the server's own account. */
export const ROLE = 'arn:aws:iam::000000000000:role/staff'

/** Makes a group. */
export const createGroup = (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  name: string,
  more: Partial<CreateGroupCommandInput> = {},
) => sdk.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName: name, ...more }))

/** Makes a user a member of a group. */
export const addToGroup = (sdk: CognitoIdentityProviderClient, poolId: string, username: string, group: string) =>
  sdk.send(new AdminAddUserToGroupCommand({ UserPoolId: poolId, Username: username, GroupName: group }))

const GROUP_NAME = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+`

/** What every operation on one group answers to requests that name none, as rows of a table. */
export const missingGroup = (poolId: string): [string, Record<string, string>, string, string][] => [
  [
    'an unknown pool',
    { UserPoolId: 'us-east-1_nosuchone' },
    'ResourceNotFoundException',
    'User pool us-east-1_nosuchone does not exist.',
  ],
  ['an unknown group', { UserPoolId: poolId, GroupName: 'nobodys' }, 'ResourceNotFoundException', 'Group not found.'],
  [
    'V60: a name of JavaScript',
    { UserPoolId: poolId, GroupName: '__proto__' },
    'ResourceNotFoundException',
    'Group not found.',
  ],
  [
    'a name with a space',
    { UserPoolId: poolId, GroupName: 'no group' },
    'InvalidParameterException',
    `1 validation error detected: Value 'no group' at 'groupName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${GROUP_NAME}`,
  ],
]
