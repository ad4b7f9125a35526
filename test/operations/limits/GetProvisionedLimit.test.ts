import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetProvisionedLimitCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { limitOf, wrongDefinitions } from './fixture.ts'

const server = useServer()
const limited = useServer({ CENOTE_QUOTAS: 'UserCreation=75,LimitManagement=1000' })

const get = (from: typeof server, LimitDefinition: ReturnType<typeof limitOf>) =>
  from.client().send(new GetProvisionedLimitCommand({ LimitDefinition }))

const free: Record<string, number> = {
  UserAuthentication: 120,
  UserCreation: 50,
  UserFederation: 25,
  UserRead: 120,
  UserToken: 120,
  UserResourceRead: 50,
}

test('what was never raised is the free rate', async () => {
  for (const [category, rate] of Object.entries(free)) {
    const { Limit } = await get(server, limitOf(category))
    assert.deepEqual(Limit, {
      LimitDefinition: limitOf(category),
      ProvisionedLimitValue: rate,
      FreeLimitValue: rate,
    })
  }
})

test('free is what the operator grants', async () => {
  const { Limit } = await get(limited, limitOf('UserCreation'))
  assert.deepEqual([Limit?.ProvisionedLimitValue, Limit?.FreeLimitValue], [75, 75])
})

test('refusals', async (t) => {
  for (const [name, definition, error, message] of wrongDefinitions) {
    await t.test(name, () => assert.rejects(get(server, definition), serviceError(error, message)))
  }
})
