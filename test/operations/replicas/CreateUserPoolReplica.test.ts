import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateUserPoolReplicaCommand,
  type CreateUserPoolReplicaCommandInput,
  DeleteUserPoolCommand,
  DeleteUserPoolReplicaCommand,
  ListTagsForResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { arnOf, KEY, makeReplicable, makeReplicated, missingReplica, SECONDARY } from './fixture.ts'

const server = useServer()
const oneRegion = useServer({ CENOTE_REGIONS: 'us-east-1,eu-central-1' })

const create = (input: Partial<CreateUserPoolReplicaCommandInput>, at = server) =>
  at.client().send(new CreateUserPoolReplicaCommand({ UserPoolId: undefined, RegionName: SECONDARY, ...input }))

test('answers the replica as it begins', async () => {
  const { poolId } = await makeReplicable(server.client(), { UserPoolTags: { team: 'pool' } })
  const { UserPoolReplica } = await create({ UserPoolId: poolId, UserPoolTags: { team: 'replica' } })
  assert.deepEqual(UserPoolReplica, {
    RegionName: SECONDARY,
    Role: 'SECONDARY',
    Status: 'CREATING',
    UserPoolArn: arnOf(poolId, SECONDARY),
  })
  const tagsOf = async (region: string) => {
    const ResourceArn = arnOf(poolId, region)
    return (await server.client(region).send(new ListTagsForResourceCommand({ ResourceArn }))).Tags
  }
  assert.deepEqual(await tagsOf(SECONDARY), { team: 'replica' })
  assert.deepEqual(await tagsOf('us-east-1'), { team: 'pool' })
})

test('of parallel requests one succeeds, and there is room for no second', async () => {
  const { poolId } = await makeReplicable(server.client())
  const regions = ['eu-west-1', 'eu-west-1', 'eu-central-1', 'ap-south-1']
  const settled = await Promise.allSettled(regions.map((RegionName) => create({ UserPoolId: poolId, RegionName })))
  assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of settled) {
    if (one.status === 'rejected') {
      serviceError('LimitExceededException', 'A user pool can have one replica only.')(one.reason)
    }
  }
})

test('what a replica needs cannot be taken from its pool', async () => {
  const sdk = server.client()
  const { poolId: UserPoolId } = await makeReplicated(sdk)
  await sdk.send(new UpdateUserPoolCommand({ UserPoolId, ...KEY }))
  await assert.rejects(
    sdk.send(new UpdateUserPoolCommand({ UserPoolId, ...KEY, UserPoolTier: 'LITE' })),
    serviceError('FeatureUnavailableInTierException'),
  )
  await assert.rejects(
    sdk.send(new UpdateUserPoolCommand({ UserPoolId, KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' } })),
    serviceError('InvalidParameterException', 'A user pool replica requires a multi-Region customer managed key.'),
  )
})

test('a pool with a replica stays, whoever comes at a time', async () => {
  const sdk = server.client()
  for (let index = 0; index < 12; index++) {
    const { poolId: UserPoolId } = await makeReplicable(sdk)
    const remove = () => sdk.send(new DeleteUserPoolCommand({ UserPoolId }))
    const [made, removed] = await Promise.allSettled([create({ UserPoolId }), remove()])
    assert.notEqual(made.status, removed.status)
    if (removed.status === 'fulfilled') continue
    const refused = serviceError(
      'InvalidParameterException',
      'User pool cannot be deleted. It has a replica that should be deleted first.',
    )
    refused(removed.reason)
    await assert.rejects(remove(), refused)
    await sdk.send(new DeleteUserPoolReplicaCommand({ UserPoolId, RegionName: SECONDARY }))
    await remove()
  }
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makeReplicable(sdk)
  const plain = await makePool(sdk)
  const lite = await makeReplicable(sdk, { UserPoolTier: 'LITE' })
  const IPE = 'InvalidParameterException'
  const rows: [string, Partial<CreateUserPoolReplicaCommandInput>, string, string][] = [
    ...missingReplica,
    ['no such Region', { RegionName: 'nowhere' }, IPE, 'RegionName nowhere is not a Region that is supported.'],
    [
      'a pool without a key of its own',
      { UserPoolId: plain.poolId },
      IPE,
      'A user pool replica requires a multi-Region customer managed key.',
    ],
    [
      'a Lite pool',
      { UserPoolId: lite.poolId },
      'FeatureUnavailableInTierException',
      'The following features need to be disabled for the LITE pricing tier configured: Multi-Region Replication',
    ],
    [
      "tags that are the service's",
      { UserPoolTags: { 'aws:x': 'y' } },
      'UserPoolTaggingException',
      'Tag keys cannot begin with aws:',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(create({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
  assert.equal(await server.ctx.store.poolReplicas.find(poolId), undefined)
})

test('a Region that this server does not serve is none', async () => {
  const { poolId } = await makeReplicable(oneRegion.client())
  await assert.rejects(
    create({ UserPoolId: poolId }, oneRegion),
    serviceError('InvalidParameterException', `RegionName ${SECONDARY} is not a Region that is supported.`),
  )
  await create({ UserPoolId: poolId, RegionName: 'eu-central-1' }, oneRegion)
})
