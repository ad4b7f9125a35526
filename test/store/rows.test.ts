/** What rows can hold, and what goes with them. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { fault } from '../../src/domain/errors.ts'
import { newPoolSettings } from '../../src/domain/pool-settings.ts'
import { WHOLE_POOL } from '../../src/domain/risk.ts'
import type { User } from '../../src/domain/user.ts'
import { lookUpKey, searchKey } from '../../src/flows/users/names.ts'
import { insertUser } from '../../src/flows/users/save.ts'
import type { Store } from '../../src/store/index.ts'
import {
  addClient,
  addGroup,
  addPool,
  addUser,
  NOW,
  newCode,
  newDevice,
  newEvent,
  newFamily,
  newIdentity,
  newMessage,
  newProvider,
  newUser,
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

/** Tables that are no pool's. */
const ofNoPool = ['access_keys', 'identities', 'meta', 'provisioned_limits', 'regions']

const tablesWith = async (column: string) => {
  const tables = await database.connection.read.introspection.getTables()
  return tables.filter(({ columns }) => columns.some(({ name }) => name === column)).map(({ name }) => name)
}

/** How many rows of each table have these values. */
const countRows = async (values: Record<string, string>) => {
  const counts: Record<string, number> = {}
  for (const table of await tablesWith(Object.keys(values).at(-1) ?? '')) {
    const conditions = Object.entries(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)} where ${sql.join(conditions, sql` and `)}`.execute(
      database.connection.read,
    )
    counts[table] = Number(rows[0]?.count)
  }
  return counts
}

/**
 * A row of these owners in every table that has none of them, of any text and number that fit: what is
 * in it does not matter to what goes with it. A table comes after those that it belongs to.
 */
const fillEmpty = async (owners: Record<string, string>, parents: Record<string, string> = {}) => {
  const key = Object.keys(owners).at(-1) ?? ''
  const tables = await database.connection.read.introspection.getTables()
  const counts = await countRows(owners)
  let empty = tables.filter(({ name }) => counts[name] === 0)
  for (let left = -1; empty.length > 0 && left !== empty.length; ) {
    left = empty.length
    const refused: typeof empty = []
    for (const table of empty) {
      const values = table.columns.map(({ name, dataType }) => {
        return owners[name] ?? parents[name] ?? (/int/i.test(dataType) ? 1 : `any-${owners.pool_id}-${owners[key]}`)
      })
      const names = table.columns.map(({ name }) => sql.ref(name))
      const insertion = sql`insert into ${sql.table(table.name)} (${sql.join(names)}) values (${sql.join(values)})`
      await database.connection.transaction((db) => insertion.execute(db)).catch(() => refused.push(table))
    }
    empty = refused
  }
}

/** A user in a pool with a row in every table that has rows of users. */
const populateUser = async (poolId: string, client: string, group: string) => {
  const { sub } = await addUser(store, poolId)
  const family = newFamily(poolId, sub, client)
  await store.transaction(async (tx) => {
    await tx.users.takeName(poolId, sub, sub)
    await tx.users.replaceSearch(poolId, sub, [['email', 'jane@example.com']])
    await tx.users.rememberPassword(poolId, sub, 'sealed', NOW)
    await tx.groups.addMember(poolId, group, sub, NOW)
    await tx.codes.put(newCode(poolId, sub), NOW)
    const token = { poolId, sub, id: unique(), sealedSecret: 'sealed', friendlyName: undefined, lastStep: 0 }
    await tx.softwareTokens.putPending(token, NOW)
    await tx.devices.insert(newDevice(poolId, sub))
    await tx.linkedIdentities.insert(newIdentity(poolId, sub))
    await tx.tokens.insertFamily(family, unique(), NOW)
    await tx.authEvents.put(newEvent(poolId, sub, client))
  })
  await fillEmpty({ pool_id: poolId, sub }, { client_id: client })
  return { sub, familyId: family.id }
}

/** A pool with two clients, two groups and two users, each with everything that can belong to one. */
const populatePool = async () => {
  const { id: poolId } = await addPool(store)
  const clients = [await addClient(store, poolId), await addClient(store, poolId)].map(({ id }) => id)
  const groups = [await addGroup(store, poolId), await addGroup(store, poolId)].map(({ name }) => name)
  await store.transaction(async (tx) => {
    const key = { kid: 'k', use: 'id' as const, sealedPrivateKey: 's', publicJwk: { kty: 'RSA', n: 'n', e: 'e' } }
    await tx.signingKeys.insert(poolId, { ...key, activeFrom: NOW, createdAt: NOW })
    await tx.attempts.spend({ poolId, nameHash: 'x', kind: 'x' }, 1, 1, NOW)
    await tx.consumed.consume(poolId, 'session', 'x', NOW)
    await tx.messages.insert(newMessage(poolId))
    await tx.logConfigurations.put(poolId, [])
    const record = { sink: 'file', id: unique(), poolId, line: '{}', claimedUntil: 0, createdAt: NOW }
    await tx.logRecords.insert(record)
    await tx.poolReplicas.insert({ poolId, region: 'eu-west-1', status: 'ACTIVE', tags: {}, logs: [], createdAt: NOW })
    for (const scope of [WHOLE_POOL, ...clients]) {
      await tx.riskConfigurations.put({ poolId, scope, settings: {}, updatedAt: NOW })
    }
    const provider = newProvider(poolId)
    await tx.identityProviders.insert(provider)
    await tx.identityProviders.takeIdentifier(poolId, 'acme.example', provider.name)
    for (const id of clients) await tx.clients.insertSecret(poolId, id, { id: 's', sealed: 's', createdAt: NOW })
  })
  const [client = '', otherClient = ''] = clients
  const [group = '', otherGroup = ''] = groups
  const user = await populateUser(poolId, client, group)
  const otherUser = await populateUser(poolId, otherClient, otherGroup)
  await fillEmpty({ pool_id: poolId }, { client_id: client })
  return { poolId, client, otherClient, group, otherGroup, user, otherUser }
}

const all = (counts: Record<string, number>, wanted: (count: number) => boolean, say: string) => {
  for (const [table, count] of Object.entries(counts)) assert.ok(wanted(count), `${table} has ${count} rows: ${say}`)
}

describe('with what is deleted goes everything of it, and nothing else:', () => {
  test('a pool', async () => {
    const tables = (await database.connection.read.introspection.getTables()).map(({ name }) => name)
    const ofPool = await tablesWith('pool_id')
    assert.deepEqual(
      tables.filter((name) => !ofPool.includes(name)).sort(),
      ofNoPool,
      'a table is a pool’s, or in the list of those that are not',
    )
    const [pool, other] = [await populatePool(), await populatePool()]
    all(await countRows({ pool_id: pool.poolId }), (count) => count > 0, 'this test fills every table')
    const before = await countRows({ pool_id: other.poolId })
    await store.transaction((tx) => tx.pools.remove(pool.poolId))
    all(await countRows({ pool_id: pool.poolId }), (count) => count === 0, 'of a deleted pool')
    assert.deepEqual(await countRows({ pool_id: other.poolId }), before)
  })

  test('a user', async () => {
    const { poolId: pool_id, user, otherUser, group } = await populatePool()
    all(await countRows({ pool_id, sub: user.sub }), (count) => count > 0, 'this test fills every table')
    const before = await countRows({ pool_id, sub: otherUser.sub })
    await store.transaction((tx) => tx.users.remove(pool_id, user.sub))
    all(await countRows({ pool_id, sub: user.sub }), (count) => count === 0, 'of a deleted user')
    all(await countRows({ pool_id, family_id: user.familyId }), (count) => count === 0, 'of a deleted user')
    assert.deepEqual(await countRows({ pool_id, sub: otherUser.sub }), before)
    assert.ok(await store.groups.find(pool_id, group))
  })

  test('a client', async () => {
    const { poolId: pool_id, client, otherClient, user } = await populatePool()
    const before = await countRows({ pool_id, client_id: otherClient })
    await store.transaction((tx) => tx.clients.remove(pool_id, client))
    const { auth_events: ofUser, ...counts } = await countRows({ pool_id, client_id: client })
    all(counts, (count) => count === 0, 'of a deleted client')
    assert.equal(ofUser, 1, 'what a user did is the user’s')
    all(await countRows({ pool_id, family_id: user.familyId }), (count) => count === 0, 'of a deleted client')
    assert.deepEqual(await countRows({ pool_id, client_id: otherClient }), before)
    assert.ok(await store.users.find(pool_id, user.sub))
  })

  test('a group', async () => {
    const { poolId: pool_id, group, otherGroup, user } = await populatePool()
    const before = await countRows({ pool_id, name_key: otherGroup })
    await store.transaction((tx) => tx.groups.remove(pool_id, group))
    const { sign_in_names: _, ...counts } = await countRows({ pool_id, name_key: group })
    all(counts, (count) => count === 0, 'of a deleted group')
    assert.deepEqual(await countRows({ pool_id, name_key: otherGroup }), before)
    assert.ok(await store.users.find(pool_id, user.sub))
    assert.deepEqual((await store.groups.ofUser(pool_id, user.sub, 10)).items, [])
  })
})

describe('the longest values that the API lets through', () => {
  let seed = 7
  /** Text that no database can compress into the bounds of its indexes. */
  const noise = (length: number, from: number, span: number) =>
    Array.from({ length }, () => {
      seed = (seed * 48_271) % 2_147_483_647
      return String.fromCodePoint(from + (seed % span))
    }).join('')
  const fourBytes = (length: number) => noise(length, 0x20000, 0xa000)
  const threeBytes = (length: number) => noise(length, 0x4e00, 0x5000)

  test('are attributes of 2048 characters of four bytes each', async () => {
    const { id: poolId } = await addPool(store)
    const attributes = new Map(Array.from({ length: 50 }, (_, index) => [`custom:a${index}`, fourBytes(2048)]))
    const user = await addUser(store, poolId, { attributes, username: fourBytes(128) })
    assert.deepEqual(await store.users.find(poolId, user.sub), user)
    const longer = new Map([...attributes].map(([name]) => [name, fourBytes(2048)]))
    assert.equal(await store.transaction((tx) => tx.users.update(user, { attributes: longer }, NOW)), true)
    assert.deepEqual((await store.users.find(poolId, user.sub))?.attributes, longer)
  })

  for (const [kind, text] of Object.entries({ 'of four bytes': fourBytes(1024), 'of three': threeBytes(2048) })) {
    test(`are aliases and search keys of 2048 UTF-16 units ${kind}`, async () => {
      const input = { aliasAttributes: ['preferred_username' as const] }
      const settings = newPoolSettings(input, { region: 'us-east-1', accountId: '000000000000' })
      const pool = await addPool(store, { settings })
      const alike = `${text.slice(0, -2)}xy`
      const named = (value: string) =>
        newUser(pool.id, {
          attributes: new Map(['name', 'given_name', 'family_name', 'preferred_username'].map((name) => [name, value])),
        })
      const rules = { taken: () => fault('AliasExistsException', 'taken') }
      const insert = (user: User) => store.transaction((tx) => insertUser(tx, pool, user, undefined, rules))
      const [user, other] = [named(text), named(alike)]
      await insert(user)
      await insert(other)
      await assert.rejects(insert(named(text)), /taken/)
      assert.deepEqual(await store.users.findByName(pool.id, lookUpKey(pool, text)), user)
      assert.deepEqual(await store.users.findByName(pool.id, lookUpKey(pool, alike)), other)
      const selection = { by: 'attribute', attribute: 'name', match: 'prefix', value: searchKey(text) } as const
      assert.equal((await store.userLists.list(pool.id, selection, 10)).items.length, 2, 'of alike beginnings')
    })
  }

  test('are addresses of 2048 characters, to which codes and messages go', async () => {
    const { id: poolId } = await addPool(store)
    const { sub } = await addUser(store, poolId)
    const recipient = `${threeBytes(2036)}@example.com`
    const code = newCode(poolId, sub, { destination: recipient })
    const message = newMessage(poolId, { recipient, sealedBody: noise(100_000, 0x21, 0x5e) })
    await store.transaction(async (tx) => {
      await tx.codes.put(code, NOW)
      await tx.messages.insert(message)
    })
    assert.deepEqual(await store.codes.find(poolId, sub, code.purpose), code)
    assert.deepEqual(
      (await store.messages.due(NOW, 10)).find(({ id }) => id === message.id),
      message,
    )
    await store.transaction((tx) => tx.messages.markDelivered(message.id, NOW))
    assert.deepEqual(await store.messages.delivered(recipient, 10), [{ ...message, deliveredAt: NOW }])
  })

  test('are policies, settings and tags of many kilobytes', async () => {
    const identity = { name: 'i'.repeat(64), isRoot: false, policies: { [threeBytes(128)]: fourBytes(50_000) } }
    await store.transaction((tx) => tx.identities.insert(identity, NOW))
    assert.deepEqual(await store.identities.find(identity.name), identity)
    const tags = Object.fromEntries(Array.from({ length: 50 }, () => [fourBytes(64), fourBytes(128)]))
    const pool = await addPool(store, { name: threeBytes(128), tags })
    assert.deepEqual(await store.pools.find(pool.id), pool)
    const group = await addGroup(store, pool.id, { name: fourBytes(64), description: threeBytes(2048) })
    assert.deepEqual(await store.groups.find(pool.id, group.name), group)
  })
})

test('instants and counts are numbers, up to the end of the calendar and before its beginning', async () => {
  for (const at of [0, -1, NOW, 253_402_300_799_999, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
    const pool = await addPool(store, { createdAt: at, updatedAt: at })
    assert.deepEqual(await store.pools.find(pool.id), pool)
    const user = await addUser(store, pool.id, {
      createdAt: at,
      updatedAt: at,
      signedOutAt: at,
      temporaryUntil: at,
      passwordVersion: 2 ** 31,
      revision: 2 ** 40,
    })
    assert.deepEqual(await store.users.find(pool.id, user.sub), user)
    const code = newCode(pool.id, user.sub, { expiresAt: at, failures: 2 ** 31 })
    await store.transaction((tx) => tx.codes.put(code, at))
    assert.deepEqual(await store.codes.find(pool.id, user.sub, code.purpose), code)
  }
})
