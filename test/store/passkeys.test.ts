import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Passkey } from '../../src/domain/passkeys.ts'
import type { Queries, Store } from '../../src/store/index.ts'
import { addClient, addPool, addUser, NOW, openTestStore, type TestStore, unique } from './fixture.ts'

let database: TestStore
let store: Store

before(async () => {
  database = await openTestStore()
  store = database.store
})
after(() => database.close())

const write = <T>(work: (tx: Queries) => Promise<T>) => store.transaction(work)

const newPasskey = (poolId: string, sub: string, change: Partial<Passkey> = {}): Passkey => ({
  poolId,
  id: unique(),
  sub,
  publicKey: 'key',
  signCount: 0,
  transports: ['internal'],
  attachment: 'platform',
  backupEligible: true,
  backedUp: false,
  aaguid: '00000000-0000-0000-0000-000000000000',
  relyingPartyId: 'example.com',
  name: 'Passkey',
  createdAt: NOW,
  lastUsedAt: undefined,
  ...change,
})

const addOwner = async () => {
  const { id: poolId } = await addPool(store)
  const { sub } = await addUser(store, poolId)
  return { poolId, sub }
}

test('a passkey is read as it was written, and its id is taken once in a pool', async () => {
  const { poolId, sub } = await addOwner()
  const passkey = newPasskey(poolId, sub, { id: 'A'.repeat(1364), attachment: undefined, transports: [] })
  assert.equal(await write((tx) => tx.passkeys.insert(passkey)), true)
  assert.deepEqual(await store.passkeys.find(poolId, passkey.id), passkey)
  assert.equal(await store.passkeys.find(poolId, passkey.id.toLowerCase()), undefined)
  const { sub: other } = await addUser(store, poolId)
  assert.equal(await write((tx) => tx.passkeys.insert({ ...passkey, sub: other })), false)
  const elsewhere = await addOwner()
  assert.equal(await write((tx) => tx.passkeys.insert({ ...passkey, ...elsewhere })), true)
  assert.equal(await write((tx) => tx.passkeys.remove(poolId, other, passkey.id)), false)
  assert.equal(await write((tx) => tx.passkeys.remove(poolId, sub, passkey.id)), true)
  assert.equal(await write((tx) => tx.passkeys.remove(poolId, sub, passkey.id)), false)
})

test('passkeys are listed by age, counted by relying party, and go with their user', async () => {
  const { poolId, sub } = await addOwner()
  const { sub: other } = await addUser(store, poolId)
  const ids = ['b', 'a', 'c'].map((letter) => letter + unique())
  for (const [at, id] of ids.entries()) {
    const relyingPartyId = at === 0 ? 'example.org' : 'example.com'
    await write((tx) => tx.passkeys.insert(newPasskey(poolId, sub, { id, relyingPartyId, createdAt: NOW + (at >> 1) })))
  }
  await write((tx) => tx.passkeys.insert(newPasskey(poolId, other)))
  const expected = [ids[1], ids[0], ids[2]]
  const first = await store.passkeys.list(poolId, sub, 2)
  const second = await store.passkeys.list(poolId, sub, 2, first.next)
  assert.deepEqual(
    [...first.items, ...second.items].map(({ id }) => id),
    expected,
  )
  assert.equal(second.next, undefined)
  assert.equal(await store.passkeys.count(poolId, sub), 3)
  assert.equal(await store.passkeys.count(poolId, sub, 'example.com'), 2)
  await write((tx) => tx.passkeys.removeAll(poolId, other))
  assert.deepEqual([await store.passkeys.count(poolId, sub), await store.passkeys.count(poolId, other)], [3, 0])
  await write((tx) => tx.users.remove(poolId, sub))
  assert.equal(await store.passkeys.count(poolId, sub), 0)
})

test('a use is noted only as the count goes on, if there is one', async () => {
  const { poolId, sub } = await addOwner()
  const passkey = newPasskey(poolId, sub)
  await write((tx) => tx.passkeys.insert(passkey))
  const use = (signCount: number, change: Partial<Passkey> = {}) =>
    write((tx) => tx.passkeys.use({ ...passkey, ...change }, { signCount, backedUp: true, at: NOW + 1 }))
  const answers: boolean[] = []
  for (const count of [0, 0, 5, 5, 4, 0, 6]) answers.push(await use(count))
  assert.deepEqual(answers, [true, true, true, false, false, false, true])
  assert.equal(await use(7, { sub: 'another' }), false)
  const after = { ...passkey, signCount: 6, backedUp: true, lastUsedAt: NOW + 1 }
  assert.deepEqual(await store.passkeys.find(poolId, passkey.id), after)
})

test('a registration waits alone for its user, and is taken once', async () => {
  const { poolId, sub } = await addOwner()
  const [{ id: clientId }, { id: otherId }] = [await addClient(store, poolId), await addClient(store, poolId)]
  const first = { poolId, sub, challenge: 'one', clientId, relyingPartyId: 'example.com', expiresAt: NOW }
  const second = { ...first, challenge: 'two', clientId: otherId, expiresAt: NOW + 1 }
  await write((tx) => tx.passkeyRegistrations.put(first))
  await write((tx) => tx.passkeyRegistrations.put(second))
  assert.deepEqual(await store.passkeyRegistrations.find(poolId, sub), second)
  assert.equal(await write((tx) => tx.passkeyRegistrations.take(first)), false)
  const taken = await Promise.all([1, 2, 3].map(() => write((tx) => tx.passkeyRegistrations.take(second))))
  assert.equal(taken.filter(Boolean).length, 1)
  await write((tx) => tx.passkeyRegistrations.put(first))
  await write((tx) => tx.passkeyRegistrations.remove(poolId, sub))
  assert.equal(await store.passkeyRegistrations.find(poolId, sub), undefined)
})
