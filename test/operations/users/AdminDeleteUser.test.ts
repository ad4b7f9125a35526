import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  CreateGroupCommand,
  GetUserCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, getUser, missing } from './fixture.ts'

const server = useServer()

const remove = (input: { UserPoolId: string; Username?: string }) =>
  server.client().send(new AdminDeleteUserCommand({ Username: 'jane', ...input }))

test('deletes the user with tokens and memberships; the name gets another sub', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AliasAttributes: ['email'] })
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  const { sub } = await getUser(sdk, poolId, 'jane')
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const names = { UserPoolId: poolId, GroupName: 'staff' }
  await sdk.send(new CreateGroupCommand(names))
  await sdk.send(new AdminAddUserToGroupCommand({ ...names, Username: 'jane' }))

  const { $metadata, ...answer } = await remove({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  for (const name of ['jane', 'jane@example.com', sub]) {
    await assert.rejects(getUser(sdk, poolId, name), serviceError('UserNotFoundException', 'User does not exist.'))
  }
  const unknown = serviceError('UserNotFoundException', 'User does not exist.')
  await assert.rejects(sdk.send(new GetUserCommand({ AccessToken: accessToken })), unknown)
  assert.deepEqual((await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))).Users, [])
  assert.deepEqual((await sdk.send(new ListUsersInGroupCommand(names))).Users, [])

  const again = await createUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  assert.notEqual(again, sub)
  assert.deepEqual((await sdk.send(new ListUsersInGroupCommand(names))).Users, [])
  await assert.rejects(sdk.send(new GetUserCommand({ AccessToken: accessToken })), unknown)
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  for (const [name, change, error, message] of missing(poolId)) {
    await t.test(name, () => assert.rejects(remove(change), serviceError(error, message)))
  }
})
