import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, listOf, missing } from './fixture.ts'

const server = useServer()

const get = async (UserPoolId: string, Username: string) => {
  const { $metadata, ...answer } = await server.client().send(new AdminGetUserCommand({ UserPoolId, Username }))
  return answer
}

test('answers everything of the user, and nothing of factors that there are not', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const sub = await createUser(sdk, poolId, 'jane', { email: 'jane@example.com', name: 'Jane' })
  const answer = await get(poolId, 'jane')
  assert.deepEqual(answer, {
    Username: 'jane',
    UserAttributes: listOf({ sub, email: 'jane@example.com', name: 'Jane' }),
    UserCreateDate: answer.UserCreateDate,
    UserLastModifiedDate: answer.UserCreateDate,
    Enabled: true,
    UserStatus: 'FORCE_CHANGE_PASSWORD',
  })
  assert.ok(answer.UserCreateDate instanceof Date)
})

test('finds the user by user name, alias that is in force, and sub', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { AliasAttributes: ['email', 'phone_number', 'preferred_username'] })
  const attributes = {
    email: 'jane@example.com',
    email_verified: 'true',
    phone_number: '+15551234567',
    preferred_username: 'jj',
  }
  const sub = await createUser(sdk, poolId, 'jane', attributes)
  for (const name of ['jane', 'jane@example.com', 'jj', sub]) assert.equal((await get(poolId, name)).Username, 'jane')
  await assert.rejects(get(poolId, '+15551234567'), serviceError('UserNotFoundException', 'User does not exist.'))
})

test('no other pool’s user', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  const sub = await createUser(sdk, one.poolId, 'jane')
  for (const name of ['jane', sub]) {
    await assert.rejects(get(other.poolId, name), serviceError('UserNotFoundException'))
  }
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  for (const [name, { UserPoolId, ...user }, error, message] of missing(poolId)) {
    const { Username } = { Username: 'jane', ...user }
    await t.test(name, () => assert.rejects(get(UserPoolId, Username), serviceError(error, message)))
  }
})
