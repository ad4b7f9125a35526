import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { type ExplicitAuthFlowsType, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { begin, journey, type Start, type Traveller } from './journeys.ts'
import { admin, choosing, custom, customSrp, password, passwordSrp, preferring, refresh, srp } from './starts.ts'
import { ALL_FLOWS, makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

const refusal = (text: string) => `InvalidParameterException: ${text}`
const REFUSED = {
  password: refusal('USER_PASSWORD_AUTH flow not enabled for this client'),
  admin: refusal('Auth flow not enabled for this client'),
  srp: refusal('USER_SRP_AUTH is not enabled for the client.'),
  choice: refusal('USER_AUTH is not enabled for the client.'),
  custom: refusal('CUSTOM_AUTH is not enabled for the client.'),
  refresh: refusal('REFRESH_TOKEN_AUTH is not enabled for the client.'),
}

/** Every way to begin, what it needs of the client, and what one hears that lacks it. */
const ways: [string, Start, ExplicitAuthFlowsType[], string][] = [
  ['USER_PASSWORD_AUTH', password, ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'], REFUSED.password],
  ['ADMIN_USER_PASSWORD_AUTH', admin, ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'], REFUSED.admin],
  [
    'ADMIN_NO_SRP_AUTH',
    { ...admin, flow: 'ADMIN_NO_SRP_AUTH' },
    ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
    REFUSED.admin,
  ],
  ['USER_SRP_AUTH', srp, ['ALLOW_USER_SRP_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'], REFUSED.srp],
  ['USER_AUTH', choosing('PASSWORD'), ['ALLOW_USER_AUTH'], REFUSED.choice],
  ['USER_AUTH by PASSWORD_SRP', passwordSrp, ['ALLOW_USER_AUTH'], REFUSED.choice],
  ['USER_AUTH by EMAIL_OTP', preferring('EMAIL_OTP'), ['ALLOW_USER_AUTH'], REFUSED.choice],
  ['CUSTOM_AUTH', custom, ['ALLOW_CUSTOM_AUTH', 'CUSTOM_AUTH_FLOW_ONLY'], REFUSED.custom],
  ['CUSTOM_AUTH after SRP', customSrp, ['ALLOW_CUSTOM_AUTH', 'CUSTOM_AUTH_FLOW_ONLY'], REFUSED.custom],
  [
    'REFRESH_TOKEN_AUTH',
    refresh,
    ['ALLOW_REFRESH_TOKEN_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH', 'CUSTOM_AUTH_FLOW_ONLY'],
    REFUSED.refresh,
  ],
]

const every = [...ALL_FLOWS, 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH', 'CUSTOM_AUTH_FLOW_ONLY'] as const

const allow = ({ sdk, poolId, clientId }: Traveller, ...ExplicitAuthFlows: ExplicitAuthFlowsType[]) =>
  sdk.send(new UpdateUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId, ExplicitAuthFlows }))

/** Somebody with tokens of a client of their own, which lets everything in yet. */
const makeHolder = async () => {
  const plain = await world.makeTraveller('tokens')
  const { clientId } = await makeClient(plain.sdk, plain.poolId, { ExplicitAuthFlows: ALL_FLOWS })
  return { ...plain, clientId }
}

describe('V17: of a client that lists one flow, only that one begins', () => {
  for (const allowed of every) {
    test(allowed, async () => {
      const who = await makeHolder()
      await allow(who, allowed)
      for (const [name, start, needed, refused] of ways) {
        for (const username of [who.username, 'nobody']) {
          const end = await journey({ ...who, username }, start, () => begin({ ...who, username }, start))
          if (!needed.includes(allowed)) assert.equal(end, refused, `${name} of ${username}`)
          else assert.notEqual(end, refused, name)
        }
      }
    })
  }
})

test('V17: a client without a list lets in what the service does', async () => {
  const who = await makeHolder()
  await allow(who)
  const standard = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']
  for (const [name, start, needed, refused] of ways) {
    const end = await journey(who, start, () => begin(who, start))
    assert.equal(end === refused, !needed.some((flow) => standard.includes(flow)), `${name}: ${end}`)
  }
})

test('V17: a flow that is refused counts no failure, sends no code and runs no function', async () => {
  const who = await makeHolder()
  await allow(who, 'ALLOW_REFRESH_TOKEN_AUTH')
  const ran = functions.events().length
  await server.freeze(async () => {
    for (let round = 0; round < 6; round++) {
      for (const [, start] of ways) {
        const wrong = { ...start, parameters: () => ({ ...start.parameters?.(who), PASSWORD: 'wrong' }) }
        await journey(who, wrong, () => begin(who, wrong))
      }
    }
    assert.deepEqual(await server.inbox(who.email), [])
    assert.equal(functions.events().length, ran)
    await allow(who, 'ALLOW_USER_PASSWORD_AUTH')
    assert.equal(await journey(who, password, () => begin(who, password)), 'tokens')
  })
})

test('V17: nobody without a signature begins as an administrator, nor an administrator as a user', async () => {
  const who = await makeHolder()
  const parameters = { USERNAME: who.username, PASSWORD: 'x' }
  const rows: [string, string, object][] = [
    ['InitiateAuth', 'ADMIN_USER_PASSWORD_AUTH', {}],
    ['InitiateAuth', 'ADMIN_NO_SRP_AUTH', {}],
    ['InitiateAuth', 'ADMIN_USER_PASSWORD_AUTH', { UserPoolId: who.poolId }],
  ]
  for (const [operation, AuthFlow, more] of rows) {
    const input = { ClientId: who.clientId, AuthFlow, AuthParameters: parameters, ...more }
    const answer = await server.post(operation, input)
    assert.equal(((await answer.json()) as { __type: string }).__type, 'InvalidParameterException')
  }
  const unsigned = await server.post('AdminInitiateAuth', {
    UserPoolId: who.poolId,
    ClientId: who.clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: parameters,
  })
  assert.equal(((await unsigned.json()) as { __type: string }).__type, 'MissingAuthenticationTokenException')
})
