import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  type ExplicitAuthFlowsType,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Level } from '../../src/domain/authentication-level.ts'
import { defaultAcrValues } from '../../src/domain/pool.ts'
import { makeChoicePool } from '../choice.ts'
import { makeUser, PASSWORD } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { serviceError, useServer } from '../harness.ts'
import { told } from './account-states.ts'
import { beforeTokens } from './between.ts'
import { begin, journey, prepare, type Start, type Traveller, until } from './journeys.ts'
import { complete, customSrp, passwordSrp, preferring, srp } from './starts.ts'
import { ALL_FLOWS, makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

const userOf = ({ poolId, username }: Traveller) => ({ UserPoolId: poolId, Username: username })
/** Turns a second factor on. */
const turnOn = (who: Traveller) =>
  who.sdk.send(new AdminSetUserMFAPreferenceCommand({ ...userOf(who), SMSMfaSettings: { Enabled: true } }))

describe('V12: a factor that suffices by itself does not, once the user has turned a second one on', () => {
  const alone = [
    'USER_AUTH by EMAIL_OTP',
    'USER_AUTH by SMS_OTP',
    'USER_AUTH by WEB_AUTHN',
    'USER_AUTH after a sign-up',
  ] as const
  for (const name of alone) {
    const { kind, start } = complete[name] ?? assert.fail(name)
    test(`${name}, before the answer`, async () => {
      const who = await world.makeTraveller(kind)
      const asked = kind === 'a fresh sign-up' ? undefined : await begin(who, start)
      const finish = asked ? await prepare(who, start, asked) : () => begin(who, start)
      await turnOn(who)
      assert.equal(await journey(who, start, finish), told.INVALID)
    })

    test(`${name}, at the last moment`, async () => {
      const who = await world.makeTraveller(kind)
      beforeTokens(server, () => turnOn(who))
      assert.match(await journey(who, start, () => begin(who, start)), /NotAuthorizedException: Incorrect[^>]*$/)
    })
  }
})

describe('V05: the Session of a confirmed sign-up', () => {
  const goal = (level: Level): Start => ({
    flow: 'USER_AUTH',
    parameters: () => ({ TARGET_ACR_VALUES: defaultAcrValues[level] }),
  })

  test('is void with a new password', async () => {
    const who = await world.makeTraveller('a fresh sign-up')
    const Password = `${PASSWORD}-new`
    await who.sdk.send(new AdminSetUserPasswordCommand({ ...userOf(who), Password, Permanent: true }))
    assert.equal(await journey(who, goal('Level2'), () => begin(who, goal('Level2'))), told.INVALID)
  })

  test('is worth its code, and no higher level', async () => {
    const who = await world.makeTraveller('a fresh sign-up')
    const aimed = (level: Level) => journey(who, goal(level), () => begin(who, goal(level)))
    assert.equal(await aimed('Level1'), told.INVALID)
    assert.equal(await aimed('Level3'), told.INVALID)
    assert.match(await aimed('Level4'), /^InvalidParameterException: The user has no factor/)
    assert.equal(await aimed('Level2'), 'tokens')
  })
})

describe('V17: a flow that a client has lost takes the sign-ins along that began by it', () => {
  const flows: Record<string, ExplicitAuthFlowsType> = {
    USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
    ADMIN_USER_PASSWORD_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    USER_SRP_AUTH: 'ALLOW_USER_SRP_AUTH',
    USER_AUTH: 'ALLOW_USER_AUTH',
    CUSTOM_AUTH: 'ALLOW_CUSTOM_AUTH',
  }
  for (const [name, { kind, start, asked }] of Object.entries(complete)) {
    const lost = flows[start.flow]
    if (!lost || asked === '') continue
    test(name, async () => {
      const who = await world.makeTraveller(kind)
      const rest = ALL_FLOWS.filter((flow) => flow !== lost)
      const given = { UserPoolId: who.poolId, ClientId: who.clientId }
      const first = await begin(who, start)
      const answer = await prepare(who, start, first)
      await who.sdk.send(new UpdateUserPoolClientCommand({ ...given, ExplicitAuthFlows: rest }))
      const end = await journey(who, start, answer)
      await who.sdk.send(new UpdateUserPoolClientCommand({ ...given, ExplicitAuthFlows: ALL_FLOWS }))
      assert.equal(end, told.INVALID)
      assert.match(await journey(who, start, answer), /tokens$/, 'the Session was left as it was')
    })
  }
})

describe('V12: what is demanded meanwhile is demanded of sign-ins under way', () => {
  const rows: [name: string, start: Start, end: string][] = [
    ['by SRP', srp, 'SMS_MFA > tokens'],
    ['by choice', preferring('PASSWORD'), 'SMS_MFA > tokens'],
    ['by SRP and choice', passwordSrp, 'SMS_MFA > tokens'],
    ['before the functions', customSrp, 'SMS_MFA > CUSTOM_CHALLENGE > tokens'],
  ]
  for (const [name, start, end] of rows) {
    test(`a second factor after a password ${name}`, async () => {
      const who = await world.makeTraveller('plain')
      const answer = await prepare(who, start, await begin(who, start))
      await turnOn(who)
      assert.equal(await journey(who, start, answer), end)
    })
  }

  test('a second factor before tokens, by functions that have had their last word', async () => {
    const who = await world.makeTraveller('plain')
    const answer = await prepare(who, customSrp, await until(who, customSrp, 'CUSTOM_CHALLENGE'))
    await turnOn(who)
    assert.match(await journey(who, customSrp, answer), /^SMS_MFA/)
  })

  test('a first factor that is taken away', async () => {
    const { sdk, poolId, prefer, respond } = await makeChoicePool(server)
    await makeUser(sdk, poolId, 'jane', { phone_number: '+15550001111' })
    const { Session } = await prefer('jane', 'SMS_OTP')
    const SMS_OTP_CODE = await server.code('+15550001111')
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] } }
    await sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, Policies }))
    const invalid = serviceError('NotAuthorizedException', 'Invalid session for the user.')
    await assert.rejects(respond('SMS_OTP', Session, 'jane', { SMS_OTP_CODE }), invalid)
  })
})
