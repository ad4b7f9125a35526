import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { PASSWORD } from '../../fixture.ts'

/** What a pool needs to send text messages. */
export const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' }

/** Attributes as the API takes them. */
export const listOf = (attributes: Record<string, string>): AttributeType[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))

/** Attributes as tests compare them, without the `sub`. */
export const attributesOf = (list: readonly AttributeType[] = []): Record<string, string> =>
  Object.fromEntries(list.filter(({ Name }) => Name !== 'sub').map(({ Name, Value }) => [Name, Value ?? '']))

/** Creates a user to whom nobody writes, and gives the `sub`. */
export const createUser = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  username: string,
  attributes: Record<string, string> = {},
  more: Partial<AdminCreateUserCommandInput> = {},
): Promise<string> => {
  const { User } = await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      UserAttributes: listOf(attributes),
      MessageAction: 'SUPPRESS',
      ...more,
    }),
  )
  return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
}

/** A user as an administrator sees it, with the attributes as an object. */
export const getUser = async (sdk: CognitoIdentityProviderClient, poolId: string, username: string) => {
  const { UserAttributes, ...user } = await sdk.send(
    new AdminGetUserCommand({ UserPoolId: poolId, Username: username }),
  )
  return {
    username: user.Username,
    status: user.UserStatus,
    enabled: user.Enabled,
    sub: UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? '',
    attributes: attributesOf(UserAttributes),
  }
}

/** Gives a user PASSWORD for good. */
export const confirm = (sdk: CognitoIdentityProviderClient, poolId: string, username: string) =>
  sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: username, Password: PASSWORD, Permanent: true }),
  )

/** What every operation on one user answers to requests that name none, as rows of a table. */
export const missing = (poolId: string) =>
  [
    [
      'an unknown pool',
      { UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    [
      'a malformed pool id',
      { UserPoolId: 'nowhere' },
      'InvalidParameterException',
      String.raw`1 validation error detected: Value 'nowhere' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
    ],
    ['an unknown user', { UserPoolId: poolId, Username: 'nobody' }, 'UserNotFoundException', 'User does not exist.'],
    [
      'a username with a space',
      { UserPoolId: poolId, Username: 'no body' },
      'InvalidParameterException',
      String.raw`1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
    ],
  ] as const
