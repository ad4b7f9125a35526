import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { addresses, CODES_TOO, makeChoicePool } from '../choice.ts'
import { makeClient, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { srpClient } from '../srp.ts'

const server = useServer()
const GENERIC = serviceError('NotAuthorizedException', 'Incorrect username or password.')
const invalid = serviceError('NotAuthorizedException', 'Invalid session for the user.')
const used = serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.')
const locked = serviceError('NotAuthorizedException', 'Password attempts exceeded')
const missing = (name: string) => serviceError('InvalidParameterException', `Missing required parameter ${name}`)

type ChoicePool = Awaited<ReturnType<typeof makeChoicePool>>

/** A pool with two users who have all that signs in. */
const makeWorld = async (settings: Parameters<typeof makeChoicePool>[2] = {}) => {
  const pool = await makeChoicePool(server, CODES_TOO, settings)
  const to = addresses()
  await makeUser(pool.sdk, pool.poolId, 'jane', to)
  await makeUser(pool.sdk, pool.poolId, 'john', addresses())
  return { ...pool, ...to }
}

/** Sessions of jane's, one for each challenge that a sign-in by choice begins with, and its right answer. */
const ask = async (pool: ChoicePool & { email: string }) => {
  const { prefer, begin, poolId } = pool
  const { SRP_A, claim } = srpClient(poolId)
  const verifier = await prefer('jane', 'PASSWORD_SRP', { SRP_A })
  const code = await prefer('jane', 'EMAIL_OTP')
  return {
    SELECT_CHALLENGE: { Session: (await begin('jane')).Session, right: { ANSWER: 'PASSWORD', PASSWORD } },
    PASSWORD: { Session: (await prefer('jane', 'PASSWORD')).Session, right: { PASSWORD } },
    PASSWORD_SRP: { Session: (await prefer('jane', 'PASSWORD_SRP')).Session, right: { SRP_A } },
    PASSWORD_VERIFIER: { Session: verifier.Session, right: claim(verifier.ChallengeParameters, PASSWORD) },
    EMAIL_OTP: { Session: code.Session, right: { EMAIL_OTP_CODE: await server.code(pool.email) } },
  }
}

describe('V78, V83: a Session is for one answer', () => {
  test('to its own challenge', async (t) => {
    const pool = await makeWorld()
    const asked = await ask(pool)
    const everything = Object.assign({ SMS_OTP_CODE: '0' }, ...Object.values(asked).map(({ right }) => right))
    const others = ['SMS_OTP', 'SMS_MFA', 'NEW_PASSWORD_REQUIRED', 'MFA_SETUP', 'SELECT_MFA_TYPE', 'CUSTOM_CHALLENGE']
    for (const [name, { Session, right }] of Object.entries(asked)) {
      await t.test(name, async () => {
        for (const other of [...Object.keys(asked), ...others].filter((one) => one !== name)) {
          await assert.rejects(pool.respond(other, Session, 'jane', everything), invalid, other)
        }
        await pool.respond(name, Session, 'jane', right)
      })
    }
  })

  test('of its own user, at its own client and pool', async (t) => {
    const pool = await makeWorld()
    const stranger = await makeWorld()
    const other = await pool.otherClient()
    for (const [name, { Session, right }] of Object.entries(await ask(pool))) {
      await t.test(name, async () => {
        // What proves a password by SRP says itself whose it is.
        const refused = name === 'PASSWORD_VERIFIER' ? serviceError('NotAuthorizedException') : invalid
        await assert.rejects(pool.respond(name, Session, 'john', right), refused)
        await assert.rejects(pool.respond(name, Session, 'nobody', right), refused)
        await assert.rejects(pool.respond(name, Session, 'jane', right, other.clientId), refused)
        await assert.rejects(stranger.respond(name, Session, 'jane', right), refused)
        await pool.respond(name, Session, 'jane', right)
      })
    }
  })

  test('that is right, and none that is wrong', async (t) => {
    const pool = await makeWorld()
    const wrong: Record<string, [Record<string, string>, (error: unknown) => boolean]> = {
      SELECT_CHALLENGE: [{ ANSWER: 'PASSWORD', PASSWORD: 'wrong' }, GENERIC],
      PASSWORD: [{ PASSWORD: 'wrong' }, GENERIC],
      PASSWORD_SRP: [{ SRP_A: '0' }, serviceError('InvalidParameterException', 'SRP_A is not a valid public value.')],
      EMAIL_OTP: [{ EMAIL_OTP_CODE: 'x' }, serviceError('CodeMismatchException')],
    }
    for (const [name, { Session, right }] of Object.entries(await ask(pool))) {
      await t.test(name, async () => {
        const [given, error] = wrong[name] ?? []
        if (given) await assert.rejects(pool.respond(name, Session, 'jane', given), error ?? GENERIC)
        await pool.respond(name, Session, 'jane', right)
        await assert.rejects(pool.respond(name, Session, 'jane', right), used)
      })
    }
  })

  test('in time', async () => {
    const pool = await makeWorld()
    const asked = await ask(pool)
    server.travel(3 * 60 * 1000)
    for (const [name, { Session, right }] of Object.entries(asked)) {
      await assert.rejects(
        pool.respond(name, Session, 'jane', right),
        serviceError('NotAuthorizedException', 'Invalid session for the user, session is expired.'),
      )
    }
  })

  test('and there is no way without one, except for SRP', async () => {
    const pool = await makeWorld()
    for (const [name, { right }] of Object.entries(await ask(pool))) {
      if (name === 'PASSWORD_VERIFIER') await pool.respond(name, undefined, 'jane', right)
      else await assert.rejects(pool.respond(name, undefined, 'jane', right), missing('Session'), name)
    }
  })
})

test('V78: a SECRET_BLOCK is good for one answer, with a Session or without', async () => {
  const pool = await makeWorld()
  const { SRP_A, claim } = srpClient(pool.poolId)
  const fresh = async () => {
    const { Session, ChallengeParameters } = await pool.prefer('jane', 'PASSWORD_SRP', { SRP_A })
    return { Session, right: claim(ChallengeParameters, PASSWORD), wrong: claim(ChallengeParameters, 'wrong') }
  }
  const answer = (Session: string | undefined, claimed: Record<string, string>) =>
    pool.respond('PASSWORD_VERIFIER', Session, 'jane', claimed)
  for (const first of ['with', 'without']) {
    for (const second of ['with', 'without']) {
      const { Session, right, wrong } = await fresh()
      await assert.rejects(answer(first === 'with' ? Session : undefined, wrong), GENERIC)
      await assert.rejects(answer(second === 'with' ? Session : undefined, right), GENERIC, `${first}, ${second}`)
    }
  }
  const [one, two] = [await fresh(), await fresh()]
  await assert.rejects(answer(one.Session, two.right), GENERIC, 'the block of another Session')
  await answer(one.Session, one.right)
  await assert.rejects(answer(undefined, one.right), GENERIC)
})

test('R19: of 20 parallel answers to a Session one succeeds', async () => {
  const pool = await makeWorld()
  const { SELECT_CHALLENGE, ...others } = await ask(pool)
  for (const [name, { Session, right }] of Object.entries({ ...others, SELECT_CHALLENGE })) {
    const answers = Array.from({ length: 20 }, () => pool.respond(name, Session, 'jane', right))
    const succeeded = (await Promise.allSettled(answers)).filter(({ status }) => status === 'fulfilled')
    assert.equal(succeeded.length, 1, name)
  }
})

describe('V05, V11: a lockout holds for every way to give the password', () => {
  test('and for no code', async () => {
    const pool = await makeWorld()
    const { begin, prefer, respond, sdk, clientId, poolId } = pool
    const { SRP_A, claim } = srpClient(poolId)
    const spare = await prefer('jane', 'PASSWORD_SRP', { SRP_A })
    const verifier = await prefer('jane', 'PASSWORD_SRP', { SRP_A })
    const chosen = await prefer('jane', 'PASSWORD')
    const begun = await begin('jane')
    const PASSWORD_WRONG = { PASSWORD: 'wrong' }
    const ways = {
      preferred: (given: Record<string, string>) => prefer('jane', 'PASSWORD', given),
      selected: (given: Record<string, string>) =>
        respond('SELECT_CHALLENGE', begun.Session, 'jane', { ANSWER: 'PASSWORD', ...given }),
      chosen: (given: Record<string, string>) => respond('PASSWORD', chosen.Session, 'jane', given),
    }
    for (const way of Object.values(ways)) await assert.rejects(way(PASSWORD_WRONG), GENERIC)
    await assert.rejects(signIn(sdk, clientId, 'jane', 'wrong'), GENERIC)
    const claimed = claim(verifier.ChallengeParameters, 'wrong')
    await assert.rejects(respond('PASSWORD_VERIFIER', verifier.Session, 'jane', claimed), GENERIC)
    for (const way of Object.values(ways)) await assert.rejects(way({ PASSWORD }), locked)
    await assert.rejects(prefer('jane', 'PASSWORD_SRP', { SRP_A }), locked)
    const proof = claim(spare.ChallengeParameters, PASSWORD)
    await assert.rejects(respond('PASSWORD_VERIFIER', spare.Session, 'jane', proof), locked)
    const { Session } = await prefer('jane', 'EMAIL_OTP')
    const EMAIL_OTP_CODE = await server.code(pool.email)
    assert.ok((await respond('EMAIL_OTP', Session, 'jane', { EMAIL_OTP_CODE })).AuthenticationResult)
    await assert.rejects(ways.preferred({ PASSWORD }), locked)
  })
})

describe('V05: what happens to the account ends a sign-in that is under way', () => {
  type World = Awaited<ReturnType<typeof makeWorld>>
  const me = ({ poolId }: World) => ({ UserPoolId: poolId, Username: 'jane' })
  const rows: [string, (world: World) => Promise<unknown>, name: string, message: string][] = [
    [
      'disabled',
      (world) => world.sdk.send(new AdminDisableUserCommand(me(world))),
      'NotAuthorizedException',
      'User is disabled.',
    ],
    [
      'told to reset the password',
      async (world) => {
        const UserAttributes = [{ Name: 'email_verified', Value: 'true' }]
        await world.sdk.send(new AdminUpdateUserAttributesCommand({ ...me(world), UserAttributes }))
        await world.sdk.send(new AdminResetUserPasswordCommand(me(world)))
      },
      'PasswordResetRequiredException',
      'Password reset required for the user',
    ],
    [
      'given another password',
      (world) =>
        world.sdk.send(new AdminSetUserPasswordCommand({ ...me(world), Password: `${PASSWORD}!`, Permanent: true })),
      'NotAuthorizedException',
      'Invalid session for the user.',
    ],
    [
      'given a temporary password',
      (world) =>
        world.sdk.send(new AdminSetUserPasswordCommand({ ...me(world), Password: PASSWORD, Permanent: false })),
      'NotAuthorizedException',
      'Invalid session for the user.',
    ],
    [
      'protected by a second factor',
      async (world) => {
        await world.configureMfa('OPTIONAL')
        const SMSMfaSettings = { Enabled: true }
        await world.sdk.send(new AdminSetUserMFAPreferenceCommand({ ...me(world), SMSMfaSettings }))
      },
      'NotAuthorizedException',
      'Invalid session for the user.',
    ],
    [
      'deleted',
      (world) => world.sdk.send(new AdminDeleteUserCommand(me(world))),
      'NotAuthorizedException',
      'Invalid session for the user.',
    ],
    [
      'called by another address',
      (world) =>
        world.sdk.send(
          new AdminUpdateUserAttributesCommand({
            ...me(world),
            UserAttributes: [{ Name: 'email', Value: addresses().email }],
          }),
        ),
      'CodeMismatchException',
      'Invalid code or auth state for the user.',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      // By default, users reset passwords by themselves.
      const world = await makeWorld({ AccountRecoverySetting: undefined })
      const { Session } = await world.prefer('jane', 'EMAIL_OTP')
      const EMAIL_OTP_CODE = await server.code(world.email)
      await change(world)
      const answer = world.respond('EMAIL_OTP', Session, 'jane', { EMAIL_OTP_CODE })
      await assert.rejects(answer, serviceError(error, message))
    })
  }
})

describe('what is asked for wrongly', () => {
  const rows: [string, Record<string, string>, name: string, message: string][] = [
    ['no user', { USERNAME: '' }, 'InvalidParameterException', 'Missing required parameter USERNAME'],
    [
      'a factor that there is not',
      { USERNAME: 'jane', PREFERRED_CHALLENGE: 'SOFTWARE_TOKEN_MFA' },
      'InvalidParameterException',
      'PREFERRED_CHALLENGE SOFTWARE_TOKEN_MFA is not a first factor.',
    ],
    [
      'the same of nobody',
      { USERNAME: 'nobody', PREFERRED_CHALLENGE: 'SMS_MFA' },
      'InvalidParameterException',
      'PREFERRED_CHALLENGE SMS_MFA is not a first factor.',
    ],
    [
      'a public value that is none',
      { USERNAME: 'jane', PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: 'xyz' },
      'InvalidParameterException',
      'SRP_A is not a valid public value.',
    ],
    ['nobody', { USERNAME: 'nobody' }, 'UserNotFoundException', 'User does not exist.'],
    [
      'nobody by a password',
      { USERNAME: 'nobody', PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD },
      'UserNotFoundException',
      'User does not exist.',
    ],
    [
      'nobody by a code',
      { USERNAME: 'nobody', PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      'UserNotFoundException',
      'User does not exist.',
    ],
  ]
  for (const [name, AuthParameters, error, message] of rows) {
    test(name, async () => {
      const { sdk, clientId: ClientId } = await makeWorld()
      const begun = sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }))
      await assert.rejects(begun, serviceError(error, message))
    })
  }

  test('answers that lack what they are', async () => {
    const pool = await makeWorld()
    const { begin, prefer, respond } = pool
    const { Session } = await begin('jane')
    await assert.rejects(respond('SELECT_CHALLENGE', Session, 'jane'), missing('ANSWER'))
    await assert.rejects(respond('SELECT_CHALLENGE', Session, ''), missing('USERNAME'))
    const chosen = await prefer('jane', 'PASSWORD')
    await assert.rejects(respond('PASSWORD', chosen.Session, 'jane'), missing('PASSWORD'))
    const srp = await prefer('jane', 'PASSWORD_SRP')
    await assert.rejects(respond('PASSWORD_SRP', srp.Session, 'jane'), missing('SRP_A'))
  })

  test('a client that does not list the flow', async () => {
    const { sdk, poolId } = await makeChoicePool(server, CODES_TOO)
    const { clientId: ClientId } = await makeClient(sdk, poolId)
    for (const USERNAME of ['jane', 'nobody']) {
      await assert.rejects(
        sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME } })),
        serviceError('InvalidParameterException', 'USER_AUTH is not enabled for the client.'),
      )
    }
  })
})
