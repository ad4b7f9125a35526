import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js'
import { type Credential, parseCredential } from '../../src/domain/credential.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, type TestServer, useServer } from '../harness.ts'
import { type Home, makeHome, type Program } from '../program.ts'
import { tamper } from '../security/dump.ts'
import { until } from '../until.ts'

const NEW_PASSWORD = 'Battery-staple-7'
const THIRD_PASSWORD = 'Staple-battery-5'
const FLOWS = {
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH' as const,
    'ALLOW_USER_PASSWORD_AUTH' as const,
    'ALLOW_ADMIN_USER_PASSWORD_AUTH' as const,
    'ALLOW_REFRESH_TOKEN_AUTH' as const,
  ],
}
const WRONG = serviceError('NotAuthorizedException', 'Incorrect username or password.')
const NO_SRP = serviceError('InvalidParameterException', 'USER_SRP_AUTH is not enabled for the client.')
const remembering = { Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } } }

/** Signs in as apps do that use the Amplify library of the browser. */
const signInBySrp = (endpoint: string, poolId: string, clientId: string, username: string, password = PASSWORD) =>
  new Promise<CognitoUserSession>((resolve, reject) => {
    const pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint })
    new CognitoUser({ Username: username, Pool: pool }).authenticateUser(
      new AuthenticationDetails({ Username: username, Password: password }),
      { onSuccess: resolve, onFailure: reject },
    )
  })

type Stored = { sub: string; sealed: string; credential: Credential | undefined }

/** What a server has stored of a pool's passwords, opened. */
const stored = async ({ ctx }: TestServer, poolId: string): Promise<Stored[]> => {
  const rows = [
    ...(await ctx.store.passwords.list(poolId, 100)),
    ...(await ctx.store.passwords.listFormer(poolId, 100)),
  ]
  return rows.map(({ sub, sealed }) => {
    const opened = ctx.sealer.open(`verifier|${poolId}|${sub}|password`, sealed)
    return { sub, sealed, credential: opened === undefined ? undefined : parseCredential(opened) }
  })
}

const formsOf = (all: Stored[]) => [...new Set(all.map(({ credential }) => credential?.form))]

for (const [mode, form] of [
  ['srp', 'srp'],
  ['hash', 'argon2id'],
] as const) {
  describe(`a pool made where CENOTE_PASSWORD_MODE is ${mode}`, () => {
    const server = useServer({ CENOTE_PASSWORD_MODE: mode, CENOTE_QUOTAS: 'off' })

    test(`takes passwords, and keeps nothing of them but ${form}`, async () => {
      const sdk = server.client()
      const { poolId, clientId } = await makePool(sdk, remembering, FLOWS)
      await makeUser(sdk, poolId, 'jane')
      await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'joan', Password: PASSWORD }))
      const { accessToken } = await signIn(sdk, clientId, 'jane')
      await assert.rejects(signIn(sdk, clientId, 'jane', 'Wrong-horse-9'), WRONG)
      const AuthParameters = { USERNAME: 'jane', PASSWORD }
      const request = { UserPoolId: poolId, ClientId: clientId, AuthParameters }
      const admin = await sdk.send(new AdminInitiateAuthCommand({ ...request, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' }))
      assert.ok(admin.AuthenticationResult?.AccessToken)

      const change = (previous: string, proposed: string) =>
        sdk.send(
          new ChangePasswordCommand({
            AccessToken: accessToken,
            PreviousPassword: previous,
            ProposedPassword: proposed,
          }),
        )
      const known = serviceError('PasswordHistoryPolicyViolationException')
      await assert.rejects(change('Wrong-horse-9', NEW_PASSWORD), WRONG)
      await assert.rejects(change(PASSWORD, PASSWORD), known)
      await change(PASSWORD, NEW_PASSWORD)
      await assert.rejects(change(NEW_PASSWORD, PASSWORD), known)
      await assert.rejects(signIn(sdk, clientId, 'jane'), WRONG)
      await signIn(sdk, clientId, 'jane', NEW_PASSWORD)
      const all = await stored(server, poolId)
      assert.equal(all.length, 6, 'two users, with four passwords to remember')
      assert.deepEqual(formsOf(all), [form])
    })

    test('asks for a new password after a temporary one', async () => {
      const sdk = server.client()
      const { poolId, clientId } = await makePool(sdk, remembering, FLOWS)
      await sdk.send(
        new AdminCreateUserCommand({
          UserPoolId: poolId,
          Username: 'jane',
          TemporaryPassword: PASSWORD,
          MessageAction: 'SUPPRESS',
        }),
      )
      const { ChallengeName, Session } = await sdk.send(
        new InitiateAuthCommand({
          ClientId: clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'jane', PASSWORD },
        }),
      )
      assert.equal(ChallengeName, 'NEW_PASSWORD_REQUIRED')
      await sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId: clientId,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME: 'jane', NEW_PASSWORD },
        }),
      )
      await signIn(sdk, clientId, 'jane', NEW_PASSWORD)
      assert.deepEqual(formsOf(await stored(server, poolId)), [form])
    })

    test('does not tell of it, and keeps it when its settings change', async () => {
      const sdk = server.client()
      const { poolId } = await makePool(sdk)
      const { UserPool } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))
      assert.doesNotMatch(JSON.stringify(UserPool), /passwordMode|argon2|"hash"/i)
      await sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, PoolName: 'other' }))
      assert.equal((await server.ctx.store.pools.find(poolId))?.passwordMode, mode)
    })

    test('V81 what is stored of a password opens in no other row, and the log tells of it', async () => {
      const sdk = server.client()
      const { poolId, clientId } = await makePool(sdk)
      for (const name of ['jane', 'joan']) await makeUser(sdk, poolId, name)
      const [one, other] = await stored(server, poolId)
      assert.ok(one && other)
      await server.ctx.store.transaction((tx) => tx.passwords.reform(poolId, one, other.sealed))
      assert.equal(formsOf(await stored(server, poolId)).length, 2, 'one of the two does not open')
      const outcomes = await Promise.allSettled(['jane', 'joan'].map((name) => signIn(sdk, clientId, name)))
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
      const [failure] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
      assert.equal(failure.name, 'InternalErrorException')
      assert.ok(server.log.some((line) => line.includes(`${one.sub} in pool ${poolId} does not open`)))
    })
  })
}

describe('a pool that keeps hashes', () => {
  const server = useServer({ CENOTE_PASSWORD_MODE: 'hash', CENOTE_QUOTAS: 'off' })

  test('refuses SRP by name, to clients that list it, to clients that list nothing, and to administrators', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, FLOWS)
    const silent = await makePool(sdk, {}, { ExplicitAuthFlows: [] })
    await makeUser(sdk, poolId, 'jane')
    for (const username of ['jane', 'nobody']) {
      await assert.rejects(signInBySrp(server.url, poolId, clientId, username), NO_SRP)
      await assert.rejects(signInBySrp(server.url, silent.poolId, silent.clientId, username), NO_SRP)
      const AuthParameters = { USERNAME: username, SRP_A: 'ab'.repeat(300) }
      const request = { UserPoolId: poolId, ClientId: clientId, AuthParameters }
      await assert.rejects(sdk.send(new AdminInitiateAuthCommand({ ...request, AuthFlow: 'USER_SRP_AUTH' })), NO_SRP)
    }
  })

  test('stores the hash of a right password of which it has a verifier, and of no wrong one', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, remembering, FLOWS)
    const setMode = (mode: 'srp' | 'hash' | 'hash-to-srp') =>
      server.ctx.store.transaction((tx) => tx.pools.setPasswordMode(poolId, mode))
    await setMode('srp')
    await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'jane', Password: PASSWORD }))
    await sdk.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: 'jane' }))
    const before = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await setMode('hash')
    await assert.rejects(signIn(sdk, clientId, 'jane', 'Wrong-horse-9'), WRONG)
    assert.deepEqual(formsOf(await stored(server, poolId)), ['srp'])
    await Promise.all([1, 2, 3].map(() => signIn(sdk, clientId, 'jane')))
    assert.deepEqual(formsOf(await stored(server, poolId)), ['argon2id'], 'in the history as well')
    const changed = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    assert.deepEqual(changed.UserLastModifiedDate, before.UserLastModifiedDate)
    const again = await stored(server, poolId)
    await signIn(sdk, clientId, 'jane')
    assert.deepEqual(await stored(server, poolId), again, 'and does it once')
    await setMode('hash-to-srp')
    await assert.rejects(signInBySrp(server.url, poolId, clientId, 'jane'), WRONG)
    await assert.rejects(signIn(sdk, clientId, 'jane', 'Wrong-horse-9'), WRONG)
    assert.deepEqual(await stored(server, poolId), again)
    await signIn(sdk, clientId, 'jane')
    await signInBySrp(server.url, poolId, clientId, 'jane')
    assert.deepEqual(formsOf(await stored(server, poolId)), ['srp'])
  })

  test('lets a password be changed whose form changes by that', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, FLOWS)
    await makeUser(sdk, poolId, 'jane')
    const { accessToken } = await signIn(sdk, clientId, 'jane')
    await server.ctx.store.transaction((tx) => tx.pools.setPasswordMode(poolId, 'srp'))
    await sdk.send(
      new ChangePasswordCommand({
        AccessToken: accessToken,
        PreviousPassword: PASSWORD,
        ProposedPassword: NEW_PASSWORD,
      }),
    )
    await signInBySrp(server.url, poolId, clientId, 'jane', NEW_PASSWORD)
  })
})

const onPostgres = process.env.CENOTE_TEST_POSTGRES !== undefined && process.env.CENOTE_TEST_POSTGRES !== ''

describe('cenote passwords', () => {
  const clients: CognitoIdentityProviderClient[] = []
  after(() => {
    for (const client of clients) client.destroy()
  })
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' }

  const clientOf = ({ url }: Home) => {
    const client = new CognitoIdentityProviderClient({
      endpoint: url,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials,
    })
    clients.push(client)
    return client
  }
  const start = (home: Home) => home.start(['dev'], { CENOTE_QUOTAS: 'off' })
  const stop = async (program: Program) => {
    program.child.kill('SIGTERM')
    await program.ended
  }

  test('converts a pool there and back', async (context) => {
    const home = await makeHome()
    context.after(() => home.remove())
    const sdk = clientOf(home)
    let server = await start(home)
    /** Runs the command where it may run: beside the server on PostgreSQL, without one on SQLite. */
    const convert = async (poolId: string, mode: string) => {
      if (!onPostgres) await stop(server)
      const { code, out, err } = await home.call(['passwords', poolId, mode])
      assert.equal(code, 0, err)
      if (!onPostgres) server = await start(home)
      return out
    }
    const setPassword = (poolId: string, Username: string, Password: string) =>
      sdk.send(new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password, Permanent: true }))

    const { poolId, clientId } = await makePool(sdk, remembering, FLOWS)
    const other = await makePool(sdk, {}, FLOWS)
    for (const name of ['jane', 'john', 'joan']) await makeUser(sdk, poolId, name)
    await setPassword(poolId, 'jane', NEW_PASSWORD)
    await makeUser(sdk, other.poolId, 'jane')
    await signInBySrp(home.url, poolId, clientId, 'jane', NEW_PASSWORD)

    if (!onPostgres) {
      const { code, out, err } = await home.call(['passwords', poolId, 'hash'])
      assert.deepEqual([code, out], [1, ''])
      assert.match(err, /^cenote: CENOTE_DATA_DIR: another server uses the database /m)
    }
    const done = `${poolId} keeps hashes of passwords and refuses SRP.\n`
    // Jane's former password and what the users were given at first; the present ones go with their users'.
    assert.equal(await convert(poolId, 'hash'), `${done}3 passwords and 4 former ones were converted.\n`)
    await assert.rejects(signInBySrp(home.url, poolId, clientId, 'jane', NEW_PASSWORD), NO_SRP)
    await signInBySrp(home.url, other.poolId, other.clientId, 'jane')
    const { accessToken } = await signIn(sdk, clientId, 'jane', NEW_PASSWORD)
    await signIn(sdk, clientId, 'john')
    await assert.rejects(signIn(sdk, clientId, 'jane'), WRONG)
    await assert.rejects(setPassword(poolId, 'jane', PASSWORD), serviceError('PasswordHistoryPolicyViolationException'))
    await sdk.send(
      new ChangePasswordCommand({
        AccessToken: accessToken,
        PreviousPassword: NEW_PASSWORD,
        ProposedPassword: THIRD_PASSWORD,
      }),
    )
    assert.equal(await convert(poolId, 'hash'), `${done}0 passwords and 0 former ones were converted.\n`)

    const back = `${poolId} takes SRP.\n`
    const left = (hashes: number) =>
      `${back}${hashes} of 3 passwords are hashes yet: each of these users signs in by password once, and by SRP from then on.\n`
    assert.equal(await convert(poolId, 'srp'), left(3))
    await assert.rejects(signInBySrp(home.url, poolId, clientId, 'jane', THIRD_PASSWORD), WRONG)
    await assert.rejects(signIn(sdk, clientId, 'jane', NEW_PASSWORD), WRONG)
    await signIn(sdk, clientId, 'jane', THIRD_PASSWORD)
    await signInBySrp(home.url, poolId, clientId, 'jane', THIRD_PASSWORD)
    await assert.rejects(signInBySrp(home.url, poolId, clientId, 'john'), WRONG)
    assert.equal(await convert(poolId, 'srp'), left(2))
    for (const name of ['john', 'joan']) {
      await signIn(sdk, clientId, name)
      await signInBySrp(home.url, poolId, clientId, name)
    }
    assert.equal(await convert(poolId, 'srp'), `${back}No password is a hash.\n`)
    assert.match(await convert(poolId, 'hash'), /^3 passwords and \d former ones were converted\.$/m)
    await signIn(sdk, clientId, 'jane', THIRD_PASSWORD)
    await stop(server)
  })

  test('overtakes no password that is set meanwhile, and leaves none behind', {
    skip: !onPostgres,
  }, async (context) => {
    const home = await makeHome()
    context.after(() => home.remove())
    const sdk = clientOf(home)
    const server = await start(home)
    const { poolId, clientId } = await makePool(sdk, remembering, FLOWS)
    const names = Array.from({ length: 20 }, (_, index) => `user${index}`)
    for (const name of names) await makeUser(sdk, poolId, name)
    const conversion = home.call(['passwords', poolId, 'hash'])
    const last = new Map<string, string>()
    const over = conversion.then(() => true)
    for (let round = 0; round < 4; round++) {
      for (const name of names) {
        const Password = `Round-${round}-of-${name}`
        await sdk.send(
          new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: name, Password, Permanent: true }),
        )
        last.set(name, Password)
      }
    }
    assert.ok(await over)
    assert.equal((await conversion).code, 0)
    for (const [name, password] of last) await signIn(sdk, clientId, name, password)
    const again = await home.call(['passwords', poolId, 'hash'])
    assert.match(again.out, /^0 passwords and 0 former ones were converted\.$/m)
    await stop(server)
  })

  test('a sign-in does not fail because the new form cannot be stored', async (context) => {
    const home = await makeHome()
    context.after(() => home.remove())
    const server = await home.start(['dev'], { CENOTE_PASSWORD_MODE: 'hash' })
    const sdk = clientOf(home)
    const { poolId, clientId } = await makePool(sdk, {}, FLOWS)
    await makeUser(sdk, poolId, 'jane')
    await tamper(home, `update pools set password_mode = 'srp'`)
    await tamper(home, 'alter table password_history rename to gone')
    await signIn(sdk, clientId, 'jane')
    await until(() => server.err().includes('a password stays in the form that its pool had before'))
    await assert.rejects(signInBySrp(home.url, poolId, clientId, 'jane'), WRONG)
    await tamper(home, 'alter table gone rename to password_history')
    await signIn(sdk, clientId, 'jane')
    await signInBySrp(home.url, poolId, clientId, 'jane')
  })

  const refused: [words: string[], line: RegExp][] = [
    [[], /^cenote: Usage:\ncenote passwords POOL_ID hash/],
    [['us-east-1_AbCdEfGhI'], /^cenote: Usage:\ncenote passwords/],
    [['us-east-1_AbCdEfGhI', 'HASH'], /^cenote: Usage:\ncenote passwords/],
    [['us-east-1_AbCdEfGhI', 'constructor'], /^cenote: Usage:\ncenote passwords/],
    [['us-east-1_AbCdEfGhI', 'hash-to-srp'], /^cenote: Usage:\ncenote passwords/],
    [['us-east-1_AbCdEfGhI', 'hash', 'now'], /^cenote: Usage:\ncenote passwords/],
    [['us-east-1_AbCdEfGhI', 'hash'], /^cenote: there is no user pool us-east-1_AbCdEfGhI$/m],
    [['us-east-1_AbCdEfGhI', 'srp'], /^cenote: there is no user pool us-east-1_AbCdEfGhI$/m],
  ]
  for (const [words, line] of refused) {
    test(`refuses cenote passwords ${words.join(' ')}`, async (context) => {
      const home = await makeHome()
      context.after(() => home.remove())
      const { code, out, err } = await home.call(['passwords', ...words])
      assert.deepEqual([code, out], [1, ''])
      assert.match(err, line)
      assert.doesNotMatch(err, /^ +at /m, 'no stack')
    })
  }
})
