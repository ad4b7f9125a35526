import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js'
import { powerOfG } from '../../src/compute/power.ts'
import { N, passwordClaim, privateExponent, scrambler, sessionKey, srpIdentity } from '../../src/domain/srp.ts'
import { makeClient, makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'

const server = useServer()
const FLOWS = {
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH' as const,
    'ALLOW_REFRESH_TOKEN_AUTH' as const,
    'ALLOW_USER_PASSWORD_AUTH' as const,
  ],
}
const GENERIC = serviceError('NotAuthorizedException', 'Incorrect username or password.')

/** Signs in as apps do that use the Amplify library of the browser. */
const foreignSignIn = (poolId: string, clientId: string, username: string, password: string) =>
  new Promise<CognitoUserSession>((resolve, reject) => {
    const pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint: server.url })
    new CognitoUser({ Username: username, Pool: pool }).authenticateUser(
      new AuthenticationDetails({ Username: username, Password: password }),
      { onSuccess: resolve, onFailure: reject },
    )
  })

const toBigInt = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
const power = (base: bigint, exponent: bigint) => {
  const modulus = toBigInt(N)
  let result = 1n
  for (let factor = base % modulus, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus
    factor = (factor * factor) % modulus
  }
  return result
}
const MULTIPLIER = BigInt('0x538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6')
const TIMESTAMP = 'Tue Jan 6 03:04:05 UTC 2026'

type Parameters = Record<string, string>

const begin = async (clientId: string, username: string, a: string) => {
  const answer = await server.client().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: username, SRP_A: a },
    }),
  )
  assert.equal(answer.ChallengeName, 'PASSWORD_VERIFIER')
  assert.equal(answer.Session, undefined)
  return answer.ChallengeParameters as Parameters
}

/** The client's side, by the book. */
const claim = (poolId: string, a: Buffer, challenge: Parameters, password: string) => {
  const [publicA, publicB] = [powerOfG(a), Buffer.from((challenge.SRP_B ?? '').padStart(768, '0'), 'hex')]
  const identity = srpIdentity(poolId, challenge.USER_ID_FOR_SRP ?? '')
  const x = toBigInt(privateExponent(identity, password, Buffer.from(challenge.SALT ?? '', 'hex')))
  const u = scrambler(publicA, publicB)
  const modulus = toBigInt(N)
  const base = (((toBigInt(publicB) - MULTIPLIER * power(2n, x)) % modulus) + modulus) % modulus
  const secret = Buffer.from(
    power(base, toBigInt(a) + toBigInt(u) * x)
      .toString(16)
      .padStart(768, '0'),
    'hex',
  )
  return passwordClaim(
    sessionKey(secret, u),
    identity,
    Buffer.from(challenge.SECRET_BLOCK ?? '', 'base64'),
    TIMESTAMP,
  ).toString('base64')
}

const respond = (clientId: string, challenge: Parameters, signature: string, more: Parameters = {}) =>
  server.client().send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: challenge.USER_ID_FOR_SRP ?? '',
        PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK ?? '',
        PASSWORD_CLAIM_SIGNATURE: signature,
        TIMESTAMP,
        ...more,
      },
    }),
  )

test('amazon-cognito-identity-js signs in, by user name and by alias', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AliasAttributes: ['email'] }, FLOWS)
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  for (const name of ['jane', 'jane@example.com']) {
    const session = await foreignSignIn(poolId, clientId, name, PASSWORD)
    assert.equal(session.getIdToken().payload['cognito:username'], 'jane')
    assert.ok(session.getRefreshToken().getToken())
  }
  await assert.rejects(foreignSignIn(poolId, clientId, 'jane', 'wrong'), GENERIC)
  await assert.rejects(foreignSignIn(poolId, clientId, 'nobody', PASSWORD), serviceError('UserNotFoundException'))
})

test('amazon-cognito-identity-js signs in where addresses are user names', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { UsernameAttributes: ['email'] }, FLOWS)
  await makeUser(sdk, poolId, 'jane@example.com')
  const session = await foreignSignIn(poolId, clientId, 'jane@example.com', PASSWORD)
  assert.equal(session.getIdToken().payload.email, 'jane@example.com')
})

test('V80: random passwords, salts and secrets never fail', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, FLOWS)
  await makeUser(sdk, poolId, 'jane')
  const rounds = Number(process.env.CENOTE_SRP_ROUNDS ?? 60)
  for (let round = 0; round < rounds; round++) {
    const password = `Aa1!${randomBytes(4 + (round % 40)).toString('base64url')}ü`
    await sdk.send(
      new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'jane', Password: password, Permanent: true }),
    )
    const a = randomBytes(round % 3 === 0 ? 128 : 32)
    const challenge = await begin(clientId, 'jane', powerOfG(a).toString('hex').replace(/^0+/, ''))
    const { AuthenticationResult } = await respond(clientId, challenge, claim(poolId, a, challenge, password))
    assert.ok(AuthenticationResult?.AccessToken)
  }
})

test('V76: an A that is no public value is refused before anything else', async (t) => {
  const sdk = server.client()
  const { clientId } = await makePool(sdk, {}, FLOWS)
  const modulus = toBigInt(N)
  const rows: Record<string, string> = {
    zero: '0',
    'many zeros': '0'.repeat(700),
    N: modulus.toString(16),
    '2N': (2n * modulus).toString(16),
    'more than N': (modulus + 5n).toString(16),
    negative: '-5',
    'not hexadecimal': 'xyz',
    '10 KB': 'f'.repeat(10_240),
  }
  for (const [name, a] of Object.entries(rows)) {
    await t.test(name, () =>
      assert.rejects(
        begin(clientId, 'nobody', a),
        serviceError('InvalidParameterException', 'SRP_A is not a valid public value.'),
      ),
    )
  }
  await t.test('none', () =>
    assert.rejects(
      begin(clientId, 'nobody', ''),
      serviceError('InvalidParameterException', 'Missing required parameter SRP_A'),
    ),
  )
})

test('V78, V83: a SECRET_BLOCK is good for one answer, of its user, client and pool', async (t) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, FLOWS)
  const other = await makeClient(sdk, poolId, FLOWS)
  const stranger = await makePool(sdk, {}, FLOWS)
  await makeUser(sdk, poolId, 'jane')
  await makeUser(sdk, poolId, 'john')
  await makeUser(sdk, stranger.poolId, 'jane')
  const a = randomBytes(32)
  const fresh = async () => {
    const challenge = await begin(clientId, 'jane', powerOfG(a).toString('hex'))
    return { challenge, signature: claim(poolId, a, challenge, PASSWORD) }
  }
  await t.test('twice', async () => {
    const { challenge, signature } = await fresh()
    await respond(clientId, challenge, signature)
    await assert.rejects(respond(clientId, challenge, signature), GENERIC)
  })
  await t.test('after a wrong proof', async () => {
    const { challenge, signature } = await fresh()
    await assert.rejects(respond(clientId, challenge, Buffer.alloc(32).toString('base64')), GENERIC)
    await assert.rejects(respond(clientId, challenge, signature), GENERIC)
  })
  await t.test('altered', async () => {
    const { challenge, signature } = await fresh()
    const block = Buffer.from(challenge.SECRET_BLOCK ?? '', 'base64').toString()
    const altered = Buffer.from(`${block.slice(0, -4)}AAAA`).toString('base64')
    await assert.rejects(respond(clientId, { ...challenge, SECRET_BLOCK: altered }, signature), GENERIC)
  })
  await t.test('as another user', async () => {
    const { challenge, signature } = await fresh()
    await assert.rejects(respond(clientId, challenge, signature, { USERNAME: 'john' }), GENERIC)
  })
  await t.test('at another client, and in another pool', async () => {
    const { challenge, signature } = await fresh()
    await assert.rejects(respond(other.clientId, challenge, signature), GENERIC)
    await assert.rejects(respond(stranger.clientId, challenge, signature), GENERIC)
    await respond(clientId, challenge, signature)
  })
  await t.test('too late', async () => {
    const { challenge, signature } = await fresh()
    server.travel(3 * 60 * 1000 + 1)
    await assert.rejects(respond(clientId, challenge, signature), GENERIC)
  })
  await t.test('V05: after the password was changed, or the user disabled', async () => {
    const before = await fresh()
    await sdk.send(
      new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'jane', Password: PASSWORD, Permanent: true }),
    )
    await assert.rejects(respond(clientId, before.challenge, before.signature), GENERIC)
    const { challenge, signature } = await fresh()
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await assert.rejects(
      respond(clientId, challenge, signature),
      serviceError('NotAuthorizedException', 'User is disabled.'),
    )
  })
  await t.test('R19: of 50 parallel answers one succeeds', async () => {
    const challenge = await begin(clientId, 'john', powerOfG(a).toString('hex'))
    const signature = claim(poolId, a, challenge, PASSWORD)
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => respond(clientId, challenge, signature)))
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })
  await t.test('V75: a timestamp of another form', async () => {
    const challenge = await begin(clientId, 'john', powerOfG(a).toString('hex'))
    await assert.rejects(
      respond(clientId, challenge, 'AAAA', { TIMESTAMP: '2026-01-06T03:04:05Z' }),
      serviceError('InvalidParameterException', /^TIMESTAMP format should be/),
    )
  })
})

test('V03: a name that nobody has is answered like one that somebody has', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, { ...FLOWS, PreventUserExistenceErrors: 'ENABLED' })
  await makeUser(sdk, poolId, 'jane')
  const a = randomBytes(32)
  const publicA = powerOfG(a).toString('hex')
  const [known, once, again] = [
    await begin(clientId, 'jane', publicA),
    await begin(clientId, 'nobody', publicA),
    await begin(clientId, 'nobody', publicA),
  ]
  assert.deepEqual(Object.keys(once), Object.keys(known))
  assert.equal(once.SALT, again.SALT)
  assert.equal(once.USER_ID_FOR_SRP, again.USER_ID_FOR_SRP)
  assert.notEqual(once.SRP_B, again.SRP_B)
  assert.equal(once.SALT?.length, known.SALT?.length)
  assert.ok(Math.abs((once.SECRET_BLOCK?.length ?? 0) - (known.SECRET_BLOCK?.length ?? 0)) < 80)
  for (let failure = 1; failure <= 5; failure++) {
    const challenge = failure === 1 ? once : await begin(clientId, 'nobody', publicA)
    await assert.rejects(respond(clientId, challenge, claim(poolId, a, challenge, PASSWORD)), GENERIC)
  }
  await assert.rejects(
    begin(clientId, 'nobody', publicA),
    serviceError('NotAuthorizedException', 'Password attempts exceeded'),
  )
})

test('failed proofs count with failed passwords', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, FLOWS)
  await makeUser(sdk, poolId, 'jane')
  const a = randomBytes(32)
  const publicA = powerOfG(a).toString('hex')
  const spare = await begin(clientId, 'jane', publicA)
  for (let failure = 1; failure <= 3; failure++) {
    const challenge = await begin(clientId, 'jane', publicA)
    await assert.rejects(respond(clientId, challenge, claim(poolId, a, challenge, 'wrong')), GENERIC)
  }
  for (let failure = 4; failure <= 5; failure++) await assert.rejects(signIn(sdk, clientId, 'jane', 'wrong'), GENERIC)
  await assert.rejects(
    respond(clientId, spare, claim(poolId, a, spare, PASSWORD)),
    serviceError('NotAuthorizedException', 'Password attempts exceeded'),
  )
})

test('V13: with a secret, and for an administrator', async () => {
  const sdk = server.client()
  const { poolId, clientId, secret = '' } = await makePool(sdk, {}, { ...FLOWS, GenerateSecret: true })
  await makeUser(sdk, poolId, 'jane')
  const a = randomBytes(32)
  const SECRET_HASH = createHmac('sha256', secret).update(`jane${clientId}`).digest('base64')
  const parameters = { USERNAME: 'jane', SRP_A: powerOfG(a).toString('hex') }
  const initiate = (more: Parameters) =>
    sdk.send(
      new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { ...parameters, ...more },
      }),
    )
  await assert.rejects(initiate({}), serviceError('NotAuthorizedException', /SECRET_HASH was not received$/))
  const challenge = (await initiate({ SECRET_HASH })).ChallengeParameters as Parameters
  const signature = claim(poolId, a, challenge, PASSWORD)
  await assert.rejects(
    respond(clientId, challenge, signature),
    serviceError('NotAuthorizedException', /SECRET_HASH was not received$/),
  )
  await respond(clientId, challenge, signature, { SECRET_HASH })
})
