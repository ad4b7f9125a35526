import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { passwordLockout } from '../../src/domain/lockout.ts'
import type { Queries, Store } from '../../src/store/index.ts'
import { addPool, addUser, NOW, newUser, openTestStore, type TestStore } from './fixture.ts'

let database: TestStore
let store: Store

before(async () => {
  database = await openTestStore()
  store = database.store
})
after(() => database.close())

const write = <T>(work: (tx: Queries) => Promise<T>) => store.transaction(work)

const addPassword = async (poolId: string, sealed: string | undefined) => {
  const user = newUser(poolId)
  await write((tx) => tx.users.insert(user, sealed, []))
  return user
}

test('the password mode of a pool is seen at once, and stays when the pool is replaced', async () => {
  const pool = await addPool(store)
  assert.equal((await store.pools.find(pool.id))?.passwordMode, 'srp')
  for (const mode of ['hash', 'hash-to-srp', 'srp', 'hash'] as const) {
    assert.equal(await write((tx) => tx.pools.setPasswordMode(pool.id, mode)), true)
    const found = await store.pools.find(pool.id)
    assert.deepEqual(found, { ...pool, passwordMode: mode })
  }
  assert.equal(await write((tx) => tx.pools.replace(pool, { ...pool, name: 'other' })), true)
  assert.equal((await store.pools.find(pool.id))?.passwordMode, 'hash')
  assert.equal(await write((tx) => tx.pools.setPasswordMode('none', 'hash')), false)
})

describe('the passwords of a pool', () => {
  test('are listed in pages, without users who have none and those of other pools', async () => {
    const { id: poolId } = await addPool(store)
    const subs: string[] = []
    for (let index = 0; index < 5; index++) subs.push((await addPassword(poolId, `sealed ${index}`)).sub)
    await addUser(store, poolId)
    await addPassword((await addPool(store)).id, 'of another pool')
    const all = subs
      .map((sub, index) => ({ sub, sealed: `sealed ${index}` }))
      .toSorted((a, b) => (a.sub < b.sub ? -1 : 1))
    const first = await store.passwords.list(poolId, 2)
    assert.deepEqual(first, all.slice(0, 2))
    assert.deepEqual(await store.passwords.list(poolId, 9, first.at(-1)?.sub), all.slice(2))
    assert.deepEqual(await store.passwords.list(poolId, 9, all.at(-1)?.sub), [])
  })

  test('that were, are listed by user and age', async () => {
    const { id: poolId } = await addPool(store)
    const users = [await addPassword(poolId, 'x'), await addPassword(poolId, 'y')].map(({ sub }) => sub).sort()
    const all = users.flatMap((sub) => [1, 2, 3].map((age) => ({ sub, setAt: NOW + age, sealed: `${sub} ${age}` })))
    for (const { sub, setAt, sealed } of all.toReversed()) {
      await write((tx) => tx.users.rememberPassword(poolId, sub, sealed, setAt))
    }
    const first = await store.passwords.listFormer(poolId, 4)
    assert.deepEqual(first, all.slice(0, 4))
    assert.deepEqual(await store.passwords.listFormer(poolId, 4, first.at(-1)), all.slice(4))
  })

  test('change their form only where they are what was read, and nothing else of the user changes', async () => {
    const { id: poolId } = await addPool(store)
    const user = await addPassword(poolId, 'before')
    const other = await addPassword(poolId, 'before')
    await write((tx) => tx.users.rememberPassword(poolId, user.sub, 'before', NOW))
    const stored = { sub: user.sub, sealed: 'before' }
    assert.equal(await write((tx) => tx.passwords.reform(poolId, stored, 'after')), true)
    assert.equal(await store.users.verifier(poolId, user.sub), 'after')
    assert.deepEqual(await store.users.find(poolId, user.sub), user)
    assert.equal(await store.users.verifier(poolId, other.sub), 'before')
    assert.equal(await write((tx) => tx.passwords.reform(poolId, stored, 'late')), false)
    assert.deepEqual(await store.users.passwordHistory(poolId, user.sub, 1), ['before'])
    assert.equal(await write((tx) => tx.passwords.reformFormer(poolId, stored, 'after')), true)
    assert.deepEqual(await store.users.passwordHistory(poolId, user.sub, 1), ['after'])
    assert.equal(await write((tx) => tx.passwords.reformFormer(poolId, stored, 'late')), false)
  })
})

test('an attempt that was given back is no failure, and takes no other one with it', async () => {
  const { id: poolId } = await addPool(store)
  const key = { poolId, nameHash: 'hash', kind: 'password' }
  const reserve = () => write((tx) => tx.attempts.reserve(key, passwordLockout, NOW))
  for (let failure = 1; failure <= 4; failure++) await reserve()
  const fifth = await reserve()
  assert.deepEqual(fifth, { granted: true, number: 5 })
  assert.deepEqual(await reserve(), { granted: false })
  await write((tx) => tx.attempts.giveBack(key, 5, NOW))
  assert.deepEqual(await reserve(), { granted: true, number: 5 })
  assert.equal(await store.attempts.isLocked(key, passwordLockout, NOW), true)
  await write((tx) => tx.attempts.giveBack(key, 4, NOW)) // overtaken by the one that locked
  assert.equal(await store.attempts.isLocked(key, passwordLockout, NOW), true)
})
