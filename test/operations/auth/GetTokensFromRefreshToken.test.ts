import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()

const exchange = async (clientId: string, refreshToken: string, secret?: string) => {
  const { AuthenticationResult } = await server
    .client()
    .send(
      new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken, ClientSecret: secret }),
    )
  return AuthenticationResult ?? {}
}

const rotating = (RetryGracePeriodSeconds: number) => ({
  RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds },
})

describe('without rotation', () => {
  test('the same sign-in goes on, with the user as it is now', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane', { name: 'Jane' })
    const first = await signIn(sdk, clientId, 'jane')
    await sdk.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: poolId,
        Username: 'jane',
        UserAttributes: [{ Name: 'name', Value: 'Janet' }],
      }),
    )
    server.travel(60_000)
    const second = await exchange(clientId, first.refreshToken)
    assert.equal(second.RefreshToken, undefined)
    const [before, after] = [claimsOf(first.idToken), claimsOf(second.IdToken ?? '')]
    assert.equal(after.name, 'Janet')
    assert.equal(after.origin_jti, before.origin_jti)
    assert.equal(after.auth_time, before.auth_time)
    assert.notEqual(after.jti, before.jti)
    assert.ok(Number(after.iat) > Number(before.iat))
    await sdk.send(new GetUserCommand({ AccessToken: second.AccessToken }))
    await exchange(clientId, first.refreshToken)
  })

  test('refusals', async (t) => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, { RefreshTokenValidity: 1 })
    const other = await makeClient(sdk, poolId)
    const confidential = await makeClient(sdk, poolId, { GenerateSecret: true })
    const stranger = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    const { refreshToken, accessToken } = await signIn(sdk, clientId, 'jane')
    const rows: [string, string, string, string | undefined, string, string][] = [
      ['an unknown token', clientId, 'rt1.unknown', undefined, 'NotAuthorizedException', 'Invalid Refresh Token'],
      ['an access token', clientId, accessToken, undefined, 'NotAuthorizedException', 'Invalid Refresh Token'],
      [
        "another client's token",
        other.clientId,
        refreshToken,
        undefined,
        'NotAuthorizedException',
        'Invalid Refresh Token',
      ],
      [
        "V18 another pool's token",
        stranger.clientId,
        refreshToken,
        undefined,
        'NotAuthorizedException',
        'Invalid Refresh Token',
      ],
      [
        'V13 no secret',
        confidential.clientId,
        refreshToken,
        undefined,
        'NotAuthorizedException',
        `Unable to verify secret for client ${confidential.clientId}`,
      ],
      [
        'V13 a wrong secret',
        confidential.clientId,
        refreshToken,
        'x'.repeat(40),
        'NotAuthorizedException',
        `Unable to verify secret for client ${confidential.clientId}`,
      ],
    ]
    for (const [name, client, token, secret, error, message] of rows) {
      await t.test(name, () => assert.rejects(exchange(client, token, secret), serviceError(error, message)))
    }
    await t.test('V05: a disabled user, and an enabled one does not get old tokens back', async () => {
      await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
      await assert.rejects(exchange(clientId, refreshToken), serviceError('NotAuthorizedException'))
      await sdk.send(new AdminEnableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
      await assert.rejects(
        exchange(clientId, refreshToken),
        serviceError('NotAuthorizedException', 'Refresh Token has been revoked'),
      )
    })
    await t.test('a user who has to reset the password: the operation declares no other error', async () => {
      await makeUser(sdk, poolId, 'joe', { email: 'joe@example.com', email_verified: 'true' })
      const { refreshToken } = await signIn(sdk, clientId, 'joe')
      await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: 'joe' }))
      await assert.rejects(exchange(clientId, refreshToken), serviceError('NotAuthorizedException'))
    })
    await t.test('V20: after a global sign-out', async () => {
      const { refreshToken: token } = await signIn(sdk, clientId, 'jane')
      await sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: 'jane' }))
      await assert.rejects(
        exchange(clientId, token),
        serviceError('NotAuthorizedException', 'Refresh Token has been revoked'),
      )
    })
    await t.test('after its end', async () => {
      const { refreshToken: token } = await signIn(sdk, clientId, 'jane')
      server.travel(24 * 60 * 60 * 1000)
      await assert.rejects(
        exchange(clientId, token),
        serviceError('NotAuthorizedException', 'Refresh Token has expired'),
      )
    })
  })

  test('V13: either of two secrets proves a client', async () => {
    const sdk = server.client()
    const { poolId, clientId, secret = '' } = await makePool(sdk, {}, { GenerateSecret: true })
    await makeUser(sdk, poolId, 'jane')
    const { createHmac } = await import('node:crypto')
    const { AuthenticationResult } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: {
          USERNAME: 'jane',
          PASSWORD: 'Correct-horse-9',
          SECRET_HASH: createHmac('sha256', secret).update(`jane${clientId}`).digest('base64'),
        },
      }),
    )
    await exchange(clientId, AuthenticationResult?.RefreshToken ?? '', secret)
  })
})

describe('with rotation', () => {
  test('REFRESH_TOKEN_AUTH is no way to use a token, also where no flow says so', async () => {
    const sdk = server.client()
    const { poolId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    const { clientId: legacy } = await makeClient(sdk, poolId, {
      ...rotating(0),
      ExplicitAuthFlows: ['USER_PASSWORD_AUTH'],
    })
    const { clientId: silent } = await makeClient(sdk, poolId, { ...rotating(0), ExplicitAuthFlows: [] })
    const { refreshToken } = await signIn(sdk, legacy, 'jane')
    for (const ClientId of [legacy, silent]) {
      const AuthParameters = { REFRESH_TOKEN: refreshToken }
      await assert.rejects(
        sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters })),
        serviceError('InvalidParameterException', 'REFRESH_TOKEN_AUTH is not enabled for the client.'),
      )
    }
    assert.ok((await exchange(legacy, refreshToken)).RefreshToken)
  })

  test('each token is good for one use, and its reuse ends the sign-in', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, rotating(0))
    await makeUser(sdk, poolId, 'jane')
    const first = await signIn(sdk, clientId, 'jane')
    const second = await exchange(clientId, first.refreshToken)
    assert.ok(second.RefreshToken)
    assert.notEqual(second.RefreshToken, first.refreshToken)
    await assert.rejects(exchange(clientId, first.refreshToken), serviceError('RefreshTokenReuseException'))
    await assert.rejects(
      exchange(clientId, second.RefreshToken ?? ''),
      serviceError('NotAuthorizedException', 'Refresh Token has been revoked'),
    )
    await assert.rejects(
      sdk.send(new GetUserCommand({ AccessToken: second.AccessToken })),
      serviceError('NotAuthorizedException', 'Access Token has been revoked'),
    )
  })

  test('V28: 50 parallel uses within the grace period all succeed, a later one revokes the family', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, rotating(30))
    await makeUser(sdk, poolId, 'jane')
    const { refreshToken } = await signIn(sdk, clientId, 'jane')
    const results = await Promise.all(Array.from({ length: 50 }, () => exchange(clientId, refreshToken)))
    assert.equal(new Set(results.map(({ RefreshToken }) => RefreshToken)).size, 50)
    server.travel(30_001)
    await assert.rejects(exchange(clientId, refreshToken), serviceError('RefreshTokenReuseException'))
    for (const { RefreshToken } of results.slice(0, 3)) {
      await assert.rejects(exchange(clientId, RefreshToken ?? ''), serviceError('NotAuthorizedException'))
    }
  })

  test('R19: without grace, one of 100 parallel uses succeeds', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, rotating(0))
    await makeUser(sdk, poolId, 'jane')
    const { refreshToken } = await signIn(sdk, clientId, 'jane')
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => exchange(clientId, refreshToken)))
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('a token that was just revoked does not slip into the grace period', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, rotating(60))
    await makeUser(sdk, poolId, 'jane')
    const { refreshToken } = await signIn(sdk, clientId, 'jane')
    const { RefreshToken } = await exchange(clientId, refreshToken)
    await sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: RefreshToken }))
    await assert.rejects(
      exchange(clientId, refreshToken),
      serviceError('NotAuthorizedException', 'Refresh Token has been revoked'),
    )
  })

  test('a new token keeps the remaining life of the first', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, { ...rotating(0), RefreshTokenValidity: 1 })
    await makeUser(sdk, poolId, 'jane')
    const { refreshToken } = await signIn(sdk, clientId, 'jane')
    server.travel(23 * 60 * 60 * 1000)
    const { RefreshToken } = await exchange(clientId, refreshToken)
    server.travel(60 * 60 * 1000)
    await assert.rejects(
      exchange(clientId, RefreshToken ?? ''),
      serviceError('NotAuthorizedException', 'Refresh Token has expired'),
    )
  })
})
