/** Transactions: whole or not at all, beside one another; and races that exactly one wins. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Orphaned } from '../../src/domain/errors.ts'
import { type Lockout, noFailures, passwordLockout, releaseAttempt, reserveAttempt } from '../../src/domain/lockout.ts'
import type { AttemptKey } from '../../src/store/attempts.ts'
import type { Queries, Store } from '../../src/store/index.ts'
import {
  addClient,
  addGroup,
  addPool,
  addUser,
  NOW,
  newClient,
  newCode,
  newFamily,
  newMessage,
  newPool,
  newUser,
  openTestStore,
  type TestStore,
  unique,
} from './fixture.ts'

const RACERS = 100

let database: TestStore
let store: Store
/** Every store that may write at the same time. */
let nodes: Awaited<ReturnType<TestStore['nodes']>>

before(async () => {
  database = await openTestStore()
  store = database.store
  nodes = await database.nodes()
})
after(async () => {
  await nodes.close()
  await database.close()
})

/** Runs `work` 100 times at once, over all nodes, and gives the results. */
const race = <T>(work: (tx: Queries, racer: number) => Promise<T>): Promise<T[]> =>
  Promise.all(
    Array.from({ length: RACERS }, (_, racer) => {
      const node = nodes.stores[racer % nodes.stores.length] as Store // the index is within the list
      return node.transaction((tx) => work(tx, racer))
    }),
  )

const write = <T>(work: (tx: Queries) => Promise<T>) => store.transaction(work)
const count = (results: readonly unknown[], wanted: unknown = true) =>
  results.filter((result) => result === wanted).length

class Changed extends Error {}

describe('of 100 at once exactly one', () => {
  test('takes a name', async () => {
    const { id: poolId } = await addPool(store)
    const users = await Promise.all(Array.from({ length: RACERS }, () => addUser(store, poolId)))
    const taken = await race((tx, racer) => tx.users.takeName(poolId, 'jane', users[racer]?.sub ?? ''))
    assert.equal(count(taken), 1)
    assert.equal(await store.users.nameHolder(poolId, 'jane'), users[taken.indexOf(true)]?.sub)
  })

  test('R19 uses what may be used once', async () => {
    const { id: poolId } = await addPool(store)
    assert.equal(count(await race((tx) => tx.consumed.consume(poolId, 'session', 'x', NOW))), 1)
  })

  test('R19 takes a code', async () => {
    const { id: poolId } = await addPool(store)
    const code = newCode(poolId, (await addUser(store, poolId)).sub)
    await write((tx) => tx.codes.put(code, NOW))
    assert.equal(count(await race((tx) => tx.codes.take(code))), 1)
  })

  test('R19 rotates a refresh token, and so many are its siblings as there may be', async () => {
    const { id: poolId } = await addPool(store)
    const [{ sub }, client] = [await addUser(store, poolId), await addClient(store, poolId)]
    await write((tx) => tx.tokens.insertFamily(newFamily(poolId, sub, client.id), 'hash', NOW))
    assert.equal(count(await race((tx) => tx.tokens.rotate(poolId, 'hash', NOW))), 1)
    assert.equal(count(await race((tx) => tx.tokens.addSibling(poolId, 'hash', 7))), 7)
  })

  test('claims a message', async () => {
    const { id: poolId } = await addPool(store)
    const message = newMessage(poolId)
    await write((tx) => tx.messages.insert(message))
    assert.equal(count(await race((tx) => tx.messages.claim(message, NOW + 60))), 1)
    await write((tx) => tx.messages.remove(message.id))
  })

  test('changes a user, a pool and a client as they were read', async () => {
    const pool = await addPool(store)
    const [user, client] = [await addUser(store, pool.id), await addClient(store, pool.id)]
    assert.equal(count(await race((tx) => tx.users.update(user, { enabled: false }, NOW))), 1)
    assert.equal(count(await race((tx, racer) => tx.pools.replace(pool, { ...pool, name: `${racer}` }))), 1)
    assert.equal(count(await race((tx, racer) => tx.clients.replace(client, { ...client, name: `${racer}` }))), 1)
  })

  test('makes a group, joins it, makes an identity and sets a fact', async () => {
    const { id: poolId } = await addPool(store)
    const { sub } = await addUser(store, poolId)
    const { name: existing } = await addGroup(store, poolId)
    const group = { poolId, name: 'gold', description: undefined, roleArn: undefined, precedence: undefined }
    const identity = { name: unique(), isRoot: false, policies: {} }
    assert.equal(count(await race((tx) => tx.groups.insert({ ...group, createdAt: NOW, updatedAt: NOW }))), 1)
    assert.equal(count(await race((tx) => tx.groups.addMember(poolId, existing, sub, NOW))), 1)
    assert.equal(count(await race((tx) => tx.identities.insert(identity, NOW))), 1)
    const facts = await race((tx, racer) => tx.meta.setOnce('race', `${racer}`))
    assert.equal(new Set(facts).size, 1, 'all hear of the same')
  })

  test('removes a pool', async () => {
    const { id: poolId } = await addPool(store)
    assert.equal(count(await race((tx) => tx.pools.remove(poolId))), 1)
  })
})

describe('attempts', () => {
  const { free, lockMs } = passwordLockout
  const keyIn = (poolId: string): AttemptKey => ({ poolId, nameHash: unique(), kind: 'password' })

  test('V04 of 100 at once five are granted, with a number each, and the others do not count', async () => {
    const key = keyIn((await addPool(store)).id)
    const reserved = await race((tx) => tx.attempts.reserve(key, passwordLockout, NOW))
    const numbers = reserved.flatMap((one) => (one.granted ? [one.number] : []))
    assert.deepEqual(numbers.toSorted(), [1, 2, 3, 4, 5])
    const refused = await write((tx) => tx.attempts.reserve(key, passwordLockout, NOW + (lockMs[0] ?? 0) - 1))
    assert.deepEqual(refused, { granted: false })
    const next = await write((tx) => tx.attempts.reserve(key, passwordLockout, NOW + (lockMs[0] ?? 0)))
    assert.deepEqual(next, { granted: true, number: free + 1 })
  })

  test('are granted, refused and taken back exactly as the rules say, in any order', async () => {
    const { id: poolId } = await addPool(store)
    let seed = 20_260_101
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const runs = Array.from({ length: 6 }, () => ({
      key: keyIn(poolId),
      state: noFailures as Lockout,
      reserved: [] as number[],
      now: NOW,
    }))
    // Clocks are also put back, and not all nodes' are the same.
    const gaps = [0, 0, 1, 499, 1000, 4000, 60_000, 14 * 60_000, 15 * 60_000, 16 * 60_000, -1, -30_000, -3_600_000]
    for (let step = 0; step < 900; step++) {
      const run = runs[random(runs.length)] as (typeof runs)[number] // within the list
      run.now += gaps[random(gaps.length)] ?? 0
      if (random(3) > 0 || run.reserved.length === 0) {
        const expected = reserveAttempt(run.state, run.now)
        const given = await write((tx) => tx.attempts.reserve(run.key, passwordLockout, run.now))
        const outcome = expected.allowed ? { granted: true, number: expected.state.failures } : { granted: false }
        assert.deepEqual(given, outcome, `step ${step}`)
        run.state = expected.state
        if (given.granted) run.reserved.push(given.number)
      } else {
        const number = run.reserved.splice(random(run.reserved.length), 1)[0] ?? 0
        await write((tx) => tx.attempts.clearReserved(run.key, number, run.now))
        run.state = releaseAttempt(run.state, number, run.now)
      }
      if (run.reserved.length > 8) run.reserved.shift()
      const { key, state } = run
      const row = await database.connection.read
        .selectFrom('attempts')
        .select(['count as failures', 'locked_until as lockedUntil', 'updated_at as lastFailureAt'])
        .where('pool_id', '=', poolId)
        .where('name_hash', '=', key.nameHash)
        .where('kind', '=', key.kind)
        .executeTakeFirst()
      assert.deepEqual({ ...(row ?? noFailures) }, { ...state }, `step ${step}`)
    }
  })

  test('a table without free failures locks at once, and one of a single lock never locks for longer', async () => {
    const { id: poolId } = await addPool(store)
    const table = { free: 1, lockMs: [10], forgetMs: 1000 }
    const [key, outcomes] = [keyIn(poolId), []] as [AttemptKey, boolean[]]
    for (const at of [0, 9, 10, 19, 20, 29, 30]) {
      outcomes.push((await write((tx) => tx.attempts.reserve(key, table, NOW + at))).granted)
    }
    assert.deepEqual(outcomes, [true, false, true, false, true, false, true])
  })

  test('of one name, kind or pool say nothing of another', async () => {
    const [one, other] = [await addPool(store), await addPool(store)]
    const key = keyIn(one.id)
    for (let index = 0; index < free; index++) await write((tx) => tx.attempts.reserve(key, passwordLockout, NOW))
    const others = [key, { ...key, kind: 'totp' }, { ...key, nameHash: 'x' }, { ...key, poolId: other.id }]
    const granted = await Promise.all(
      others.map(async (own) => (await write((tx) => tx.attempts.reserve(own, passwordLockout, NOW))).granted),
    )
    assert.deepEqual(granted, [false, true, true, true])
  })

  test('so many uses are granted in a window, of 100 at once and again when it is over', async () => {
    const key = keyIn((await addPool(store)).id)
    const spend = (tx: Queries, at: number) => tx.attempts.spend(key, 5, 1000, at)
    assert.equal(count(await race((tx) => spend(tx, NOW))), 5)
    assert.equal(await write((tx) => spend(tx, NOW + 999)), false)
    assert.equal(count(await race((tx) => spend(tx, NOW + 1000))), 5)
    assert.equal(await write((tx) => spend(tx, NOW + 1999)), false)
    assert.equal(await write((tx) => spend(tx, NOW + 2000)), true)
  })

  test('a window is counted from its first use', async () => {
    const key = keyIn((await addPool(store)).id)
    const outcomes = []
    for (const at of [0, 500, 999, 1000, 1001, 1999, 2000]) {
      outcomes.push(await write((tx) => tx.attempts.spend(key, 2, 1000, NOW + at)))
    }
    assert.deepEqual(outcomes, [true, true, false, true, true, false, true])
  })

  test('that have begun are so many in a window, of 100 at once too, and begin anew when they are told to', async () => {
    const key = keyIn((await addPool(store)).id)
    const tryOnce = (tx: Queries, at: number) => tx.attempts.reserveTry(key, 5, 1000, at)
    const hasTries = (at: number) => store.attempts.hasTries(key, 5, 1000, at)
    assert.equal(await hasTries(NOW), false)
    assert.equal(await write((tx) => tryOnce(tx, NOW)), false, 'they have not begun')
    await write((tx) => tx.attempts.begin(key, NOW))
    assert.equal(await hasTries(NOW + 999), true)
    assert.equal(count(await race((tx) => tryOnce(tx, NOW + 999))), 5)
    assert.equal(await hasTries(NOW + 999), false, 'they are spent')
    await write((tx) => tx.attempts.begin(key, NOW))
    assert.equal(await write((tx) => tryOnce(tx, NOW + 999)), true)
    assert.deepEqual([await hasTries(NOW + 999), await hasTries(NOW + 1000)], [true, false])
    assert.equal(await write((tx) => tryOnce(tx, NOW + 1000)), false, 'the window is over')
  })

  test('are locked from the last free failure on until the lock is over, and asking does not count', async () => {
    const key = keyIn((await addPool(store)).id)
    const isLocked = (at: number) => store.attempts.isLocked(key, passwordLockout, at)
    assert.equal(await isLocked(NOW), false)
    for (let index = 0; index < free; index++) {
      assert.equal(await isLocked(NOW), false)
      await write((tx) => tx.attempts.reserve(key, passwordLockout, NOW))
    }
    const end = NOW + (lockMs[0] ?? 0)
    assert.deepEqual([await isLocked(NOW), await isLocked(end - 1), await isLocked(end)], [true, true, false])
    const next = await write((tx) => tx.attempts.reserve(key, passwordLockout, end))
    assert.deepEqual(next, { granted: true, number: free + 1 })
  })

  test('are forgotten when unused for long', async () => {
    const key = keyIn((await addPool(store)).id)
    await write((tx) => tx.attempts.reserve(key, passwordLockout, 5))
    await write((tx) => tx.attempts.purge(5))
    assert.deepEqual(await write((tx) => tx.attempts.reserve(key, passwordLockout, 5)), { granted: true, number: 2 })
    await write((tx) => tx.attempts.purge(6))
    assert.deepEqual(await write((tx) => tx.attempts.reserve(key, passwordLockout, 5)), { granted: true, number: 1 })
  })
})

describe('a transaction', () => {
  test('that fails leaves nothing', async () => {
    const pool = newPool()
    const user = newUser(pool.id)
    const failing = write(async (tx) => {
      await tx.pools.insert(pool)
      await tx.users.insert(user, 'sealed', [['email', 'jane@example.com']])
      await tx.users.takeName(pool.id, 'jane', user.sub)
      throw new Changed('of mind')
    })
    await assert.rejects(failing, Changed)
    assert.equal(await store.pools.find(pool.id), undefined)
    assert.equal(await store.users.find(pool.id, user.sub), undefined)
    assert.equal(await store.users.nameHolder(pool.id, 'jane'), undefined)
  })

  test('gives what its work gives, and its failure as it is', async () => {
    const value = { any: 'value' }
    assert.equal(await write(async () => value), value)
    assert.equal(await write(async () => undefined), undefined)
    const error = new Changed()
    assert.equal(
      await write(async () => {
        throw error
      }).catch((thrown: unknown) => thrown),
      error,
    )
  })

  test('that fails does not harm those that share its commit', async () => {
    const failing = new Set([0, 7, 8, 50, 99])
    const pools = Array.from({ length: RACERS }, () => newPool())
    const outcomes = await Promise.allSettled(
      pools.map((pool, index) =>
        write(async (tx) => {
          await tx.pools.insert(pool)
          if (index === 8) await tx.pools.insert(pool) // the database itself refuses this one
          await tx.clients.insert(newClient(failing.has(index) && index !== 7 ? 'none' : pool.id))
          if (failing.has(index)) throw new Changed()
        }),
      ),
    )
    assert.deepEqual(
      outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : [])),
      [...failing],
    )
    for (const [index, pool] of pools.entries()) {
      assert.equal((await store.pools.find(pool.id)) === undefined, failing.has(index), `${index}`)
      assert.equal(await store.clients.count(pool.id), failing.has(index) ? 0 : 1)
    }
  })

  test('reads what it wrote, and nobody else does before it is done', async () => {
    const pool = newPool()
    await write(async (tx) => {
      await tx.pools.insert(pool)
      assert.deepEqual(await tx.pools.find(pool.id), pool)
      assert.equal(await store.pools.find(pool.id), undefined)
    })
    assert.deepEqual(await store.pools.find(pool.id), pool)
  })

  test('and 99 others that add to one number lose none', async () => {
    const pool = await addPool(store, { name: '0' })
    await race(async (tx) => {
      for (;;) {
        const current = await tx.pools.find(pool.id)
        assert.ok(current)
        if (await tx.pools.replace(current, { ...current, name: `${Number(current.name) + 1}` })) return
      }
    })
    assert.equal((await store.pools.find(pool.id))?.name, `${RACERS}`)
  })

  test('that takes names in the opposite order of another ends all the same', async () => {
    const { id: poolId } = await addPool(store)
    const users = [await addUser(store, poolId), await addUser(store, poolId)]
    for (let round = 0; round < 3; round++) {
      const names = [`a${round}`, `b${round}`]
      const both = await Promise.all(
        users.map(({ sub }, index) => {
          const node = nodes.stores[index % nodes.stores.length] as Store // within the list
          return node.transaction(async (tx) => {
            const taken: boolean[] = []
            for (const name of index === 0 ? names : names.toReversed()) {
              taken.push(await tx.users.takeName(poolId, name, sub))
            }
            return taken
          })
        }),
      )
      assert.equal(count(both.flat()), 2, 'each name went to one of them')
    }
  })
})

describe('what belongs to something that is gone is refused as orphaned, and leaves nothing:', () => {
  const cases: Record<string, (tx: Queries, ids: { poolId: string; sub: string; client: string }) => Promise<unknown>> =
    {
      'a client of no pool': (tx) => tx.clients.insert(newClient('none')),
      'a secret of no client': (tx, { poolId }) =>
        tx.clients.insertSecret(poolId, 'none', { id: 'x', sealed: 'x', createdAt: NOW }),
      'a user of no pool': (tx) => tx.users.insert(newUser('none'), undefined, []),
      'a name of no user': (tx, { poolId }) => tx.users.takeName(poolId, 'x', 'none'),
      'a search key of no user': (tx, { poolId }) => tx.users.replaceSearch(poolId, 'none', [['name', 'x']]),
      'a former password of no user': (tx, { poolId }) => tx.users.rememberPassword(poolId, 'none', 'sealed', NOW),
      'a member of no group': (tx, { poolId, sub }) => tx.groups.addMember(poolId, 'none', sub, NOW),
      'a code of no user': (tx, { poolId }) => tx.codes.put(newCode(poolId, 'none'), NOW),
      'an attempt in no pool': (tx) =>
        tx.attempts.reserve({ poolId: 'none', nameHash: 'x', kind: 'password' }, passwordLockout, NOW),
      'a use in no pool': (tx) => tx.attempts.spend({ poolId: 'none', nameHash: 'x', kind: 'x' }, 1, 1, NOW),
      'something used in no pool': (tx) => tx.consumed.consume('none', 'session', 'x', NOW),
      'a family of no user': (tx, { poolId, client }) =>
        tx.tokens.insertFamily(newFamily(poolId, 'none', client), 'x', NOW),
      'a family of no client': (tx, { poolId, sub }) =>
        tx.tokens.insertFamily(newFamily(poolId, sub, 'none'), 'x', NOW),
      'a refresh token of no family': (tx, { poolId }) => tx.tokens.insertRefresh(poolId, 'none', 'x', NOW),
      'a message of no pool': (tx) => tx.messages.insert(newMessage('none')),
      'a signing key of no pool': (tx) =>
        tx.signingKeys.insert('none', {
          kid: 'x',
          use: 'id',
          sealedPrivateKey: 'x',
          publicJwk: { kty: 'RSA', n: 'n', e: 'e' },
          activeFrom: NOW,
          createdAt: NOW,
        }),
    }
  for (const [name, work] of Object.entries(cases)) {
    test(name, async () => {
      const { id: poolId } = await addPool(store)
      const [{ sub }, { id: client }] = [await addUser(store, poolId), await addClient(store, poolId)]
      const witness = newPool()
      const orphan = write(async (tx) => {
        await tx.pools.insert(witness)
        await work(tx, { poolId, sub, client })
      })
      await assert.rejects(orphan, Orphaned)
      assert.equal(await store.pools.find(witness.id), undefined)
    })
  }

  test('so does a client that is made while its pool goes, whichever is first', async () => {
    for (let round = 0; round < 10; round++) {
      const { id: poolId } = await addPool(store)
      const [first = store, last = store] = [nodes.stores.at(0), nodes.stores.at(-1)]
      const [removed, made] = await Promise.allSettled([
        first.transaction((tx) => tx.pools.remove(poolId)),
        last.transaction((tx) => tx.clients.insert(newClient(poolId))),
      ])
      assert.deepEqual(removed, { status: 'fulfilled', value: true })
      if (made.status === 'rejected') assert.ok(made.reason instanceof Orphaned, String(made.reason))
      assert.equal(await store.clients.count(poolId), 0)
    }
  })
})
