import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeClient, makePool, makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { rawAnswer } from './raw-answer.ts'

const HOUR_MS = 60 * 60 * 1000
const server = useServer({ CENOTE_QUOTAS: 'on' })

const over = { __type: 'LimitExceededException', message: 'Attempt limit exceeded, please try after some time.' }

/** How often each public operation may be called for a name in an hour. */
const limits: [operation: string, input: object, limit: number][] = [
  ['ConfirmSignUp', { ConfirmationCode: '123456' }, 15],
  ['ResendConfirmationCode', {}, 5],
  ['ForgotPassword', {}, 20],
  ['ConfirmForgotPassword', { ConfirmationCode: '123456', Password: PASSWORD }, 20],
]

for (const [operation, input, limit] of limits) {
  test(`V01: ${operation} is limited to ${limit} an hour, for any name there is or is not`, async () => {
    const sdk = server.client()
    const pool = { AutoVerifiedAttributes: ['email' as const] }
    const { poolId, clientId } = await makePool(sdk, pool, { PreventUserExistenceErrors: 'ENABLED' })
    const legacy = await makeClient(sdk, poolId)
    await makeUser(sdk, poolId, 'known', { email: `${operation}@example.com`, email_verified: 'true' })
    const call = async (Username: string, ClientId: string) =>
      JSON.parse((await rawAnswer(server, operation, { ClientId, Username, ...input })).body)
    for (const name of ['known', 'unknown']) {
      for (let count = 0; count < limit; count++) {
        assert.notDeepEqual(await call(name, count % 2 ? clientId : legacy.clientId), over, `${name} ${count}`)
        // The requests of a second are limited as well.
        if (count % 10 === 9) server.travel(1000)
      }
      for (const client of [clientId, legacy.clientId]) assert.deepEqual(await call(name, client), over)
    }
    server.travel(HOUR_MS)
    for (const name of ['known', 'unknown']) assert.notDeepEqual(await call(name, clientId), over)
  })
}

test('requests for a code and tries of it count together', async () => {
  const sdk = server.client()
  const { poolId, clientId: ClientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane', { email: 'together@example.com', email_verified: 'true' })
  const Username = 'jane'
  for (let count = 0; count < 10; count++) {
    await rawAnswer(server, 'ForgotPassword', { ClientId, Username })
    await rawAnswer(server, 'ConfirmForgotPassword', { ClientId, Username, ConfirmationCode: 'x', Password: PASSWORD })
    server.travel(500)
  }
  assert.deepEqual(JSON.parse((await rawAnswer(server, 'ForgotPassword', { ClientId, Username })).body), over)
})
