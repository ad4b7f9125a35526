import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { JwtVerifier } from 'aws-jwt-verify'
import { claimsOf, makeClient, makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()

const initiate = (clientId: string, parameters: Record<string, string>, more: Partial<InitiateAuthCommandInput> = {}) =>
  server.client().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: parameters,
      ...more,
    }),
  )

describe('USER_PASSWORD_AUTH', () => {
  test('answers tokens that aws-jwt-verify accepts', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true', name: 'Jane' })
    const answer = await initiate(clientId, { USERNAME: 'jane', PASSWORD })
    assert.deepEqual(answer.ChallengeParameters, {})
    assert.equal(answer.ChallengeName, undefined)
    assert.equal(answer.Session, undefined)
    const {
      AccessToken = '',
      IdToken = '',
      RefreshToken = '',
      ExpiresIn,
      TokenType,
    } = answer.AuthenticationResult ?? {}
    assert.equal(ExpiresIn, 3600)
    assert.equal(TokenType, 'Bearer')
    assert.match(RefreshToken, /^[A-Za-z0-9-_=.]+$/)

    const issuer = `${server.ctx.settings.publicUrl}/${poolId}`
    const jwks = await (await fetch(`${server.url}/${poolId}/.well-known/jwks.json`)).json()
    assert.equal((jwks as { keys: unknown[] }).keys.length, 2)
    const idVerifier = JwtVerifier.create({ issuer, audience: clientId })
    idVerifier.cacheJwks(jwks as never)
    const accessVerifier = JwtVerifier.create({ issuer, audience: null })
    accessVerifier.cacheJwks(jwks as never)
    const id = await idVerifier.verify(IdToken)
    const access = await accessVerifier.verify(AccessToken)

    const { UserAttributes } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    const sub = UserAttributes?.find(({ Name }) => Name === 'sub')?.Value
    const { origin_jti, jti, event_id, auth_time, exp, iat, ...claims } = id as Record<string, unknown>
    assert.deepEqual(claims, {
      sub,
      email: 'jane@example.com',
      email_verified: true,
      name: 'Jane',
      iss: issuer,
      aud: clientId,
      token_use: 'id',
      'cognito:username': 'jane',
    })
    assert.equal(Number(exp) - Number(iat), 3600)
    assert.equal(access.origin_jti, origin_jti)
    assert.equal(access.event_id, event_id)
    assert.equal(access.auth_time, auth_time)
    assert.notEqual(access.jti, jti)
    assert.deepEqual(
      [access.sub, access.client_id, access.username, access.token_use, access.scope, access.aud],
      [sub, clientId, 'jane', 'access', 'aws.cognito.signin.user.admin', undefined],
    )
  })

  test('the ID and the access token have different keys, and kids that end in =', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    const { accessToken, idToken } = await signIn(sdk, clientId, 'jane')
    const [access, id] = [accessToken, idToken].map((token) =>
      JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()),
    )
    assert.deepEqual(Object.keys(access), ['kid', 'alg'])
    assert.match(access.kid, /=$/)
    assert.notEqual(access.kid, id.kid)
  })

  test('without token revocation there is no jti and no origin_jti', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, { EnableTokenRevocation: false })
    await makeUser(sdk, poolId, 'jane')
    const { accessToken, idToken } = await signIn(sdk, clientId, 'jane')
    for (const token of [accessToken, idToken]) {
      assert.equal(claimsOf(token).jti, undefined)
      assert.equal(claimsOf(token).origin_jti, undefined)
    }
    await sdk.send(new GetUserCommand({ AccessToken: accessToken }))
  })

  test('lifetimes follow the client', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(
      sdk,
      {},
      {
        AccessTokenValidity: 10,
        IdTokenValidity: 1200,
        RefreshTokenValidity: 2,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds', RefreshToken: 'hours' },
      },
    )
    await makeUser(sdk, poolId, 'jane')
    const { AuthenticationResult } = await initiate(clientId, { USERNAME: 'jane', PASSWORD })
    assert.equal(AuthenticationResult?.ExpiresIn, 600)
    const id = claimsOf(AuthenticationResult?.IdToken ?? '')
    assert.equal(Number(id.exp) - Number(id.iat), 1200)
  })

  test('refusals', async (t) => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    const other = await makeClient(sdk, poolId, { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] })
    const rows: [string, string, Record<string, string>, Partial<InitiateAuthCommandInput>, string, string][] = [
      [
        'a wrong password',
        clientId,
        { USERNAME: 'jane', PASSWORD: 'wrong' },
        {},
        'NotAuthorizedException',
        'Incorrect username or password.',
      ],
      [
        'an unknown user',
        clientId,
        { USERNAME: 'nobody', PASSWORD },
        {},
        'UserNotFoundException',
        'User does not exist.',
      ],
      ['no user', clientId, { PASSWORD }, {}, 'InvalidParameterException', 'Missing required parameter USERNAME'],
      [
        'no password',
        clientId,
        { USERNAME: 'jane' },
        {},
        'InvalidParameterException',
        'Missing required parameter PASSWORD',
      ],
      [
        'an unknown client',
        'nosuchclient',
        { USERNAME: 'jane', PASSWORD },
        {},
        'ResourceNotFoundException',
        'User pool client nosuchclient does not exist.',
      ],
      [
        'V17 a flow that is off',
        other.clientId,
        { USERNAME: 'jane', PASSWORD },
        {},
        'InvalidParameterException',
        'USER_PASSWORD_AUTH flow not enabled for this client',
      ],
      [
        'a flow of administrators',
        clientId,
        { USERNAME: 'jane', PASSWORD },
        { AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' },
        'InvalidParameterException',
        'Initiate Auth method not supported.',
      ],
      [
        'a hash for a client without secret',
        clientId,
        { USERNAME: 'jane', PASSWORD, SECRET_HASH: 'AAAA' },
        {},
        'NotAuthorizedException',
        `Unable to verify secret hash for client ${clientId}`,
      ],
    ]
    for (const [name, client, parameters, more, error, message] of rows) {
      await t.test(name, () => assert.rejects(initiate(client, parameters, more), serviceError(error, message)))
    }
  })
})

test('V13: a client with a secret needs a hash of the name as it is sent', async (t) => {
  const sdk = server.client()
  const {
    poolId,
    clientId,
    secret = '',
  } = await makePool(sdk, { AliasAttributes: ['email'] }, { GenerateSecret: true })
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  const hash = (name: string, key = secret) =>
    createHmac('sha256', key)
      .update(name + clientId)
      .digest('base64')
  const withHash = (USERNAME: string, SECRET_HASH?: string) =>
    initiate(clientId, { USERNAME, PASSWORD, ...(SECRET_HASH !== undefined && { SECRET_HASH }) })
  await withHash('jane', hash('jane'))
  await withHash('jane@example.com', hash('jane@example.com'))
  const wrong = `Unable to verify secret hash for client ${clientId}`
  const rows: [string, string, string | undefined, string][] = [
    ['missing', 'jane', undefined, `Client ${clientId} is configured with secret but SECRET_HASH was not received`],
    ['wrong', 'jane', hash('jane', 'another'), wrong],
    ['of another user', 'jane', hash('john'), wrong],
    ['of the alias for the user name', 'jane', hash('jane@example.com'), wrong],
    ['too short', 'jane', hash('jane').slice(0, -4), wrong],
  ]
  for (const [name, username, given, message] of rows) {
    await t.test(name, () => assert.rejects(withHash(username, given), serviceError('NotAuthorizedException', message)))
  }
})

test('the order of account states', async (t) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'] })
  const hidden = await makeClient(sdk, poolId, { PreventUserExistenceErrors: 'ENABLED' })
  const address = { email: 'x@example.com', email_verified: 'true' }
  await makeUser(sdk, poolId, 'disabled', address)
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  await makeUser(sdk, poolId, 'reset', address)
  await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: 'reset' }))
  await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'unconfirmed', Password: PASSWORD }))
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'temporary',
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
    }),
  )
  const generic: [string, string] = ['NotAuthorizedException', 'Incorrect username or password.']
  const states: Record<string, { right: [string, string]; wrong: [string, string] }> = {
    disabled: {
      right: ['NotAuthorizedException', 'User is disabled.'],
      wrong: ['NotAuthorizedException', 'User is disabled.'],
    },
    reset: {
      right: ['PasswordResetRequiredException', 'Password reset required for the user'],
      wrong: ['PasswordResetRequiredException', 'Password reset required for the user'],
    },
    unconfirmed: { right: ['UserNotConfirmedException', 'User is not confirmed.'], wrong: generic },
  }
  for (const [name, { right, wrong }] of Object.entries(states)) {
    await t.test(`${name}, right password`, () =>
      assert.rejects(initiate(clientId, { USERNAME: name, PASSWORD }), serviceError(...right)),
    )
    await t.test(`${name}, wrong password`, () =>
      assert.rejects(initiate(clientId, { USERNAME: name, PASSWORD: 'wrong' }), serviceError(...wrong)),
    )
    await t.test(`V01: ${name}, wrong password, where users are hidden`, () =>
      assert.rejects(initiate(hidden.clientId, { USERNAME: name, PASSWORD: 'wrong' }), serviceError(...generic)),
    )
  }
  await t.test('an expired temporary password', async () => {
    assert.equal((await initiate(clientId, { USERNAME: 'temporary', PASSWORD })).ChallengeName, 'NEW_PASSWORD_REQUIRED')
    server.travel(8 * 24 * 60 * 60 * 1000)
    await assert.rejects(
      initiate(clientId, { USERNAME: 'temporary', PASSWORD }),
      serviceError('NotAuthorizedException', 'Temporary password has expired and must be reset by an administrator.'),
    )
  })
})

test('V01: a client that hides users gives the same bytes for every name', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, { PreventUserExistenceErrors: 'ENABLED' })
  await makeUser(sdk, poolId, 'known')
  await makeUser(sdk, poolId, 'disabled')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  const seen = new Set<string>()
  for (const USERNAME of ['known', 'disabled', 'nobody']) {
    const response = await server.post('InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: 'wrong' },
    })
    const headers = [...response.headers].filter(([name]) => !['date', 'x-amzn-requestid'].includes(name))
    seen.add(JSON.stringify([response.status, headers, await response.text()]))
  }
  assert.equal(seen.size, 1)
})

describe('lockout', () => {
  const wrong = (clientId: string, USERNAME: string) => initiate(clientId, { USERNAME, PASSWORD: 'wrong' })

  test('V04: of 200 parallel wrong passwords five are looked at', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    const attempt = () =>
      wrong(clientId, 'jane').then(
        () => 'in',
        (error: Error) => error.message,
      )
    const messages = await server.freeze(() => Promise.all(Array.from({ length: 200 }, attempt)))
    assert.equal(messages.filter((message) => message === 'Incorrect username or password.').length, 5)
    assert.equal(messages.filter((message) => message === 'Password attempts exceeded').length, 195)
    server.travel(1100)
    await signIn(sdk, clientId, 'jane')
  })

  test('each failure after the fifth doubles the wait, and success forgets them', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    const incorrect = serviceError('NotAuthorizedException', 'Incorrect username or password.')
    const exceeded = serviceError('NotAuthorizedException', 'Password attempts exceeded')
    for (let failure = 1; failure <= 5; failure++) await assert.rejects(wrong(clientId, 'jane'), incorrect)
    for (const wait of [1000, 2000, 4000]) {
      server.travel(wait - 500)
      await assert.rejects(wrong(clientId, 'jane'), exceeded)
      server.travel(501)
      await assert.rejects(wrong(clientId, 'jane'), incorrect)
    }
    server.travel(8001)
    await signIn(sdk, clientId, 'jane')
    for (let failure = 1; failure <= 4; failure++) await assert.rejects(wrong(clientId, 'jane'), incorrect)
    await signIn(sdk, clientId, 'jane')
  })

  test('V03: an unknown name is locked out like a known one where users are hidden', async () => {
    const sdk = server.client()
    const { clientId } = await makePool(sdk, {}, { PreventUserExistenceErrors: 'ENABLED' })
    for (let failure = 1; failure <= 5; failure++) {
      await assert.rejects(
        wrong(clientId, 'nobody'),
        serviceError('NotAuthorizedException', 'Incorrect username or password.'),
      )
    }
    await assert.rejects(
      wrong(clientId, 'nobody'),
      serviceError('NotAuthorizedException', 'Password attempts exceeded'),
    )
  })

  test('V05: aliases share the count of their user', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, { AliasAttributes: ['email'] })
    await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
    for (const name of ['jane', 'jane@example.com', 'jane', 'jane@example.com', 'jane']) {
      await assert.rejects(
        wrong(clientId, name),
        serviceError('NotAuthorizedException', 'Incorrect username or password.'),
      )
    }
    await assert.rejects(
      wrong(clientId, 'jane@example.com'),
      serviceError('NotAuthorizedException', 'Password attempts exceeded'),
    )
  })

  test('30 parallel right passwords all sign in', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    await Promise.all(Array.from({ length: 30 }, () => signIn(sdk, clientId, 'jane')))
  })
})

test('a pool that demands MFA gives no tokens without it', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  await sdk.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: poolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  )
  const { AuthenticationResult, ChallengeName, ChallengeParameters } = await initiate(clientId, {
    USERNAME: 'jane',
    PASSWORD,
  })
  assert.equal(AuthenticationResult, undefined)
  assert.equal(ChallengeName, 'MFA_SETUP')
  assert.deepEqual(ChallengeParameters, { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: 'jane' })
})

test('a password that no pool could have is refused without work', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  await assert.rejects(
    initiate(clientId, { USERNAME: 'jane', PASSWORD: 'x'.repeat(100_000) }),
    serviceError('NotAuthorizedException', 'Incorrect username or password.'),
  )
  await assert.rejects(
    initiate(clientId, { USERNAME: 'jane', PASSWORD: `${PASSWORD}\u0000`.replace('\u0000', ' ') }),
    serviceError('NotAuthorizedException'),
  )
  await sdk.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: 'jane',
      Password: 'Pässwörd-0123',
      Permanent: true,
    }),
  )
  await signIn(sdk, clientId, 'jane', 'Pässwörd-0123')
})
