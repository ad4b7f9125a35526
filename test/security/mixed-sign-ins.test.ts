import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider'
import { defaultAcrValues } from '../../src/domain/pool.ts'
import { makeFunctions } from '../functions.ts'
import { serviceError, useServer } from '../harness.ts'
import { outcome } from './between.ts'
import { type Answer, begin, journey, prepare, SRP_A, type Traveller, until } from './journeys.ts'
import { complete, customSrp, onDevice, password, passwordSrp, preferring, srp } from './starts.ts'
import { makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

type Input = { Session?: string | undefined; ChallengeName?: string; ChallengeResponses?: Record<string, string> }

/** Changes what a traveller sends as answers. */
const sending = (sdk: CognitoIdentityProviderClient, change: (input: Input) => Input) => {
  // The same input is sent again, so that it stays as it is.
  const send = (command: { input: Input }) =>
    sdk.send(Object.assign(command, { input: change(command.input) }) as never)
  return { send } as unknown as CognitoIdentityProviderClient // all that travellers use of it
}

/** A sign-in that has been asked something by a public client. */
type Stand = {
  name: string
  who: Traveller
  asked: Answer
  answer: (change: (input: Input) => Input) => Promise<Answer>
}

const stands = async (): Promise<Stand[]> => {
  const found: Stand[] = []
  for (const [name, { kind, start, asked: way }] of Object.entries(complete)) {
    // Setting an app up goes through operations that name nobody.
    if (way === '' || way.includes('AssociateSoftwareToken') || start.flow.startsWith('ADMIN_')) continue
    // The server keeps the Sessions of devices for clients that send others, see below.
    for (const challenge of way.split(' > ').filter((step) => !step.startsWith('DEVICE'))) {
      const who = await world.makeTraveller(kind)
      const asked = await until(who, start, challenge)
      let change = (input: Input) => input
      const right = await prepare({ ...who, sdk: sending(who.sdk, (input) => change(input)) }, start, asked)
      const answer = (changed: typeof change) => {
        change = changed
        return right()
      }
      found.push({ name: `${name}: ${challenge}`, who, asked, answer })
    }
  }
  return found
}

test('V83: what is right for one sign-in is wrong for every other, under either name', async () => {
  const all = await stands()
  assert.ok(all.length > 15)
  for (const mine of all) {
    for (const { name, who, asked } of all.filter((other) => other !== mine && other.who.poolId === mine.who.poolId)) {
      const Session = asked.Session ?? asked.ChallengeParameters?.SECRET_BLOCK
      const about = `the answer of ${mine.name} with the Session of ${name}`
      const foreign = await outcome(mine.answer((input) => ({ ...input, Session })))
      assert.match(`${foreign.error}`, /NotAuthorizedException|InvalidParameterException/, about)
      // What asks nothing but what anybody knows is not compared with itself.
      if (asked.ChallengeName === mine.asked.ChallengeName) continue
      const named = (input: Input) => ({
        ...input,
        Session,
        ChallengeResponses: { ...input.ChallengeResponses, USERNAME: who.username },
      })
      const { error } = await outcome(mine.answer(named))
      assert.match(`${error}`, /NotAuthorizedException|InvalidParameterException/, `${about}, in its name`)
    }
  }
  // A SECRET_BLOCK is spent by the first answer, whatever that is worth.
  for (const { answer, name } of all.filter(({ asked }) => asked.ChallengeName !== 'PASSWORD_VERIFIER')) {
    const { error, message } = await outcome(answer((input) => input))
    assert.equal(error, undefined, `${name} goes on all the same, without ${message}`)
  }
})

describe('V78: a SECRET_BLOCK belongs to one sign-in', () => {
  const goal = () => ({ PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A, TARGET_ACR_VALUES: defaultAcrValues.Level1 })
  const starts = { srp, customSrp, passwordSrp, goal: { ...passwordSrp, parameters: goal } }
  const startsByName = Object.entries(starts)
  for (const [name, start] of startsByName) {
    test(`of ${name}: no Session of another takes it`, async () => {
      const who = await world.makeTraveller('plain')
      for (const [other, otherStart] of startsByName) {
        const Session = (await begin(who, otherStart)).Session
        if (!Session) continue
        const asked = await begin(who, start)
        const answer = await prepare(who, start, { ...asked, Session })
        assert.match(await journey(who, start, answer), /^NotAuthorizedException/, `Session of ${other}`)
      }
    })
  }

  test('and says nothing where functions or a level have to be remembered', async () => {
    const who = await world.makeTraveller('plain')
    for (const start of [starts.customSrp, starts.goal]) {
      const asked = await begin(who, start)
      const answer = await prepare(who, start, { ...asked, Session: undefined })
      const missing = 'InvalidParameterException: Missing required parameter Session'
      assert.equal(await journey(who, start, answer), missing)
    }
  })
})

describe('V24: the Session of a device’s challenge that the server keeps', () => {
  const answerFrom = async (who: Traveller, change: Partial<Input>, clientId = who.clientId) => {
    await begin(who, onDevice(password))
    const { username: USERNAME, device } = who
    const ChallengeResponses = { USERNAME, DEVICE_KEY: device?.key ?? '', SRP_A, ...change.ChallengeResponses }
    const given = { ClientId: clientId, ChallengeName: 'DEVICE_SRP_AUTH' as const, ChallengeResponses }
    return who.sdk.send(new RespondToAuthChallengeCommand(given))
  }
  const missing = serviceError('InvalidParameterException', 'Missing required parameter Session')

  test('is for its client, user and device', async () => {
    const [who, other] = [await world.makeTraveller('a device'), await world.makeTraveller('a device')]
    await assert.rejects(answerFrom(who, {}, world.clients.open.hiding.clientId), missing)
    await assert.rejects(answerFrom(who, { ChallengeResponses: { USERNAME: other.username } }), missing)
    await assert.rejects(answerFrom(who, { ChallengeResponses: { DEVICE_KEY: other.device?.key ?? '' } }), missing)
    await assert.rejects(answerFrom(who, { ChallengeResponses: { DEVICE_KEY: '' } }), missing)
    assert.equal((await answerFrom(who, {})).ChallengeName, 'DEVICE_PASSWORD_VERIFIER')
  })

  test('is asked with a password, and is none for who has not given it', async () => {
    const who = await world.makeTraveller('a device')
    for (const start of [srp, preferring('PASSWORD'), preferring('EMAIL_OTP')]) {
      await begin(who, onDevice(start))
      const { username: USERNAME, device, clientId } = who
      const ChallengeResponses = { USERNAME, DEVICE_KEY: device?.key ?? '', SRP_A }
      const given = { ClientId: clientId, ChallengeName: 'DEVICE_SRP_AUTH' as const, ChallengeResponses }
      await assert.rejects(who.sdk.send(new RespondToAuthChallengeCommand(given)), missing)
    }
  })
})
