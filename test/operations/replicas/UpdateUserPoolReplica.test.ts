import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  CreateGroupCommand,
  CreateIdentityProviderCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  ListTagsForResourceCommand,
  ListUserPoolsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolReplicaCommand,
  type UpdateUserPoolReplicaCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, PASSWORD } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { arnOf, makeReplicable, makeReplicated, missingReplica, PRIMARY, SECONDARY, setStatus } from './fixture.ts'

const server = useServer()
const abroad = () => server.client(SECONDARY)

test('answers the replica, from either Region', async () => {
  const { poolId } = await makeReplicated(server.client())
  for (const [region, Status] of [
    [PRIMARY, 'ACTIVE'],
    [SECONDARY, 'INACTIVE'],
    [SECONDARY, 'ACTIVE'],
    [SECONDARY, 'ACTIVE'],
  ] as const) {
    const { UserPoolReplica } = await setStatus(server.client(region), poolId, Status)
    assert.deepEqual(UserPoolReplica, {
      RegionName: SECONDARY,
      Role: 'SECONDARY',
      Status,
      UserPoolArn: arnOf(poolId, SECONDARY),
    })
  }
})

test('an inactive replica shows the pool, under its own ARN and with its own tags', async () => {
  const { poolId } = await makeReplicated(server.client(), 'INACTIVE', { UserPoolTags: { team: 'pool' } })
  const describe = async (region: string) => {
    const sdk = server.client(region)
    return (await sdk.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).UserPool
  }
  const [here, there] = [await describe(PRIMARY), await describe(SECONDARY)]
  assert.deepEqual(here?.UserPoolTags, { team: 'pool' })
  assert.deepEqual({ ...there, UserPoolTags: here.UserPoolTags }, { ...here, Arn: arnOf(poolId, SECONDARY) })
  assert.equal(there?.UserPoolTags, undefined)
  const { UserPools = [] } = await abroad().send(new ListUserPoolsCommand({ MaxResults: 60 }))
  assert.ok(UserPools.some(({ Id }) => Id === poolId))
  await makeUser(server.client(), poolId, 'jane')
  await abroad().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
})

test('a replica is tagged by itself', async () => {
  const { poolId } = await makeReplicated(server.client(), 'INACTIVE', { UserPoolTags: { team: 'pool' } })
  const ResourceArn = arnOf(poolId, SECONDARY)
  const tags = async () => (await abroad().send(new ListTagsForResourceCommand({ ResourceArn }))).Tags
  await Promise.all(
    ['a', 'b', 'c'].map((key) => abroad().send(new TagResourceCommand({ ResourceArn, Tags: { [key]: '1' } }))),
  )
  assert.deepEqual(await tags(), { a: '1', b: '1', c: '1' })
  await abroad().send(new UntagResourceCommand({ ResourceArn, TagKeys: ['b'] }))
  assert.deepEqual(await tags(), { a: '1', c: '1' })
  const { UserPool } = await server.client().send(new DescribeUserPoolCommand({ UserPoolId: poolId }))
  assert.deepEqual(UserPool?.UserPoolTags, { team: 'pool' })
})

const ELSEWHERE = 'The operation is only available in the primary Region of the user pool.'

test('users sign in by an active replica, and what is not its own is made elsewhere', async (t) => {
  const { poolId, clientId } = await makeReplicated(server.client())
  await makeUser(server.client(), poolId, 'jane')
  const signIn = () =>
    abroad().send(
      new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'jane', PASSWORD },
      }),
    )
  await assert.rejects(
    signIn(),
    serviceError(
      'OperationNotEnabledException',
      'The operation is not available while the user pool replica is inactive.',
    ),
  )
  await setStatus(server.client(), poolId, 'ACTIVE')
  const { AuthenticationResult } = await signIn()
  const me = await abroad().send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }))
  assert.equal(me.Username, 'jane')
  const refused = serviceError('OperationNotEnabledException', ELSEWHERE)
  await t.test('a group', () =>
    assert.rejects(abroad().send(new CreateGroupCommand({ UserPoolId: poolId, GroupName: 'g' })), refused),
  )
  await t.test('the pool', () =>
    assert.rejects(abroad().send(new DeleteUserPoolCommand({ UserPoolId: poolId })), refused),
  )
  await t.test('operations that do not declare the error know no such pool', async () => {
    const unknown = serviceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`)
    await assert.rejects(
      abroad().send(
        new CreateIdentityProviderCommand({
          UserPoolId: poolId,
          ProviderName: 'Google',
          ProviderType: 'Google',
          ProviderDetails: {},
        }),
      ),
      unknown,
    )
  })
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makeReplicated(sdk)
  const { poolId: alone } = await makeReplicable(sdk)
  const rows: [string, Partial<UpdateUserPoolReplicaCommandInput>, string, string][] = [
    ...missingReplica,
    [
      'another Region',
      { RegionName: 'eu-central-1' },
      'ResourceNotFoundException',
      'User pool replica in eu-central-1 does not exist.',
    ],
    [
      'a pool without a replica',
      { UserPoolId: alone },
      'ResourceNotFoundException',
      `User pool replica in ${SECONDARY} does not exist.`,
    ],
    [
      'a state that nobody sets',
      { Status: 'DELETING' as 'ACTIVE' },
      'InvalidParameterException',
      "1 validation error detected: Value 'DELETING' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [ACTIVE, INACTIVE]",
    ],
    [
      'no state',
      { Status: undefined as never }, // what the SDK's types forbid
      'InvalidParameterException',
      "1 validation error detected: Value null at 'status' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [name, change, error, message] of rows) {
    const input = { UserPoolId: poolId, RegionName: SECONDARY, Status: 'ACTIVE' as const, ...change }
    await t.test(name, () =>
      assert.rejects(sdk.send(new UpdateUserPoolReplicaCommand(input)), serviceError(error, message)),
    )
  }
})
