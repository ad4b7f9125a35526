import assert from 'node:assert/strict'
import { createPublicKey, type JsonWebKey, sign, verify } from 'node:crypto'
import { suite, test } from 'node:test'
import {
  AddUserPoolClientSecretCommand,
  type CreateUserPoolClientCommandInput,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  type ExplicitAuthFlowsType,
  GetClientTokenCommand,
  type GetClientTokenCommandInput,
  GetUserCommand,
  InitiateAuthCommand,
  ListUserPoolClientSecretsCommand,
  UpdateResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, makeUser, PASSWORD } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { rawAnswer } from '../raw-answer.ts'
import { createServer, scopes } from '../resource-servers/fixture.ts'

/** Documented, though the SDK does not know it. */
const CLIENT_TOKEN = 'ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType

const server = useServer()

/** A pool with the scopes `api/read`, `api/write` and `api/admin`, and a client that may have the first two. */
const fixture = async (client: Partial<CreateUserPoolClientCommandInput> = {}) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createServer(sdk, poolId, { Scopes: scopes('read', 'write', 'admin') })
  const { clientId, secret = '' } = await makeClient(sdk, poolId, {
    GenerateSecret: true,
    ExplicitAuthFlows: [CLIENT_TOKEN],
    AllowedOAuthScopes: ['api/read', 'api/write'],
    ...client,
  })
  const get = async (change: Partial<GetClientTokenCommandInput> = {}) =>
    (await sdk.send(new GetClientTokenCommand({ ClientId: clientId, Secret: secret, ...change })))
      .ClientAuthenticationResult
  const scopeOf = async (change?: Partial<GetClientTokenCommandInput>) =>
    claimsOf((await get(change))?.AccessToken ?? '').scope
  return { sdk, poolId, clientId, secret, get, scopeOf }
}

test('answers an access token of the client, with all scopes that it has', async () => {
  const { poolId, clientId, get } = await fixture({ AccessTokenValidity: 2 })
  const { AccessToken = '', ...rest } = (await get({ ClientMetadata: { env: 'dev' } })) ?? {}
  assert.deepEqual(rest, { ExpiresIn: 7200, TokenType: 'Bearer' })
  const { iat, exp, auth_time, jti, ...claims } = claimsOf(AccessToken)
  assert.deepEqual(claims, {
    sub: clientId,
    token_use: 'access',
    scope: 'api/read api/write',
    iss: `${server.ctx.settings.publicUrl}/${poolId}`,
    version: 2,
    client_id: clientId,
  })
  assert.ok(Math.abs(Number(iat) - Date.now() / 1000) < 10)
  assert.deepEqual([auth_time, exp], [iat, Number(iat) + 7200])
  assert.match(String(jti), /^[0-9a-f-]{36}$/)
  assert.notEqual(jti, claimsOf((await get())?.AccessToken ?? '').jti)
})

test('is signed by a published key of its pool', async () => {
  const { poolId, get } = await fixture()
  const token = (await get())?.AccessToken ?? ''
  const [head = '', body = '', mark = ''] = token.split('.')
  const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString())
  assert.equal(alg, 'RS256')
  const { keys } = (await (await fetch(`${server.url}/${poolId}/.well-known/jwks.json`)).json()) as {
    keys: (JsonWebKey & { kid: string })[]
  }
  const key = keys.find((published) => published.kid === kid)
  assert.ok(key)
  const publicKey = createPublicKey({ key, format: 'jwk' })
  assert.ok(verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(mark, 'base64url')))
})

suite('scopes', () => {
  const granted: [string, Partial<GetClientTokenCommandInput>, string][] = [
    ['one of them', { Scopes: ['api/write'] }, 'api/write'],
    ['all, in the order asked for', { Scopes: ['api/write', 'api/read'] }, 'api/write api/read'],
    ['one that is asked for twice', { Scopes: ['api/read', 'api/read'] }, 'api/read'],
    ['none asked for, which asks for all', { Scopes: [] }, 'api/read api/write'],
  ]
  for (const [name, change, scope] of granted) {
    test(name, async () => assert.equal(await (await fixture()).scopeOf(change), scope))
  }

  test('that are gone are in no token, until they are there again', async () => {
    const { sdk, poolId, get, scopeOf } = await fixture()
    const change = { UserPoolId: poolId, Identifier: 'api', Name: 'An API' }
    const unknown = (scope: string) => serviceError('InvalidParameterException', `Invalid scope requested: ${scope}`)
    await sdk.send(new UpdateResourceServerCommand({ ...change, Scopes: scopes('read') }))
    assert.equal(await scopeOf(), 'api/read')
    await assert.rejects(get({ Scopes: ['api/read', 'api/write'] }), unknown('api/write'))
    await sdk.send(new DeleteResourceServerCommand({ UserPoolId: poolId, Identifier: 'api' }))
    await assert.rejects(get({ Scopes: ['api/read'] }), unknown('api/read'))
    await assert.rejects(get(), serviceError('InvalidParameterException', 'No scopes are configured for this client.'))
    await createServer(sdk, poolId)
    assert.equal(await scopeOf(), 'api/read api/write')
  })

  test('V33: of users are never granted, also to a client that may let users have them', async () => {
    const { get, scopeOf } = await fixture({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      CallbackURLs: ['https://example.com'],
      AllowedOAuthScopes: ['openid', 'aws.cognito.signin.user.admin', 'api/read'],
    })
    assert.equal(await scopeOf(), 'api/read')
    for (const scope of ['openid', 'aws.cognito.signin.user.admin']) {
      await assert.rejects(
        get({ Scopes: ['api/read', scope] }),
        serviceError('InvalidParameterException', `Invalid scope requested: ${scope}`),
      )
    }
  })
})

suite('secrets', () => {
  test('every active one will do, and none that was deleted', async () => {
    const { sdk, poolId, clientId, secret, get } = await fixture()
    const names = { UserPoolId: poolId, ClientId: clientId }
    const [first] = (await sdk.send(new ListUserPoolClientSecretsCommand(names))).ClientSecrets ?? []
    const { ClientSecretDescriptor: added } = await sdk.send(new AddUserPoolClientSecretCommand(names))
    await get({ Secret: secret })
    await get({ Secret: added?.ClientSecretValue })
    await sdk.send(new DeleteUserPoolClientSecretCommand({ ...names, ClientSecretId: first?.ClientSecretId }))
    await get({ Secret: added?.ClientSecretValue })
    await assert.rejects(get(), serviceError('NotAuthorizedException', 'Invalid client or secret'))
  })

  test("another client's will not do", async () => {
    const [one, other] = [await fixture(), await fixture()]
    await assert.rejects(
      one.get({ Secret: other.secret }),
      serviceError('NotAuthorizedException', 'Invalid client or secret'),
    )
  })
})

suite('refuses', () => {
  const IPE = 'InvalidParameterException'
  const rows: [string, Partial<GetClientTokenCommandInput>, string, string | RegExp][] = [
    ['a wrong secret', { Secret: 'w'.repeat(52) }, 'NotAuthorizedException', 'Invalid client or secret'],
    [
      'a wrong secret, whatever the scopes are',
      { Secret: 'w'.repeat(52), Scopes: ['other/read'] },
      'NotAuthorizedException',
      'Invalid client or secret',
    ],
    [
      'a client that does not exist',
      { ClientId: 'unknown' },
      'ResourceNotFoundException',
      'User pool client unknown does not exist.',
    ],
    [
      'no secret, without telling more',
      { Secret: undefined },
      IPE,
      "1 validation error detected: Value at 'secret' failed to satisfy constraint: Member must not be null",
    ],
    ['a scope that does not exist', { Scopes: ['api/read', 'api/other'] }, IPE, 'Invalid scope requested: api/other'],
    ['a scope of nothing', { Scopes: ['read'] }, IPE, 'Invalid scope requested: read'],
    [
      'a scope that the client may not have, and with it the others',
      { Scopes: ['api/read', 'api/admin'] },
      IPE,
      'The scope api/admin is not allowed for this client.',
    ],
    [
      'V33: two scopes in one',
      { Scopes: ['api/read api/admin'] },
      IPE,
      /at 'scopes' failed to satisfy constraint: Member must satisfy constraint/,
    ],
    [
      'V33: 10,000 scopes',
      { Scopes: Array.from({ length: 10_000 }, (_, index) => `api/${index}`) },
      IPE,
      /at 'scopes' failed to satisfy constraint: Member must have length less than or equal to 50$/,
    ],
    [
      'V33: a scope of 300,000 letters',
      { Scopes: ['s'.repeat(300_000)] },
      IPE,
      /at 'scopes' failed to satisfy constraint: Member must satisfy constraint/,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => assert.rejects((await fixture()).get(change), serviceError(error, message)))
  }

  const clients: [string, Partial<CreateUserPoolClientCommandInput>][] = [
    ['of users', { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }],
    ['without flows of its own', { ExplicitAuthFlows: [] }],
    ['with legacy flows', { ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] }],
  ]
  for (const [name, client] of clients) {
    test(`a client ${name}, once it proved its secret`, async () => {
      const { get } = await fixture(client)
      await assert.rejects(get(), serviceError(IPE, 'ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.'))
      await assert.rejects(
        get({ Secret: 'w'.repeat(52) }),
        serviceError('NotAuthorizedException', 'Invalid client or secret'),
      )
    })
  }

  test('a client without a secret, whatever is sent as one', async () => {
    const sdk = server.client()
    const { clientId } = await makePool(sdk)
    await assert.rejects(
      sdk.send(new GetClientTokenCommand({ ClientId: clientId, Secret: 'undefined'.repeat(4) })),
      serviceError('NotAuthorizedException', 'Invalid client or secret'),
    )
  })

  test('a client that was deleted', async () => {
    const { sdk, poolId, clientId, get } = await fixture()
    await sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }))
    await assert.rejects(
      get(),
      serviceError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`),
    )
  })
})

suite('is no way in for users, and no token of one', () => {
  test('users cannot sign in through the client', async () => {
    const { sdk, poolId, clientId } = await fixture()
    await makeUser(sdk, poolId, 'jane')
    for (const AuthFlow of ['USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH'] as const) {
      const AuthParameters = { USERNAME: 'jane', PASSWORD, REFRESH_TOKEN: 'x' }
      await assert.rejects(
        sdk.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters })),
        serviceError('InvalidParameterException'),
      )
    }
  })

  test('V19: the token opens no account, also to a user who is called like the client', async () => {
    const { sdk, poolId, clientId, get } = await fixture()
    await makeUser(sdk, poolId, clientId)
    const AccessToken = (await get())?.AccessToken
    await assert.rejects(
      sdk.send(new GetUserCommand({ AccessToken })),
      serviceError('NotAuthorizedException', 'Access Token does not have required scopes'),
    )
  })

  test('V19: nor if a scope of users had come into it', async () => {
    const { sdk, poolId, clientId, get } = await fixture()
    await makeUser(sdk, poolId, clientId)
    const token = (await get())?.AccessToken ?? ''
    const scope = 'api/read aws.cognito.signin.user.admin'
    const claims = Buffer.from(JSON.stringify({ ...claimsOf(token), scope })).toString('base64url')
    const content = `${token.split('.')[0]}.${claims}`
    const { privateKey } = await server.ctx.keys.active(poolId, 'access')
    const AccessToken = `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
    await assert.rejects(
      sdk.send(new GetUserCommand({ AccessToken })),
      serviceError('NotAuthorizedException', 'Access Token does not have required scopes'),
    )
  })

  test('no secret and no token is logged', async () => {
    const { secret, get } = await fixture()
    const token = (await get())?.AccessToken ?? ''
    await rawAnswer(server, 'GetClientToken', { ClientId: 'unknown', Secret: secret })
    assert.ok(!server.log.some((line) => line.includes(secret) || line.includes(token)))
  })
})
