import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CreateGroupCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createGroup, missingGroup, ROLE } from './fixture.ts'

const server = useServer()

test('answers the group, as far as it was described', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const bare = await createGroup(sdk, poolId, 'bare')
  const date = bare.Group?.CreationDate
  assert.deepEqual(bare.Group, { GroupName: 'bare', UserPoolId: poolId, LastModifiedDate: date, CreationDate: date })
  assert.ok(date instanceof Date)
  const described = { Description: 'Who works here', RoleArn: ROLE, Precedence: 0 }
  const { Group } = await createGroup(sdk, poolId, 'staff', described)
  assert.deepEqual(Group, {
    GroupName: 'staff',
    UserPoolId: poolId,
    ...described,
    LastModifiedDate: Group?.CreationDate,
    CreationDate: Group?.CreationDate,
  })
})

test('names are unique ignoring case, in one pool', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  await createGroup(sdk, one.poolId, 'Staff')
  await createGroup(sdk, other.poolId, 'Staff')
  for (const name of ['Staff', 'staff', 'STAFF']) {
    await assert.rejects(
      createGroup(sdk, one.poolId, name),
      serviceError('GroupExistsException', 'A group with the name already exists.'),
    )
  }
})

test('of parallel requests for one name, one succeeds', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const settled = await Promise.allSettled(Array.from({ length: 6 }, () => createGroup(sdk, poolId, 'race')))
  assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of settled) if (one.status === 'rejected') serviceError('GroupExistsException')(one.reason)
})

test('a pool has at most 10,000 groups', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const group = {
    poolId,
    description: undefined,
    roleArn: undefined,
    precedence: undefined,
    createdAt: 0,
    updatedAt: 0,
  }
  await server.ctx.store.transaction(async (tx) => {
    for (let index = 1; index < 10_000; index++) await tx.groups.insert({ ...group, name: `g${index}` })
  })
  await createGroup(sdk, poolId, 'last')
  await assert.rejects(
    createGroup(sdk, poolId, 'over'),
    serviceError('LimitExceededException', 'A user pool cannot have more than 10000 groups.'),
  )
  await assert.rejects(createGroup(sdk, poolId, 'last'), serviceError('GroupExistsException'))
})

test('V60: names of JavaScript are names like others', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  for (const name of ['__proto__', 'constructor', 'toString']) {
    assert.equal((await createGroup(sdk, poolId, name)).Group?.GroupName, name)
  }
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const rows: [string, Partial<CreateGroupCommandInput>, string, string][] = [
    ...missingGroup(poolId).filter(([name]) => /pool|space/.test(name)),
    [
      'a role of another account',
      { RoleArn: 'arn:aws:iam::123456789012:role/staff' },
      'InvalidParameterException',
      'Cross-account pass role is not allowed.',
    ],
    [
      'a precedence below 0',
      { Precedence: -1 },
      'InvalidParameterException',
      "1 validation error detected: Value '-1' at 'precedence' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      'a long description',
      { Description: 'x'.repeat(2049) },
      'InvalidParameterException',
      `1 validation error detected: Value '${'x'.repeat(2049)}' at 'description' failed to satisfy constraint: Member must have length less than or equal to 2048`,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    const { UserPoolId = poolId, GroupName = 'staff', ...more } = change
    await t.test(name, () =>
      assert.rejects(createGroup(sdk, UserPoolId, GroupName, more), serviceError(error, message)),
    )
  }
})
