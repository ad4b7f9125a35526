/** What is counted in a pool or a Region stays within its limit, and agrees with the pool's settings, whoever comes at a time. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolCommand,
  CreateUserPoolReplicaCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { createBranding } from '../operations/branding/fixture.ts'
import { createDomain, custom } from '../operations/domains/fixture.ts'
import { createJob } from '../operations/imports/fixture.ts'
import { createProvider } from '../operations/providers/fixture.ts'
import { KEY, makeReplicable, SECONDARY } from '../operations/replicas/fixture.ts'
import { createTerms } from '../operations/terms/fixture.ts'

const server = useServer()

type Creation = (sdk: CognitoIdentityProviderClient, poolId: string, index: number) => Promise<unknown>
type Fill = (poolId: string, many: number) => Promise<void>

const makeClients = async (sdk: CognitoIdentityProviderClient, poolId: string, many: number) => {
  const clients: string[] = []
  while (clients.length < many) clients.push((await makeClient(sdk, poolId)).clientId)
  return clients
}

const required = <T>(value: T | undefined): T => value ?? assert.fail('is not there')

/** What is counted, its limit, how one is made, and how many more are made of the first without requests. */
const counted: [string, number, Creation, Fill?][] = [
  [
    'resource servers',
    25,
    (sdk, UserPoolId, index) => {
      const Identifier = `server${index}`
      return sdk.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: Identifier }))
    },
  ],
  [
    'identity providers',
    300,
    (sdk, poolId, index) => createProvider(sdk, poolId, { ProviderName: `Acme${index}` }),
    async (poolId, many) => {
      const { store } = server.ctx
      const one = required(await store.identityProviders.find(poolId, 'Acme0'))
      await store.transaction(async (tx) => {
        for (let index = 0; index < many; index++) await tx.identityProviders.insert({ ...one, name: `more${index}` })
      })
    },
  ],
  [
    'import jobs',
    1000,
    (sdk, poolId) => createJob(sdk, poolId),
    async (poolId, many) => {
      const { store } = server.ctx
      const { items } = await store.importJobs.list(poolId, 1)
      await store.transaction(async (tx) => {
        for (let index = 0; index < many; index++)
          await tx.importJobs.insert({ ...required(items[0]), id: `import-${index}` })
      })
    },
  ],
  [
    'clients',
    1000,
    (sdk, poolId) => makeClient(sdk, poolId),
    async (poolId, many) => {
      const { store } = server.ctx
      const { items } = await store.clients.list(poolId, 1)
      const one = required(await store.clients.find(poolId, required(items[0]).id))
      await store.transaction(async (tx) => {
        for (let index = 0; index < many; index++) await tx.clients.insert({ ...one, id: `${one.id}${index}` })
      })
    },
  ],
]

const RACERS = 16
/** So many may win. */
const ROOM = 3

/** How many of those succeeded who came at a time; the others were told that there is no room. */
const winners = async (requests: Promise<unknown>[]) => {
  const outcomes = await Promise.allSettled(requests)
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.name] : []))
  assert.deepEqual([...new Set(failures)], ['LimitExceededException'])
  return outcomes.length - failures.length
}

suite('there are as many in a pool as there may be:', () => {
  for (const [name, limit, create, fill] of counted) {
    test(name, async () => {
      const sdk = server.client()
      const { poolId } = await makePool(sdk)
      let made = name === 'clients' ? 1 : 0 // the pool comes with one
      for (; made < (fill ? 1 : limit - ROOM); made++) await create(sdk, poolId, made)
      await fill?.(poolId, limit - ROOM - made)
      assert.equal(
        await winners(Array.from({ length: RACERS }, (_, index) => create(sdk, poolId, limit + index))),
        ROOM,
      )
    })
  }

  test('looks of clients', async () => {
    const sdk = server.client()
    const { poolId } = await makePool(sdk)
    const clients = await makeClients(sdk, poolId, 20 - ROOM + RACERS)
    const create = (clientId: string) => createBranding(sdk, { poolId, clientId })
    for (const clientId of clients.splice(0, 20 - ROOM)) await create(clientId)
    assert.equal(await winners(clients.map(create)), ROOM)
  })

  test('terms', async () => {
    const sdk = server.client()
    const { poolId } = await makePool(sdk)
    const clients = await makeClients(sdk, poolId, 40 - ROOM + RACERS)
    const create = (clientId: string) => createTerms(sdk, { poolId, clientId })
    for (const clientId of clients.splice(0, 40 - ROOM)) await create(clientId)
    assert.equal(await winners(clients.map(create)), ROOM)
  })
})

suite('there are as many in a Region as there may be:', () => {
  test('custom domains', async () => {
    const sdk = server.client('eu-north-1')
    const pools = await Promise.all(Array.from({ length: RACERS }, () => makePool(sdk)))
    const create = (poolId: string, index: number) =>
      createDomain(sdk, poolId, { Domain: `r${index}.nine.example`, CustomDomainConfig: custom })
    assert.equal(await winners(pools.map(({ poolId }, index) => create(poolId, index))), 4)
  })

  test('pools', async () => {
    const sdk = server.client('ap-south-2')
    const create = () => sdk.send(new CreateUserPoolCommand({ PoolName: 'one of many' }))
    const { UserPool } = await create()
    const { store } = server.ctx
    const one = required(await store.pools.find(required(UserPool?.Id)))
    await store.transaction(async (tx) => {
      for (let index = 1; index < 1000 - ROOM; index++) await tx.pools.insert({ ...one, id: `ap-south-2_${index}` })
    })
    assert.equal(await winners(Array.from({ length: RACERS }, create)), ROOM)
  })
})

suite('a pool that becomes a Lite one has nothing that such a pool cannot have:', () => {
  const toLite = (sdk: CognitoIdentityProviderClient, UserPoolId: string) =>
    sdk.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTier: 'LITE', ...KEY }))
  const tierOf = async (sdk: CognitoIdentityProviderClient, UserPoolId: string) =>
    (await sdk.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.UserPoolTier

  const rows: [string, Creation][] = [
    ['managed login', (sdk, poolId) => createDomain(sdk, poolId, { ManagedLoginVersion: 2 })],
    [
      'a replica',
      (sdk, UserPoolId) => sdk.send(new CreateUserPoolReplicaCommand({ UserPoolId, RegionName: SECONDARY })),
    ],
  ]
  for (const [name, create] of rows) {
    test(name, async () => {
      const sdk = server.client()
      for (let index = 0; index < 12; index++) {
        const { poolId } = await makeReplicable(sdk)
        const outcomes = await Promise.allSettled([create(sdk, poolId, index), toLite(sdk, poolId)])
        const names = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.name : 'done')).sort()
        const isLite = (await tierOf(sdk, poolId)) === 'LITE'
        assert.deepEqual(names, ['FeatureUnavailableInTierException', 'done'], isLite ? 'Lite' : 'not Lite')
      }
    })
  }
})
