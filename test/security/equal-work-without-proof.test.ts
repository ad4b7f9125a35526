import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  AdminDeleteUserAttributesCommand,
  type ChallengeNameType,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeChoicePool } from '../choice.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { outcome } from './between.ts'
import { begin, SRP_A, type Traveller } from './journeys.ts'
import { choosing, custom, password, srp } from './starts.ts'
import { makeWorld } from './travellers.ts'
import { workOf } from './work.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

const DEVICE_KEY = 'us-east-1_00000000-0000-4000-8000-000000000000'

/** What a request comes to and costs, in somebody's name. */
const costOf = async (name: string, ask: (name: string) => Promise<unknown>) => {
  let heard: Awaited<ReturnType<typeof outcome>> = {}
  const work = await workOf(server, async () => {
    heard = await outcome(ask(name))
  })
  return { error: heard.error, message: heard.message, work }
}

/** Insists that a name that somebody has and one that nobody has are one to a request. */
const assertAlike = async (username: string, ask: (name: string) => Promise<unknown>) =>
  assert.deepEqual(await costOf(`nobody-${username}`, ask), await costOf(username, ask))

const challenges: readonly ChallengeNameType[] = [
  'SELECT_CHALLENGE',
  'PASSWORD',
  'PASSWORD_SRP',
  'PASSWORD_VERIFIER',
  'EMAIL_OTP',
  'SMS_OTP',
  'WEB_AUTHN',
  'CUSTOM_CHALLENGE',
  'NEW_PASSWORD_REQUIRED',
  'MFA_SETUP',
  'SELECT_MFA_TYPE',
  'SMS_MFA',
  'SOFTWARE_TOKEN_MFA',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
]

describe('V02: an answer in the name of another tells nothing of them', () => {
  const respond = ({ sdk, clientId }: Traveller, ChallengeName: ChallengeNameType, Session: string | undefined) => {
    return (USERNAME: string) =>
      sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId: clientId,
          ChallengeName,
          ChallengeResponses: { USERNAME, DEVICE_KEY, SRP_A },
          Session,
        }),
      )
  }
  for (const challenge of challenges) {
    test(`${challenge}: without a Session, and with an own one`, async () => {
      const [known, mine] = [await world.makeTraveller('plain', 'hiding'), await world.makeTraveller('plain', 'hiding')]
      const { Session } = await begin(mine, choosing('PASSWORD'))
      await assertAlike(known.username, respond(known, challenge, undefined))
      await assertAlike(known.username, respond(known, challenge, Session))
    })
  }

  test('the Session of an own sign-up', async () => {
    const known = await world.makeTraveller('plain', 'hiding')
    const mine = await world.makeTraveller('a fresh sign-up', 'hiding')
    await assertAlike(known.username, (username) => begin({ ...mine, username }, { flow: 'USER_AUTH' }))
  })

  test('a device that is nobody’s', async () => {
    const known = await world.makeTraveller('plain', 'hiding')
    for (const start of [password, srp, custom, choosing('PASSWORD')]) {
      const parameters = () => ({ ...start.parameters?.(known), DEVICE_KEY })
      await assertAlike(known.username, (username) => begin({ ...known, username }, { ...start, parameters }))
    }
  })
})

test('V02: who has nothing to begin with is as quickly asked as anybody', async () => {
  const {
    sdk,
    poolId,
    begin: choose,
    makeBare,
  } = await makeChoicePool(server, ['PASSWORD', 'EMAIL_OTP'], {}, { PreventUserExistenceErrors: 'ENABLED' })
  await makeBare('empty', { email: 'empty@example.com' })
  const of = { UserPoolId: poolId, Username: 'empty', UserAttributeNames: ['email'] }
  await sdk.send(new AdminDeleteUserAttributesCommand(of))
  await assertAlike('empty', (name) => choose(name))
  await assertAlike('empty', (name) => choose(name, { DEVICE_KEY }))
})
