import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Queries, Store } from '../../src/store/index.ts'
import { addPool, addUser, NOW, openTestStore, type TestStore, unique } from './fixture.ts'

let database: TestStore
let store: Store

before(async () => {
  database = await openTestStore()
  store = database.store
})
after(() => database.close())

const write = <T>(work: (tx: Queries) => Promise<T>) => store.transaction(work)

const addPending = async () => {
  const { id: poolId } = await addPool(store)
  const { sub } = await addUser(store, poolId)
  const token = { poolId, sub, id: unique(), sealedSecret: 'sealed', friendlyName: undefined, lastStep: 0 }
  await write((tx) => tx.softwareTokens.putPending(token, NOW))
  return token
}

test('an app waits, is replaced while it waits, and is verified once', async () => {
  const first = await addPending()
  const { poolId, sub } = first
  const second = { ...first, id: unique(), sealedSecret: 'other' }
  await write((tx) => tx.softwareTokens.putPending(second, NOW))
  assert.deepEqual(await store.softwareTokens.find(poolId, sub, 'pending'), { ...second, state: 'pending' })
  assert.equal(await write((tx) => tx.softwareTokens.activate(first)), false)
  assert.equal(await write((tx) => tx.softwareTokens.activate({ ...second, friendlyName: 'My phone' })), true)
  assert.equal(await store.softwareTokens.find(poolId, sub, 'pending'), undefined)
  const verified = { ...second, state: 'verified' as const, friendlyName: 'My phone' }
  assert.deepEqual(await store.softwareTokens.find(poolId, sub, 'verified'), verified)
  assert.equal(await write((tx) => tx.softwareTokens.activate(second)), false)
})

test('one that waits leaves the verified one alone until it takes its place', async () => {
  const first = await addPending()
  const { poolId, sub } = first
  await write((tx) => tx.softwareTokens.activate(first))
  const second = { ...first, id: unique() }
  await write((tx) => tx.softwareTokens.putPending(second, NOW))
  assert.equal((await store.softwareTokens.find(poolId, sub, 'verified'))?.id, first.id)
  await write((tx) => tx.softwareTokens.activate(second))
  assert.equal((await store.softwareTokens.find(poolId, sub, 'verified'))?.id, second.id)
  await write((tx) => tx.softwareTokens.remove(poolId, sub))
  assert.equal(await store.softwareTokens.find(poolId, sub, 'verified'), undefined)
})

test('V07: of a time step one use wins, and none of a step before it', async () => {
  const token = { ...(await addPending()), state: 'pending' as const }
  const uses = await Promise.all(
    Array.from({ length: 30 }, () => write((tx) => tx.softwareTokens.consumeStep(token, 57))),
  )
  assert.equal(uses.filter(Boolean).length, 1)
  assert.equal(await write((tx) => tx.softwareTokens.consumeStep(token, 56)), false)
  assert.equal(await write((tx) => tx.softwareTokens.consumeStep({ ...token, id: 'another' }, 58)), false)
  assert.equal(await write((tx) => tx.softwareTokens.consumeStep(token, 58)), true)
})

test('apps go with their user', async () => {
  const { poolId, sub } = await addPending()
  await write((tx) => tx.users.remove(poolId, sub))
  assert.equal(await store.softwareTokens.find(poolId, sub, 'pending'), undefined)
})
