import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateDeviceStatusCommand,
  type AuthFlowType,
  ConfirmDeviceCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type ICognitoStorage,
} from 'amazon-cognito-identity-js'
import { powerOfG } from '../../src/compute/power.ts'
import { N } from '../../src/domain/srp.ts'
import { openDeviceVerifier, sealDeviceVerifier } from '../../src/flows/devices/verifier.ts'
import { begin, claimOf, confirm, type KeptDevice, makeDevicePool, respond, TRACKING } from '../devices.ts'
import { claimsOf, makeClient, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { factors, makeMfaPool } from '../mfa.ts'
import { srpClient } from '../srp.ts'
import { newDevice } from '../store/fixture.ts'

const server = useServer()
const GENERIC = serviceError('NotAuthorizedException', 'Incorrect username or password.')
const NO_DEVICE = serviceError('ResourceNotFoundException', 'Device does not exist.')
const INVALID = serviceError('NotAuthorizedException', /^Invalid session for the user/)

type Parameters = Record<string, string>

/** A pool that requires an app's code, and Jane with a device of hers. */
const makeMfaWorld = async (settings = TRACKING) => {
  const pool = await makeMfaPool(server, 'OPTIONAL', factors.totp, settings)
  const { secret } = await pool.withApp('jane')
  await pool.configure('ON', factors.totp)
  /** Signs in with a code of the app. */
  const withCode = async (more: Parameters = {}) => {
    server.travel(30_000)
    const { ChallengeName, Session } = await begin(pool.sdk, pool.clientId, 'jane', more)
    assert.equal(ChallengeName, 'SOFTWARE_TOKEN_MFA')
    const answer = { USERNAME: 'jane', SOFTWARE_TOKEN_MFA_CODE: pool.code(secret), ...more }
    return respond(pool.sdk, pool.clientId, 'SOFTWARE_TOKEN_MFA', answer, Session)
  }
  const { AuthenticationResult: tokens = {} } = await withCode()
  return { ...pool, withCode, tokens }
}

type Pool = Pick<Awaited<ReturnType<typeof makeMfaPool>>, 'sdk' | 'clientId'>

/** Begins to prove a device of Jane's. `session` says whether the client sends Sessions back. */
const beginProof = async ({ sdk, clientId }: Pool, device: KeptDevice, session = true) => {
  const first = await begin(sdk, clientId, 'jane', { DEVICE_KEY: device.key })
  assert.equal(first.ChallengeName, 'DEVICE_SRP_AUTH')
  assert.deepEqual(first.ChallengeParameters, {})
  const a = randomBytes(32)
  const half = { USERNAME: 'jane', DEVICE_KEY: device.key, SRP_A: powerOfG(a).toString('hex') }
  const second = await respond(sdk, clientId, 'DEVICE_SRP_AUTH', half, session ? first.Session : undefined)
  assert.equal(second.ChallengeName, 'DEVICE_PASSWORD_VERIFIER')
  const challenge = second.ChallengeParameters as Parameters
  const claims = { USERNAME: 'jane', ...claimOf(device, a, challenge) }
  const finish = (change: Parameters = {}, Session = session ? second.Session : undefined) =>
    respond(sdk, clientId, 'DEVICE_PASSWORD_VERIFIER', { ...claims, ...change }, Session)
  return { challenge, claims, Session: second.Session, finish }
}

for (const session of [true, false]) {
  test(`a remembered device takes the place of the code, ${session ? 'with' : 'without'} Sessions`, async () => {
    const world = await makeMfaWorld()
    const device = await confirm(world.sdk, world.tokens)
    server.travel(60_000)
    const { challenge, finish } = await beginProof(world, device, session)
    assert.deepEqual(Object.keys(challenge).sort(), ['DEVICE_KEY', 'SALT', 'SECRET_BLOCK', 'SRP_B', 'USERNAME'])
    assert.equal(challenge.DEVICE_KEY, device.key)
    assert.equal(challenge.USERNAME, 'jane')
    const { AuthenticationResult } = await finish()
    assert.equal(AuthenticationResult?.NewDeviceMetadata, undefined)
    assert.equal(claimsOf(AuthenticationResult?.AccessToken ?? '').device_key, device.key)
    const { Device } = await world.sdk.send(
      new AdminGetDeviceCommand({ UserPoolId: world.poolId, Username: 'jane', DeviceKey: device.key }),
    )
    const [made = 0, used = 0] = [Device?.DeviceCreateDate, Device?.DeviceLastAuthenticatedDate].map((at) =>
      at?.getTime(),
    )
    assert.ok(used - made > 55_000)
  })
}

test('a device that is named at the start of SRP is known at its end, whatever is sent back', async (t) => {
  const world = await makeDevicePool(server, TRACKING, {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'],
  })
  const { sdk, clientId, poolId } = world
  const { device } = await world.makeTracked('jane')
  const { SRP_A, claim } = srpClient(poolId)
  const rows: [string, AuthFlowType, Parameters, sendsSession: boolean][] = [
    ['by SRP', 'USER_SRP_AUTH', {}, false],
    ['by choice, with the Session', 'USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD_SRP' }, true],
    ['by choice, without it', 'USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD_SRP' }, false],
  ]
  for (const [name, AuthFlow, more, sendsSession] of rows) {
    await t.test(name, async () => {
      const AuthParameters = { USERNAME: 'jane', SRP_A, DEVICE_KEY: device.key, ...more }
      const begun = await sdk.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters }))
      assert.equal(begun.ChallengeName, 'PASSWORD_VERIFIER')
      const { ChallengeName } = await sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId: clientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeResponses: { USERNAME: 'jane', ...claim(begun.ChallengeParameters, PASSWORD) },
          Session: sendsSession ? begun.Session : undefined,
        }),
      )
      assert.equal(ChallengeName, 'DEVICE_SRP_AUTH')
    })
  }
})

test('devices that are not remembered, or cannot prove themselves, spare nobody the code', async (t) => {
  const world = await makeMfaWorld()
  const { sdk, poolId, tokens, withCode } = world
  const device = await confirm(sdk, tokens)
  await t.test('not remembered', async () => {
    const update = (DeviceRememberedStatus: 'remembered' | 'not_remembered') =>
      sdk.send(
        new AdminUpdateDeviceStatusCommand({
          UserPoolId: poolId,
          Username: 'jane',
          DeviceKey: device.key,
          DeviceRememberedStatus,
        }),
      )
    await update('not_remembered')
    const { AuthenticationResult } = await withCode({ DEVICE_KEY: device.key })
    assert.equal(AuthenticationResult?.NewDeviceMetadata, undefined)
    assert.equal(claimsOf(AuthenticationResult?.AccessToken ?? '').device_key, device.key)
    await update('remembered')
    const { finish } = await beginProof(world, device)
    await update('not_remembered')
    await assert.rejects(finish(), INVALID)
  })
  await t.test('without a verifier', async () => {
    const { AuthenticationResult } = await withCode()
    const DeviceKey = AuthenticationResult?.NewDeviceMetadata?.DeviceKey ?? ''
    await sdk.send(new ConfirmDeviceCommand({ AccessToken: AuthenticationResult?.AccessToken, DeviceKey }))
    await withCode({ DEVICE_KEY: DeviceKey })
  })
  await t.test('never confirmed', async () => {
    const { AuthenticationResult } = await withCode()
    const DEVICE_KEY = AuthenticationResult?.NewDeviceMetadata?.DeviceKey ?? ''
    await assert.rejects(begin(sdk, world.clientId, 'jane', { DEVICE_KEY }), NO_DEVICE)
  })
})

test('a pool can ask a remembered device for its proof beside the code', async () => {
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false }
  const world = await makeMfaWorld({ DeviceConfiguration })
  const device = await confirm(world.sdk, world.tokens)
  const { ChallengeName } = await world.withCode({ DEVICE_KEY: device.key })
  assert.equal(ChallengeName, 'DEVICE_SRP_AUTH')
})

test('V24: devices of others, and forgotten ones, do not exist', async (t) => {
  const world = await makeMfaWorld()
  const { sdk, poolId, clientId } = world
  const device = await confirm(sdk, world.tokens)
  await makeUser(sdk, poolId, 'mary')
  await t.test('another user’s', () =>
    assert.rejects(begin(sdk, clientId, 'mary', { DEVICE_KEY: device.key }), NO_DEVICE),
  )
  await t.test('forgotten', async () => {
    const { finish } = await beginProof(world, device)
    const first = await begin(sdk, clientId, 'jane', { DEVICE_KEY: device.key })
    await sdk.send(new AdminForgetDeviceCommand({ UserPoolId: poolId, Username: 'jane', DeviceKey: device.key }))
    await assert.rejects(finish(), NO_DEVICE)
    const half = { USERNAME: 'jane', DEVICE_KEY: device.key, SRP_A: powerOfG(randomBytes(32)).toString('hex') }
    await assert.rejects(respond(sdk, clientId, 'DEVICE_SRP_AUTH', half, first.Session), NO_DEVICE)
    await assert.rejects(begin(sdk, clientId, 'jane', { DEVICE_KEY: device.key }), NO_DEVICE)
  })
})

test('a refresh token works on the device that it is bound to', async (t) => {
  const { sdk, clientId, makeTracked, makeOwner } = await makeDevicePool(server)
  const jane = await makeTracked('jane')
  const unconfirmed = await makeOwner('mary')
  const refresh = (REFRESH_TOKEN: string, device?: string) =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN, ...(device !== undefined && { DEVICE_KEY: device }) },
      }),
    )
  const get = (RefreshToken: string, DeviceKey?: string) =>
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken, DeviceKey }))
  const refused = serviceError('NotAuthorizedException', 'Invalid Refresh Token.')
  for (const [name, ask] of Object.entries({ refresh, get })) {
    await t.test(name, async () => {
      const { AuthenticationResult } = await ask(jane.refreshToken, jane.device.key)
      assert.equal(claimsOf(AuthenticationResult?.AccessToken ?? '').device_key, jane.device.key)
      await ask(unconfirmed.RefreshToken ?? '', unconfirmed.NewDeviceMetadata?.DeviceKey)
      await assert.rejects(ask(jane.refreshToken), refused)
      await assert.rejects(ask(jane.refreshToken, unconfirmed.NewDeviceMetadata?.DeviceKey), refused)
      await assert.rejects(ask(unconfirmed.RefreshToken ?? ''), refused)
    })
  }
})

test('V78, V83: a SECRET_BLOCK is good for one answer, of its device and sign-in', async (t) => {
  const world = await makeMfaWorld()
  const { sdk, poolId } = world
  const device = await confirm(sdk, world.tokens)
  const other = await makeClient(sdk, poolId)
  const wrongSecret = { ...device, secret: randomBytes(40).toString('base64') }

  await t.test('twice', async () => {
    const { finish } = await beginProof(world, device, false)
    await finish()
    await assert.rejects(finish(), INVALID)
  })
  await t.test('with the Session of another sign-in', async () => {
    const [once, again] = [await beginProof(world, device), await beginProof(world, device)]
    await assert.rejects(once.finish({}, again.Session), GENERIC)
  })
  await t.test('after a wrong proof', async () => {
    const { finish } = await beginProof(world, device)
    await assert.rejects(finish({ PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64') }), GENERIC)
    await assert.rejects(finish(), GENERIC)
  })
  await t.test('of another secret', async () => {
    await assert.rejects((await beginProof(world, wrongSecret)).finish(), GENERIC)
  })
  await t.test('altered', async () => {
    const { challenge, finish } = await beginProof(world, device)
    const block = Buffer.from(challenge.SECRET_BLOCK ?? '', 'base64').toString()
    const PASSWORD_CLAIM_SECRET_BLOCK = Buffer.from(`${block.slice(0, -4)}AAAA`).toString('base64')
    await assert.rejects(finish({ PASSWORD_CLAIM_SECRET_BLOCK }), GENERIC)
  })
  await t.test('as another device', async () => {
    const { AuthenticationResult = {} } = await world.withCode()
    const another = await confirm(sdk, AuthenticationResult)
    const { claims, finish } = await beginProof(world, device)
    await assert.rejects(finish({ DEVICE_KEY: another.key }), GENERIC)
    const proof = await beginProof(world, another)
    await assert.rejects(proof.finish({ ...claims, DEVICE_KEY: another.key }), GENERIC)
  })
  await t.test('at another client', async () => {
    const here = await beginProof(world, device)
    const there = await beginProof({ ...world, clientId: other.clientId }, device)
    await assert.rejects(there.finish(here.claims), GENERIC)
    await here.finish()
  })
  await t.test('too late', async () => {
    const { finish } = await beginProof(world, device)
    server.travel(3 * 60 * 1000 + 1)
    await assert.rejects(finish(), INVALID)
  })
  await t.test('R19: of 20 parallel answers one succeeds', async () => {
    const { finish } = await beginProof(world, device)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => finish()))
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })
})

test('bad answers', async (t) => {
  const world = await makeMfaWorld()
  const device = await confirm(world.sdk, world.tokens)
  const begun = await begin(world.sdk, world.clientId, 'jane', { DEVICE_KEY: device.key })
  const { finish } = await beginProof(world, device)
  const start = (change: Parameters) => {
    const half = { USERNAME: 'jane', DEVICE_KEY: device.key, SRP_A: 'ff', ...change }
    return respond(world.sdk, world.clientId, 'DEVICE_SRP_AUTH', half, begun.Session)
  }
  const missing = (name: string) => ['InvalidParameterException', `Missing required parameter ${name}`] as const
  const badA = ['InvalidParameterException', 'SRP_A is not a valid public value.'] as const
  const rows: [string, () => Promise<unknown>, string, string | RegExp][] = [
    ['no A', () => start({ SRP_A: '' }), ...missing('SRP_A')],
    ['V76: A is 0', () => start({ SRP_A: '0' }), ...badA],
    ['V76: A is N', () => start({ SRP_A: N.toString('hex') }), ...badA],
    ['V76: A of 10 KB', () => start({ SRP_A: 'f'.repeat(10_240) }), ...badA],
    ['no device', () => start({ DEVICE_KEY: '' }), ...missing('DEVICE_KEY')],
    [
      'another device',
      () => start({ DEVICE_KEY: `${device.key.slice(0, -1)}${device.key.endsWith('0') ? '1' : '0'}` }),
      'ResourceNotFoundException',
      'Device does not exist.',
    ],
    ['no claim', () => finish({ PASSWORD_CLAIM_SIGNATURE: '' }), ...missing('PASSWORD_CLAIM_SIGNATURE')],
    ['no block', () => finish({ PASSWORD_CLAIM_SECRET_BLOCK: '' }), ...missing('PASSWORD_CLAIM_SECRET_BLOCK')],
    ['no time', () => finish({ TIMESTAMP: '' }), ...missing('TIMESTAMP')],
    [
      'a time of another form',
      () => finish({ TIMESTAMP: '2026-01-06T03:04:05Z' }),
      'InvalidParameterException',
      /^TIMESTAMP format should be/,
    ],
  ]
  for (const [name, answer, error, message] of rows) {
    await t.test(name, () => assert.rejects(answer(), serviceError(error, message)))
  }
  await finish()
})

test('V11: a device and a password lock each for itself', async () => {
  const pool = await makeDevicePool(server)
  const { device } = await pool.makeTracked('jane')
  const wrongSecret = { ...device, secret: 'wrong' }
  for (let failure = 1; failure <= 5; failure++) {
    await assert.rejects((await beginProof(pool, wrongSecret)).finish(), GENERIC)
  }
  const { finish } = await beginProof(pool, device)
  await assert.rejects(finish(), serviceError('NotAuthorizedException', 'Password attempts exceeded'))
  server.travel(2000)
  await (await beginProof(pool, device)).finish()

  const proof = await beginProof(pool, device)
  for (let failure = 1; failure <= 5; failure++) {
    await assert.rejects(signIn(pool.sdk, pool.clientId, 'jane', 'wrong'), GENERIC)
  }
  await assert.rejects(
    signIn(pool.sdk, pool.clientId, 'jane'),
    serviceError('NotAuthorizedException', 'Password attempts exceeded'),
  )
  await proof.finish()
})

test('V05: a password that was changed meanwhile voids the proof of the device', async () => {
  const world = await makeMfaWorld()
  const { finish } = await beginProof(world, await confirm(world.sdk, world.tokens))
  const input = { UserPoolId: world.poolId, Username: 'jane', Password: PASSWORD, Permanent: true }
  await world.sdk.send(new AdminSetUserPasswordCommand(input))
  await assert.rejects(finish(), INVALID)
})

test('V47: a password that is reset by its user voids the devices that the old one let in', async () => {
  const { sdk, poolId, clientId } = await makeDevicePool(server, { ...TRACKING, AutoVerifiedAttributes: ['email'] })
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  const { AuthenticationResult = {} } = await begin(sdk, clientId, 'jane')
  const device = await confirm(sdk, AuthenticationResult)
  await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' }))
  const ConfirmationCode = await server.code('jane@example.com')
  const input = { ClientId: clientId, Username: 'jane', ConfirmationCode, Password: PASSWORD }
  await sdk.send(new ConfirmForgotPasswordCommand(input))
  await assert.rejects(begin(sdk, clientId, 'jane', { DEVICE_KEY: device.key }), NO_DEVICE)
})

test('V81: a verifier opens for its own device alone', async () => {
  const verifier = { salt: randomBytes(16), v: powerOfG(randomBytes(32)) }
  const id = { poolId: 'us-east-1_a', sub: 's', key: 'us-east-1_1' }
  const sealedVerifier = sealDeviceVerifier(server.ctx, id, verifier)
  const device = newDevice(id.poolId, id.sub, { ...id, sealedVerifier })
  assert.deepEqual(openDeviceVerifier(server.ctx, device), verifier)
  for (const change of [{ poolId: 'us-east-1_b' }, { sub: 't' }, { key: 'us-east-1_2' }]) {
    assert.throws(() => openDeviceVerifier(server.ctx, { ...device, ...change }), /does not open/)
  }
})

/** Signs in as apps do that use the Amplify library of the browser, which remembers its device in `Storage`. */
const foreignSignIn = (
  { poolId, clientId }: { poolId: string; clientId: string },
  Storage: ICognitoStorage,
  { authFlow = 'USER_SRP_AUTH', code = (): string => '' } = {},
) =>
  new Promise<CognitoUserSession>((resolve, reject) => {
    const pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint: server.url, Storage })
    const user = new CognitoUser({ Username: 'jane', Pool: pool, Storage })
    user.setAuthenticationFlowType(authFlow)
    const callbacks = { onSuccess: resolve, onFailure: reject }
    const answers = { ...callbacks, totpRequired: () => user.sendMFACode(code(), callbacks, 'SOFTWARE_TOKEN_MFA') }
    const details = new AuthenticationDetails({ Username: 'jane', Password: PASSWORD })
    user.authenticateUser(details, answers)
  })

const makeStorage = (): ICognitoStorage & { key(): string | null } => {
  const items = new Map<string, string>()
  return {
    setItem: (name, value) => void items.set(name, value),
    getItem: (name) => items.get(name) ?? null,
    removeItem: (name) => void items.delete(name),
    clear: () => items.clear(),
    key: () => [...items].find(([name]) => name.endsWith('.deviceKey'))?.[1] ?? null,
  }
}

test('amazon-cognito-identity-js confirms its device, signs in with it, and forgets one that is gone', async () => {
  const ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const]
  const pool = await makeDevicePool(server, TRACKING, { ExplicitAuthFlows })
  const { sdk, poolId } = pool
  await makeUser(sdk, poolId, 'jane')
  const rounds = Number(process.env.CENOTE_SRP_ROUNDS ?? 3)
  for (let round = 0; round < rounds; round++) {
    const storage = makeStorage()
    const first = await foreignSignIn(pool, storage)
    const key = storage.key()
    assert.equal(first.getAccessToken().payload.device_key, key)
    const second = await foreignSignIn(pool, storage)
    assert.equal(second.getAccessToken().payload.device_key, key)
    await sdk.send(new AdminForgetDeviceCommand({ UserPoolId: poolId, Username: 'jane', DeviceKey: key ?? '' }))
    const third = await foreignSignIn(pool, storage)
    assert.notEqual(third.getAccessToken().payload.device_key, key)
  }
})

test('amazon-cognito-identity-js proves a device after a code with the Session of the code', async () => {
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false }
  const pool = await makeMfaPool(server, 'OPTIONAL', factors.totp, { DeviceConfiguration })
  const { secret } = await pool.withApp('jane')
  const code = () => pool.code(secret)
  const storage = makeStorage()
  for (let round = 0; round < 2; round++) {
    server.travel(30_000)
    const session = await foreignSignIn(pool, storage, { authFlow: 'USER_PASSWORD_AUTH', code })
    assert.equal(session.getAccessToken().payload.device_key, storage.key())
  }
})
