import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()
const create = async (DeletionProtection?: 'ACTIVE') =>
  (await server.client().send(new CreateUserPoolCommand({ PoolName: 'pool', DeletionProtection }))).UserPool?.Id ?? ''
const remove = (UserPoolId: string) => server.client().send(new DeleteUserPoolCommand({ UserPoolId }))
const missing = (id: string) => serviceError('ResourceNotFoundException', `User pool ${id} does not exist.`)

test('deletes the pool with everything in it, and no other', async () => {
  const fill = async () => {
    const UserPoolId = await create()
    const client = server.client()
    const { UserPoolClient } = await client.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'client', GenerateSecret: true }),
    )
    await client.send(new CreateGroupCommand({ UserPoolId, GroupName: 'group' }))
    const { User } = await client.send(
      new AdminCreateUserCommand({ UserPoolId, Username: 'user', MessageAction: 'SUPPRESS' }),
    )
    await client.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName: 'group', Username: 'user' }))
    await server.ctx.keys.active(UserPoolId, 'id')
    const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
    return { id: UserPoolId, clientId: UserPoolClient?.ClientId ?? '', sub }
  }
  const { store } = server.ctx
  const remains = async ({ id, clientId, sub }: Awaited<ReturnType<typeof fill>>) => ({
    pool: (await store.pools.find(id)) !== undefined,
    client: (await store.clients.findWithPool(clientId)) !== undefined,
    secrets: (await store.clients.secrets(id, clientId)).length,
    user: (await store.users.find(id, sub)) !== undefined,
    group: (await store.groups.find(id, 'group')) !== undefined,
    memberships: (await store.groups.ofUser(id, sub, 10)).items.length,
    keys: (await store.signingKeys.list(id)).length,
  })
  const [gone, other] = [await fill(), await fill()]
  const { $metadata: _, ...answer } = await remove(gone.id)
  assert.deepEqual(answer, {})
  const all = { pool: true, client: true, secrets: 1, user: true, group: true, memberships: 1, keys: 2 }
  const none = { pool: false, client: false, secrets: 0, user: false, group: false, memberships: 0, keys: 0 }
  assert.deepEqual(await remains(gone), none)
  assert.deepEqual(await remains(other), all)
  await assert.rejects(server.client().send(new DescribeUserPoolCommand({ UserPoolId: gone.id })), missing(gone.id))
})

suite('refuses', () => {
  test('a protected pool, until protection is off', async () => {
    const UserPoolId = await create('ACTIVE')
    await assert.rejects(
      remove(UserPoolId),
      serviceError(
        'InvalidParameterException',
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      ),
    )
    await server.client().send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }))
    await remove(UserPoolId)
  })

  test('a pool that does not exist, or no more', async () => {
    await assert.rejects(remove('us-east-1_unknown00'), missing('us-east-1_unknown00'))
    const id = await create()
    await remove(id)
    await assert.rejects(remove(id), missing(id))
  })

  test('a pool of another Region', async () => {
    const UserPoolId = await create()
    await assert.rejects(
      server.client('eu-west-1').send(new DeleteUserPoolCommand({ UserPoolId })),
      missing(UserPoolId),
    )
  })
})

test('a pool that is protected meanwhile is not deleted', async () => {
  const UserPoolId = await create()
  const [protectedNow, deleted] = await Promise.allSettled([
    server.client().send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'ACTIVE' })),
    remove(UserPoolId),
  ])
  assert.notEqual(protectedNow.status, deleted.status)
  const pool = await server.ctx.store.pools.find(UserPoolId)
  assert.equal(pool?.settings.deletionProtection, deleted.status === 'fulfilled' ? undefined : 'ACTIVE')
})
