import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'

export const PASSWORD = 'Correct-horse-9'

/** A pool and a client of it that lets users sign in by password. */
export const makePool = async (
  sdk: CognitoIdentityProviderClient,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName: 'test', ...pool }))
  const poolId = UserPool?.Id ?? ''
  const made = await makeClient(sdk, poolId, client)
  return { poolId, ...made }
}

/** One more client of a pool. */
export const makeClient = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'test',
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        ...(client.RefreshTokenRotation?.Feature === 'ENABLED' ? [] : ['ALLOW_REFRESH_TOKEN_AUTH' as const]),
      ],
      ...client,
    }),
  )
  return { clientId: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret }
}

/** A confirmed user with PASSWORD. */
export const makeUser = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  username: string,
  attributes: Record<string, string> = {},
) => {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
  await sdk.send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username: username, UserAttributes, MessageAction: 'SUPPRESS' }),
  )
  await sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: username, Password: PASSWORD, Permanent: true }),
  )
}

/** Signs in by password and gives the tokens. */
export const signIn = async (
  sdk: CognitoIdentityProviderClient,
  clientId: string,
  username: string,
  password = PASSWORD,
) => {
  const { AuthenticationResult } = await sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  )
  return {
    accessToken: AuthenticationResult?.AccessToken ?? '',
    idToken: AuthenticationResult?.IdToken ?? '',
    refreshToken: AuthenticationResult?.RefreshToken ?? '',
  }
}

/** The claims of a token, unverified. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
