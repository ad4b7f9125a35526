import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { site } from '../operations/passkeys/fixture.ts'
import { watching } from '../operations/risk/fixture.ts'
import { makeAuthenticator } from '../webauthn.ts'
import { begin, prepare, type Start, type Traveller, until } from './journeys.ts'
import { admin, choosing, custom, customSrp, password, passwordSrp, preferring, srp } from './starts.ts'
import { type Kind, makeWorld, signUp } from './travellers.ts'
import { workOf } from './work.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

/** Answers that are wrong for everybody; what is not among them proves nothing anyway. */
const wrong: Record<string, string> = {
  PASSWORD: 'wrong',
  PASSWORD_CLAIM_SIGNATURE: 'AAAA',
  EMAIL_OTP_CODE: 'wrong',
  SMS_OTP_CODE: 'wrong',
}

/** Sends wrong answers in place of right ones. */
const failing = (sdk: CognitoIdentityProviderClient) => {
  const send = (command: { input: { ChallengeResponses?: Record<string, string>; AuthParameters?: object } }) => {
    const { input } = command
    for (const given of [input.ChallengeResponses, input.AuthParameters].filter((map) => map !== undefined)) {
      const spoiled = Object.entries(wrong).filter(([name]) => name in given)
      Object.assign(given, Object.fromEntries(spoiled))
      if ('ANSWER' in given && given.ANSWER === 'right') given.ANSWER = 'wrong'
    }
    return sdk.send(command as never)
  }
  return { send } as unknown as CognitoIdentityProviderClient // all that travellers use of it
}

/** Every request with which a stranger can ask for somebody, and what leads to it. */
const rows: Record<string, { start: Start; at?: string; kind?: Kind }> = {
  USER_PASSWORD_AUTH: { start: password },
  ADMIN_USER_PASSWORD_AUTH: { start: admin },
  USER_SRP_AUTH: { start: srp },
  'USER_SRP_AUTH: PASSWORD_VERIFIER': { start: srp, at: 'PASSWORD_VERIFIER' },
  USER_AUTH: { start: choosing('PASSWORD') },
  'USER_AUTH: SELECT_CHALLENGE': { start: choosing('PASSWORD'), at: 'SELECT_CHALLENGE' },
  'USER_AUTH: PASSWORD': { start: preferring('PASSWORD'), at: 'PASSWORD' },
  'USER_AUTH: PASSWORD_SRP': { start: preferring('PASSWORD_SRP'), at: 'PASSWORD_SRP' },
  'USER_AUTH: PASSWORD_VERIFIER': { start: passwordSrp, at: 'PASSWORD_VERIFIER' },
  'USER_AUTH for EMAIL_OTP': { start: preferring('EMAIL_OTP') },
  'USER_AUTH: EMAIL_OTP': { start: preferring('EMAIL_OTP'), at: 'EMAIL_OTP' },
  'USER_AUTH for SMS_OTP': { start: preferring('SMS_OTP') },
  'USER_AUTH: SMS_OTP': { start: preferring('SMS_OTP'), at: 'SMS_OTP' },
  'USER_AUTH for WEB_AUTHN': { start: preferring('WEB_AUTHN'), kind: 'a passkey' },
  'USER_AUTH: WEB_AUTHN': { start: preferring('WEB_AUTHN'), at: 'WEB_AUTHN', kind: 'a passkey' },
  CUSTOM_AUTH: { start: custom },
  'CUSTOM_AUTH: CUSTOM_CHALLENGE': { start: custom, at: 'CUSTOM_CHALLENGE' },
  'CUSTOM_AUTH after SRP': { start: customSrp },
  'CUSTOM_AUTH after SRP: PASSWORD_VERIFIER': { start: customSrp, at: 'PASSWORD_VERIFIER' },
}

/** What stands for each other: looking for a code, and the writes of a code, its message, and a try at one. */
const alike: Record<string, string> = {
  'codes.find': 'a look',
  'attempts.hasTries': 'a look',
  'attempts.hasTries in vain': 'a look',
  'codes.put': 'a write',
  'codes.reserveTry': 'a write',
  'attempts.reserveTry': 'a write',
  'attempts.begin': 'a write',
  'attempts.spend': 'a write',
  'authEvents.put': 'a write',
}

/** The statements and powers of an operation, by name. */
const statementsOf = async (operation: () => Promise<unknown>) => {
  await server.inbox()
  const statements: Record<string, number> = {}
  for (const [name, count] of Object.entries(await workOf(server, operation))) {
    statements[alike[name] ?? name] = (statements[alike[name] ?? name] ?? 0) + count
  }
  return statements
}

/** What the request costs, and the functions that it runs, with the stage that it has come to. */
const costOf = async (who: Traveller, { start, at }: (typeof rows)[string]) => {
  const guessing = { ...who, sdk: failing(who.sdk), passkey: makeAuthenticator(site) }
  const first = at ? await prepare(guessing, start, await until(who, start, at)) : () => begin(guessing, start)
  const ran = functions.events().length
  let answer = ''
  const statements = await statementsOf(async () => {
    answer = await first().then(
      ({ ChallengeName }) => ChallengeName ?? 'tokens',
      ({ message }: Error) => message,
    )
  })
  return { answer, statements, ran: functions.events().length - ran }
}

describe('V02: every way in does the same work for a name that somebody has and one that nobody has', () => {
  for (const [name, row] of Object.entries(rows)) {
    test(name, async () => {
      const known = await world.makeTraveller(row.kind ?? 'plain', 'hiding')
      const there = await costOf(known, row)
      const nobody = await costOf({ ...known, username: `nobody-${known.username}` }, row)
      assert.deepEqual(nobody, there)
      assert.notEqual(there.answer, 'tokens')
    })
  }
})

describe('V02: a code costs the same for a name that somebody has and one that nobody has', () => {
  test('of a password that is forgotten', async () => {
    const { sdk, clientId: ClientId, username } = await world.makeTraveller('plain', 'hiding')
    const ask = (Username: string) => statementsOf(() => sdk.send(new ForgotPasswordCommand({ ClientId, Username })))
    const known = await ask(username)
    assert.deepEqual([known['a write'], known['messages.insert']], [1, 1], 'the code and its message')
    assert.deepEqual(await ask(`nobody-${username}`), known)
  })

  test('of a sign-up, sent again', async () => {
    const made = await world.makeTraveller('plain', 'hiding')
    const { sdk, clientId: ClientId } = made
    const fresh = { ...made, username: `fresh-${made.username}`, email: `fresh-${made.email}` }
    await signUp(fresh)
    const ask = (Username: string) =>
      statementsOf(() => sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username })))
    const known = await ask(fresh.username)
    assert.deepEqual([known['a write'], known['messages.insert']], [1, 1], 'the code and its message')
    for (const name of [made.username, `nobody-${made.username}`]) assert.deepEqual(await ask(name), known)
  })
})

describe('V02: a guess at a code costs the same, whether there is one, it is dead, or nobody has the name', () => {
  /** What each of many guesses costs, which are more than a code has. */
  const costOfGuesses = async (guess: () => Promise<unknown>) => {
    const costs: unknown[] = []
    for (let tries = 0; tries < 8; tries++) costs.push(await statementsOf(() => guess().catch(() => {})))
    return costs
  }

  test('of a sign-up', async () => {
    const made = await world.makeTraveller('plain', 'hiding')
    const { sdk, clientId: ClientId, username } = made
    const fresh = { ...made, username: `guess-${username}`, email: `guess-${made.email}` }
    await signUp(fresh)
    const guess = (Username: string) => () =>
      sdk.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: 'wrong' }))
    const there = await costOfGuesses(guess(fresh.username))
    assert.equal(there.length, 8)
    for (const name of [username, `nobody-${username}`]) assert.deepEqual(await costOfGuesses(guess(name)), there, name)
  })

  test('of a password that is forgotten', async () => {
    const { sdk, clientId: ClientId, username } = await world.makeTraveller('plain', 'hiding')
    const guess = (Username: string) => () =>
      sdk.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode: 'wrong', Password: PASSWORD }))
    const names = [username, `nobody-${username}`] as const
    const [without, nobody] = [await costOfGuesses(guess(names[0])), await costOfGuesses(guess(names[1]))]
    assert.deepEqual(nobody, without)
    for (const Username of names) await sdk.send(new ForgotPasswordCommand({ ClientId, Username }))
    assert.deepEqual(await costOfGuesses(guess(names[1])), await costOfGuesses(guess(names[0])))
  })
})

test('V02: a pool that watches its users does not tell by it who they are', async () => {
  const sdk = server.client()
  const { poolId, clientId: ClientId } = await makePool(
    sdk,
    { ...watching, AutoVerifiedAttributes: ['email'] },
    { PreventUserExistenceErrors: 'ENABLED' },
  )
  await makeUser(sdk, poolId, 'known', { email: 'known@example.com', email_verified: 'true' })
  const UserAttributes = [{ Name: 'email', Value: 'fresh@example.com' }]
  await sdk.send(new SignUpCommand({ ClientId, Username: 'fresh', Password: PASSWORD, UserAttributes }))
  const requests = {
    known: {
      'a sign-in that fails': (name: string) => signIn(sdk, ClientId, name, 'wrong').catch(() => {}),
      'a code of a password': (Username: string) => sdk.send(new ForgotPasswordCommand({ ClientId, Username })),
    },
    fresh: {
      'a code of a sign-up': (Username: string) => sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username })),
    },
  }
  for (const [name, asked] of Object.entries(requests)) {
    for (const [what, ask] of Object.entries(asked)) {
      const there = await statementsOf(() => ask(name))
      assert.deepEqual(await statementsOf(() => ask('nobody')), there, what)
      assert.ok((there['a write'] ?? 0) >= 2, what)
    }
  }
})
