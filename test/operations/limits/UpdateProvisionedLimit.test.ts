import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetProvisionedLimitCommand,
  InitiateAuthCommand,
  UpdateProvisionedLimitCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { limitOf, wrongDefinitions } from './fixture.ts'

const server = useServer()
const limited = useServer({ CENOTE_QUOTAS: 'UserAuthentication=2,LimitManagement=1000' })

const update = (
  LimitDefinition: ReturnType<typeof limitOf>,
  RequestedLimitValue: number,
  { from = server, region = 'us-east-1' } = {},
) => from.client(region).send(new UpdateProvisionedLimitCommand({ LimitDefinition, RequestedLimitValue }))

test("a rate is the account's in one Region, and can be lowered again", async () => {
  const definition = limitOf('UserRead')
  const { Limit } = await update(definition, 500)
  assert.deepEqual(Limit, { LimitDefinition: definition, ProvisionedLimitValue: 500, FreeLimitValue: 120 })
  const get = async (region: string) => {
    const answer = await server.client(region).send(new GetProvisionedLimitCommand({ LimitDefinition: definition }))
    return answer.Limit?.ProvisionedLimitValue
  }
  assert.equal(await get('us-east-1'), 500)
  assert.equal(await get('eu-west-1'), 120)
  await update(definition, 120)
  assert.equal(await get('us-east-1'), 120)
})

test('the free rate and the most are both allowed', async () => {
  for (const rate of [50, 500])
    assert.equal((await update(limitOf('UserCreation'), rate)).Limit?.ProvisionedLimitValue, rate)
})

/** How many of ten sign-ins at one moment are let through. */
const letThrough = async (clientId: string) => {
  limited.travel(2000)
  return limited.freeze(async () => {
    const settled = await Promise.allSettled(
      Array.from({ length: 30 }, () =>
        limited.client().send(
          new InitiateAuthCommand({
            ClientId: clientId,
            AuthFlow: 'USER_PASSWORD_AUTH',
            AuthParameters: { USERNAME: 'nobody', PASSWORD: 'x' },
          }),
        ),
      ),
    )
    return settled.filter((one) => one.status === 'rejected' && one.reason.name !== 'TooManyRequestsException').length
  })
}

test('more is let through in what was raised, in each Region', async () => {
  const { clientId } = await makePool(limited.client())
  assert.equal(await letThrough(clientId), 2)
  await update(limitOf('UserAuthentication'), 6, { from: limited })
  assert.equal(await letThrough(clientId), 6)
  await update(limitOf('UserAuthentication'), 20, { from: limited, region: 'eu-west-1' })
  assert.equal(await letThrough(clientId), 24)
  await update(limitOf('UserAuthentication'), 2, { from: limited })
  await update(limitOf('UserAuthentication'), 2, { from: limited, region: 'eu-west-1' })
  assert.equal(await letThrough(clientId), 2)
})

test('refusals', async (t) => {
  for (const [name, definition, error, message] of wrongDefinitions) {
    await t.test(name, () => assert.rejects(update(definition, 1000), serviceError(error, message)))
  }
  const rows: [string, number, string, string][] = [
    [
      'less than is free',
      119,
      'InvalidParameterException',
      'The requested limit for UserToken must be at least 120 requests per second.',
    ],
    [
      'less than nothing',
      -1,
      'InvalidParameterException',
      'The requested limit for UserToken must be at least 120 requests per second.',
    ],
    [
      'more than the account can have',
      1201,
      'ServiceQuotaExceededException',
      'The requested limit for UserToken exceeds the maximum of 1200 requests per second.',
    ],
    [
      'no rate',
      undefined as never, // what the SDK's types forbid
      'InvalidParameterException',
      "1 validation error detected: Value null at 'requestedLimitValue' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [name, rate, error, message] of rows) {
    await t.test(name, () => assert.rejects(update(limitOf('UserToken'), rate), serviceError(error, message)))
  }
})
