import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  type ExplicitAuthFlowsType,
  GetClientTokenCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import * as registry from '../../../src/operations/index.ts'
import { claimsOf, makeClient, makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { rawAnswer } from '../raw-answer.ts'
import { createServer } from '../resource-servers/fixture.ts'

const server = useServer()

const device = { DeviceKey: 'us-east-1_00000000-0000-0000-0000-000000000000' }

/** Every operation that an access token allows, with what it needs besides. */
const operations: Record<string, object> = {
  AssociateSoftwareToken: {},
  ChangePassword: { PreviousPassword: PASSWORD, ProposedPassword: `${PASSWORD}-new` },
  ConfirmDevice: device,
  DeleteUser: {},
  DeleteUserAttributes: { UserAttributeNames: ['name'] },
  ForgetDevice: device,
  GetDevice: device,
  GetUser: {},
  GetUserAttributeVerificationCode: { AttributeName: 'email' },
  GetUserAuthFactors: {},
  GlobalSignOut: {},
  ListDevices: {},
  ListUserSessions: {},
  RevokeUserSession: { SessionId: 'tkn0000000000000000000000000' },
  SetUserMFAPreference: { SMSMfaSettings: { Enabled: true } },
  SetUserSettings: { MFAOptions: [] },
  UpdateDeviceStatus: { ...device, DeviceRememberedStatus: 'remembered' },
  UpdateUserAttributes: { UserAttributes: [{ Name: 'name', Value: 'Mallory' }] },
  VerifySoftwareToken: { UserCode: '123456' },
  VerifyUserAttribute: { AttributeName: 'email', Code: '123456' },
  StartWebAuthnRegistration: {},
  CompleteWebAuthnRegistration: { Credential: {} },
  ListWebAuthnCredentials: {},
  DeleteWebAuthnCredential: { CredentialId: 'AAAA' },
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An access token of a client itself, which the operations do not take, whoever they are asked for. */
const clientToken = async (poolId: string) => {
  const sdk = server.client()
  await createServer(sdk, poolId)
  const { clientId, secret } = await makeClient(sdk, poolId, {
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType], // documented, though the SDK does not know it
    AllowedOAuthScopes: ['api/read'],
  })
  const answer = await sdk.send(new GetClientTokenCommand({ ClientId: clientId, Secret: secret }))
  return answer.ClientAuthenticationResult?.AccessToken ?? ''
}

test('V19: every operation that takes an access token is looked at', () => {
  const takers = Object.entries(registry).filter(([, { input }]) => 'AccessToken' in input.members)
  assert.deepEqual(Object.keys(operations).sort(), takers.map(([name]) => name).sort())
})

test('V19: no other token will do, at any operation', async (t) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'] })
  await makeUser(sdk, poolId, 'jane', { name: 'Jane', email: 'jane@example.com' })
  const { accessToken, idToken, refreshToken } = await signIn(sdk, clientId, 'jane')
  const key = await server.ctx.keys.active(poolId, 'access')
  const content = `${accessToken.split('.')[0]}.${encode({ ...claimsOf(accessToken), scope: 'openid profile' })}`
  const unscoped = `${content}.${sign('sha256', Buffer.from(content), key.privateKey).toString('base64url')}`
  const rows: [string, string, string][] = [
    ['an ID token', idToken, 'Invalid Access Token'],
    ['a token without the scope', unscoped, 'Access Token does not have required scopes'],
    ["a client's own token", await clientToken(poolId), 'Access Token does not have required scopes'],
    ['a refresh token', refreshToken, 'Could not verify signature for Access Token'],
  ]
  for (const [operation, input] of Object.entries(operations)) {
    for (const [name, AccessToken, message] of rows) {
      await t.test(`${operation} with ${name}`, async () => {
        const { status, body } = await rawAnswer(server, operation, { ...input, AccessToken })
        assert.deepEqual([status, JSON.parse(body)], [400, { __type: 'NotAuthorizedException', message }])
      })
    }
  }
  const user = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.ok(user.UserAttributes?.some(({ Name, Value }) => Name === 'name' && Value === 'Jane'))
  assert.deepEqual(await server.inbox('jane@example.com'), [])
})

test('V19: neither an access token nor an ID token is a refresh token', async (t) => {
  const sdk = server.client()
  const { poolId, clientId: ClientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken, idToken, refreshToken } = await signIn(sdk, ClientId, 'jane')
  const invalid = serviceError('NotAuthorizedException', 'Invalid Refresh Token')
  const refresh = (token: string) => sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: token }))
  const uses: Record<string, [(token: string) => Promise<unknown>, typeof invalid]> = {
    GetTokensFromRefreshToken: [refresh, invalid],
    REFRESH_TOKEN_AUTH: [
      (REFRESH_TOKEN) =>
        sdk.send(
          new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
        ),
      invalid,
    ],
    RevokeToken: [
      (Token) => sdk.send(new RevokeTokenCommand({ ClientId, Token })),
      serviceError('UnsupportedTokenTypeException'),
    ],
  }
  for (const [name, [use, refused]] of Object.entries(uses)) {
    await t.test(name, async () => {
      for (const token of [accessToken, idToken]) await assert.rejects(use(token), refused)
    })
  }
  await refresh(refreshToken)
})
