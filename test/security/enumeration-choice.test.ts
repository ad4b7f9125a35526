import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  type CreateUserPoolCommandInput,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CODES_TOO, makeChoicePool } from '../choice.ts'
import { makeClient, makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { rawAnswer } from '../operations/raw-answer.ts'
import { srpClient } from '../srp.ts'
import { LOA1, LOA2, LOA3, LOA4 } from '../step-up.ts'

const server = useServer()
const HIDING = { PreventUserExistenceErrors: 'ENABLED' as const }

type ChoicePool = Awaited<ReturnType<typeof makeChoicePool>>
type Given = Record<string, string>
type Body = { ChallengeName?: string; Session?: string; ChallengeParameters?: Given; message?: string }

/** What differs between any two answers, blotted out; the lengths of secrets stay. */
const shapeOf = (body: Body, name: string): Body => {
  const shown = structuredClone(body)
  if (shown.Session) shown.Session = `${shown.Session.length} characters`
  const parameters = shown.ChallengeParameters ?? {}
  for (const secret of ['SALT', 'SECRET_BLOCK']) {
    if (parameters[secret]) parameters[secret] = `${parameters[secret].length} characters`
  }
  if (parameters.SRP_B) parameters.SRP_B = 'a number'
  for (const username of ['USERNAME', 'USER_ID_FOR_SRP']) {
    const value = parameters[username]
    if (value) parameters[username] = value === name ? 'the name' : value.replace(/[0-9a-f]/g, 'x')
  }
  const destination = parameters.CODE_DELIVERY_DESTINATION
  if (destination) parameters.CODE_DELIVERY_DESTINATION = destination.replace(/[a-z0-9]/g, 'x')
  return shown
}

/** Everything that somebody hears who tries a name in every way that there is. */
const tale = async ({ clientId: ClientId, poolId }: Pick<ChoicePool, 'clientId' | 'poolId'>, name: string) => {
  const { SRP_A, claim } = srpClient(poolId)
  const heard: object[] = []
  const say = async (operation: string, given: object, step: string[]): Promise<Body> => {
    const { body, headers, status } = await rawAnswer(server, operation, { ClientId, ...given })
    const answer = JSON.parse(body) as Body
    const { 'content-length': length, ...rest } = headers
    // A number in hex may be a digit shorter, and SRP has one.
    const isSteady = answer.ChallengeParameters?.SRP_B === undefined
    heard.push({
      step: `${operation} ${step.join(' ')}`,
      status,
      headers: { ...rest, length: isSteady && length },
      body: shapeOf(answer, name),
    })
    return answer
  }
  const begin = (given: Given, AuthFlow = 'USER_AUTH') =>
    say('InitiateAuth', { AuthFlow, AuthParameters: { USERNAME: name, ...given } }, [AuthFlow, ...Object.values(given)])
  const answer = (ChallengeName: string, Session: string | undefined, given: Given) =>
    say('RespondToAuthChallenge', { ChallengeName, Session, ChallengeResponses: { USERNAME: name, ...given } }, [
      ChallengeName,
      ...Object.keys(given),
    ])
  const wrong: Record<string, (asked: Body) => Given> = {
    PASSWORD: () => ({ PASSWORD: 'wrong' }),
    PASSWORD_SRP: () => ({ SRP_A }),
    PASSWORD_VERIFIER: ({ ChallengeParameters }) => claim(ChallengeParameters, 'wrong'),
    EMAIL_OTP: () => ({ EMAIL_OTP_CODE: 'x' }),
    SMS_OTP: () => ({ SMS_OTP_CODE: 'x' }),
  }
  /** Answers wrongly whatever is asked, as long as something is. */
  const goOn = async (asked: Body) => {
    for (let next: Body = asked; next.ChallengeName && wrong[next.ChallengeName]; ) {
      next = await answer(next.ChallengeName, next.Session, wrong[next.ChallengeName]?.(next) ?? {})
    }
  }
  const factors = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP']
  await begin({})
  for (const factor of factors) await goOn(await begin({ PREFERRED_CHALLENGE: factor }))
  for (const ANSWER of factors) {
    const { Session } = await begin({})
    await goOn(await answer('SELECT_CHALLENGE', Session, { ANSWER }))
  }
  server.travel(16 * 60 * 1000)
  await begin({ PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: 'wrong' })
  await goOn(await begin({ PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A }))
  await begin({ PREFERRED_CHALLENGE: 'WEB_AUTHN' })
  await begin({ PREFERRED_CHALLENGE: 'SMS_MFA' })
  await begin({ PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: '0' })
  await answer('SELECT_CHALLENGE', (await begin({})).Session, { ANSWER: 'PASSWORD', PASSWORD: 'wrong' })
  await answer('SELECT_CHALLENGE', (await begin({})).Session, { ANSWER: 'nothing' })
  await answer('SELECT_CHALLENGE', 'x'.repeat(30), { ANSWER: 'PASSWORD' })
  for (const TARGET_ACR_VALUES of [LOA1, LOA2, LOA3, LOA4, 'x']) {
    await begin({ TARGET_ACR_VALUES })
    await begin({ TARGET_ACR_VALUES, ACCESS_TOKEN: 'x' })
    await begin({ TARGET_ACR_VALUES, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: 'wrong' })
  }
  server.travel(16 * 60 * 1000)
  await begin({}, 'CUSTOM_AUTH')
  await begin({ CHALLENGE_NAME: 'SRP_A', SRP_A }, 'CUSTOM_AUTH')
  for (let failure = 1; failure <= 7; failure++) await begin({ PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: 'wrong' })
  return heard
}

/** Users in every state that may not be told, with names of one length. */
const makePeople = async (pool: ChoicePool, nameOf: (short: string) => string, phoneOf: (short: string) => string) => {
  const { sdk, poolId, clientId } = pool
  const attributesOf = (short: string) => ({ email: `${short}@example.com`, phone_number: phoneOf(short) })
  for (const short of ['known', 'lamed', 'reset']) {
    const verified = { email_verified: 'true', phone_number_verified: 'true' }
    await makeUser(sdk, poolId, nameOf(short), { ...attributesOf(short), ...verified })
  }
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: nameOf('lamed') }))
  await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: nameOf('reset') }))
  await sdk.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: nameOf('fresh'),
      Password: PASSWORD,
      UserAttributes: Object.entries(attributesOf('fresh')).map(([Name, Value]) => ({ Name, Value })),
    }),
  )
}

describe('V01: a sign-in by choice tells nobody who exists', () => {
  const digits: Record<string, string> = { known: '1', lamed: '2', reset: '3', fresh: '4' }
  const rows: [string, Partial<CreateUserPoolCommandInput>, (short: string) => string][] = [
    ['by user name', {}, (short) => short],
    ['by e-mail address', { UsernameAttributes: ['email'] }, (short) => `${short}@example.com`],
    ['by alias', { AliasAttributes: ['email'] }, (short) => short],
  ]
  for (const [index, [name, settings, nameOf]] of rows.entries()) {
    test(name, async () => {
      const recovery = { AccountRecoverySetting: undefined, ...settings }
      const pool = await makeChoicePool(server, CODES_TOO, recovery, HIDING)
      const { clientId } = await makeClient(pool.sdk, pool.poolId, {
        ...HIDING,
        ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_CUSTOM_AUTH'],
      })
      await makePeople(pool, nameOf, (short) => `+1555000${index}${digits[short]}00`)
      const at = { poolId: pool.poolId, clientId }
      const nobody = await tale(at, nameOf('nobdy'))
      for (const short of Object.keys(digits)) {
        const heard = await tale(at, nameOf(short))
        for (const [step, answer] of heard.entries()) assert.deepEqual(answer, nobody[step], short)
        assert.equal(heard.length, nobody.length)
      }
    })
  }
})

test('V01: nor does a user tell who has nothing to sign in with', async () => {
  const pool = await makeChoicePool(server, CODES_TOO, {}, HIDING)
  const { sdk, poolId, makeBare } = pool
  await makeBare('empty', { email: 'empty@example.com' })
  await sdk.send(
    new AdminDeleteUserAttributesCommand({ UserPoolId: poolId, Username: 'empty', UserAttributeNames: ['email'] }),
  )
  const nobody = await tale(pool, 'nobdy')
  assert.deepEqual(await tale(pool, 'empty'), nobody)
})

test('V01: nor the length of a Session or of a SECRET_BLOCK, however often the password was changed', async () => {
  const pool = await makeChoicePool(server, CODES_TOO, {}, HIDING)
  const { sdk, poolId, begin, prefer } = pool
  const { SRP_A } = srpClient(poolId)
  const lengths = async (name: string) => {
    const [plain, srp] = [await begin(name), await prefer(name, 'PASSWORD_SRP', { SRP_A })]
    return [plain.Session?.length, srp.Session?.length, srp.ChallengeParameters?.SECRET_BLOCK?.length]
  }
  // The longest names before each length grows: one more character in what is sealed would show.
  const edges = new Set<string>()
  let before = await lengths('a')
  for (let size = 2; size <= 128; size++) {
    const now = await lengths('a'.repeat(size))
    if (now.join() !== before.join()) edges.add('a'.repeat(size - 1))
    before = now
  }
  assert.ok(edges.size > 0)
  for (const name of edges) {
    const nobody = await lengths(name)
    await sdk.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: name,
        UserAttributes: [
          { Name: 'email', Value: `${name.length}@example.com` },
          { Name: 'phone_number', Value: `+1555${1_000_000 + name.length}` },
        ],
        MessageAction: 'SUPPRESS',
      }),
    )
    for (let change = 1; change <= 11; change++) {
      await sdk.send(
        new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: name, Password: PASSWORD, Permanent: true }),
      )
    }
    assert.deepEqual(await lengths(name), nobody, `${name.length} letters`)
  }
})
