import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Device } from '../../src/domain/devices.ts'
import type { Queries, Store } from '../../src/store/index.ts'
import {
  addClient,
  addPool,
  addUser,
  NOW,
  newDevice,
  newFamily,
  openTestStore,
  type TestStore,
  unique,
} from './fixture.ts'

let database: TestStore
let store: Store

before(async () => {
  database = await openTestStore()
  store = database.store
})
after(() => database.close())

const write = <T>(work: (tx: Queries) => Promise<T>) => store.transaction(work)
const find = ({ poolId, sub, key }: Device) => store.devices.find(poolId, sub, key)

/** A user of a new pool, with a client to sign in at. */
const makeOwner = async () => {
  const { id: poolId } = await addPool(store)
  const { sub } = await addUser(store, poolId)
  return { poolId, sub, clientId: (await addClient(store, poolId)).id }
}

const addDevice = async (poolId: string, sub: string, change: Partial<Device> = {}) => {
  const device = newDevice(poolId, sub, change)
  assert.equal(await write((tx) => tx.devices.insert(device)), true)
  return device
}

test('a device is read as it was written', async () => {
  const { poolId, sub } = await makeOwner()
  for (const change of [{}, { name: undefined, sealedVerifier: undefined, status: 'not_remembered' as const }]) {
    const device = await addDevice(poolId, sub, change)
    assert.deepEqual(await find(device), device)
  }
})

test('a key is one user’s, and nobody else’s to see, change or delete', async () => {
  const { poolId, sub } = await makeOwner()
  const other = await addUser(store, poolId)
  const device = await addDevice(poolId, sub)
  const theirs = { ...device, sub: other.sub }
  assert.equal(await find(theirs), undefined)
  assert.equal(await write((tx) => tx.devices.insert(theirs)), false)
  assert.equal(await write((tx) => tx.devices.setStatus(theirs, 'not_remembered', NOW + 1)), false)
  assert.equal(await write((tx) => tx.devices.noteSignIn(theirs, '192.0.2.9', NOW + 1)), false)
  assert.equal(await write((tx) => tx.devices.remove(theirs)), false)
  assert.deepEqual(await find(device), device)
})

test('of racing insertions one wins', async () => {
  const { poolId, sub } = await makeOwner()
  const device = newDevice(poolId, sub)
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => write((tx) => tx.devices.insert(device))))
  assert.equal(outcomes.filter(Boolean).length, 1)
})

test('its status, its sign-ins and its end', async () => {
  const { poolId, sub } = await makeOwner()
  const device = await addDevice(poolId, sub)
  assert.equal(await write((tx) => tx.devices.setStatus(device, 'not_remembered', NOW + 1)), true)
  assert.equal(await write((tx) => tx.devices.noteSignIn(device, '192.0.2.9', NOW + 2)), true)
  const changed = { status: 'not_remembered', updatedAt: NOW + 1, lastIp: '192.0.2.9', lastAuthenticatedAt: NOW + 2 }
  assert.deepEqual(await find(device), { ...device, ...changed })
  assert.equal(await write((tx) => tx.devices.remove(device)), true)
  assert.equal(await write((tx) => tx.devices.remove(device)), false)
  assert.equal(await find(device), undefined)
})

test('all devices of a user go at once, and nobody else’s', async () => {
  const { poolId, sub } = await makeOwner()
  const theirs = await addDevice(poolId, (await addUser(store, poolId)).sub)
  for (let round = 0; round < 3; round++) await addDevice(poolId, sub)
  await write((tx) => tx.devices.removeAll(poolId, sub))
  assert.deepEqual((await store.devices.list(poolId, sub, 10)).items, [])
  assert.deepEqual(await find(theirs), theirs)
})

test('a list is ordered by age, in pages of every size', async () => {
  const { poolId, sub } = await makeOwner()
  const other = await addUser(store, poolId)
  await addDevice(poolId, other.sub)
  const expected: Device[] = []
  for (const createdAt of [NOW, NOW, NOW + 1, NOW + 2, NOW + 2])
    expected.push(await addDevice(poolId, sub, { createdAt }))
  for (let limit = 1; limit <= expected.length + 1; limit++) {
    const found: Device[] = []
    let after: { at: number; id: string } | undefined
    do {
      const page = await store.devices.list(poolId, sub, limit, after)
      found.push(...page.items)
      after = page.next
    } while (after)
    assert.deepEqual(found, expected)
  }
})

test('its sign-ins end, and no others', async () => {
  const { poolId, sub, clientId } = await makeOwner()
  const device = await addDevice(poolId, sub)
  const another = await addDevice(poolId, sub)
  const later = NOW + 10
  const families = {
    bound: newFamily(poolId, sub, clientId, { deviceKey: device.key, expiresAt: later }),
    ofAnother: newFamily(poolId, sub, clientId, { deviceKey: another.key, expiresAt: later }),
    ofNone: newFamily(poolId, sub, clientId, { expiresAt: later }),
  }
  await write(async (tx) => {
    for (const family of Object.values(families)) await tx.tokens.insertFamily(family, unique(), NOW)
  })
  assert.equal(await store.devices.hasSignIn(device, NOW), true)
  assert.equal(await store.devices.hasSignIn(device, later), false)
  await write((tx) => tx.devices.endSignIns(device, NOW + 1))
  const ends = await Promise.all(
    Object.values(families).map(async ({ id }) => (await store.tokens.findFamily(poolId, id))?.expiresAt),
  )
  assert.deepEqual(ends, [NOW + 1, later, later])
  assert.equal(await store.devices.hasSignIn(device, NOW + 1), false)
  assert.equal(await store.devices.hasSignIn(another, NOW + 1), true)
  await write((tx) => tx.tokens.revokeFamily(poolId, families.ofAnother.id, NOW))
  assert.equal(await store.devices.hasSignIn(another, NOW + 1), false)
})
