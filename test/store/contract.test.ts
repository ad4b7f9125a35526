/**
 * What the store promises of each entity, on whichever database the environment chooses. Beside it:
 * lists.test.ts (pages and prefixes), concurrency.test.ts (transactions and races) and
 * migrations.test.ts (the schema).
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { SealedSecret } from '../../src/store/clients.ts'
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
  newGroup,
  newMessage,
  newPool,
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

const write = <T>(work: (tx: Queries) => Promise<T>) => store.transaction(work)

describe('pools', () => {
  test('a pool is read as it was written, and an unknown one is undefined', async () => {
    const pool = newPool({
      name: 'ключ 🔑 %_\\\'"',
      schema: [
        {
          name: 'custom:x',
          attributeDataType: 'Number',
          developerOnlyAttribute: false,
          mutable: true,
          required: false,
        },
      ],
      tags: { team: 'Ω', constructor: 'x' },
      updatedAt: NOW + 1,
    })
    await write((tx) => tx.pools.insert(pool))
    assert.deepEqual(await store.pools.find(pool.id), pool)
    assert.equal(await store.pools.find(pool.id.toUpperCase()), undefined)
    assert.equal(await store.pools.find('us-east-1_none'), undefined)
  })

  test('a pool is replaced only as it was read, and each replacement is younger than the last', async () => {
    const pool = await addPool(store, { name: 'before' })
    const changed = { ...pool, name: 'after', tags: { a: 'b' } }
    assert.equal(await write((tx) => tx.pools.replace(pool, changed)), true)
    const found = await store.pools.find(pool.id)
    assert.deepEqual(found, { ...changed, updatedAt: NOW + 1 }) // the clock stood still
    assert.equal(await write((tx) => tx.pools.replace(pool, { ...pool, name: 'late' })), false)
    assert.equal((await store.pools.find(pool.id))?.name, 'after')
    const gone = newPool()
    assert.equal(await write((tx) => tx.pools.replace(gone, gone)), false)
  })

  test('a pool goes once', async () => {
    const pool = await addPool(store)
    assert.equal(await write((tx) => tx.pools.remove(pool.id)), true)
    assert.equal(await write((tx) => tx.pools.remove(pool.id)), false)
    assert.equal(await store.pools.find(pool.id), undefined)
  })

  test('pools are counted by Region, and users by pool', async () => {
    const region = `xx-${unique()}-1`
    const pool = await addPool(store, { region })
    await addPool(store, { region })
    await addUser(store, pool.id)
    assert.deepEqual([await store.pools.count(region), await store.pools.countUsers(pool.id)], [2, 1])
    assert.deepEqual([await store.pools.count('xx-none-1'), await store.pools.countUsers('none')], [0, 0])
  })
})

describe('clients', () => {
  test('a client is read as it was written, by its pool or by its id alone', async () => {
    const pool = await addPool(store)
    const { id: poolId } = pool
    const client = newClient(poolId, { name: 'shop "1"' })
    await write((tx) => tx.clients.insert(client))
    assert.deepEqual(await store.clients.find(poolId, client.id), client)
    assert.deepEqual(await store.clients.findWithPool(client.id), { client, pool })
    assert.equal(await store.clients.find((await addPool(store)).id, client.id), undefined)
    assert.equal(await store.clients.findWithPool('none'), undefined)
    assert.deepEqual([await store.clients.count(poolId), await store.clients.count('none')], [1, 0])
  })

  test('a client is replaced only as it was read, and goes once', async () => {
    const { id: poolId } = await addPool(store)
    const client = await addClient(store, poolId)
    const changed = { ...client, name: 'after', updatedAt: NOW + 5 }
    assert.equal(await write((tx) => tx.clients.replace(client, changed)), true)
    assert.deepEqual(await store.clients.find(poolId, client.id), changed)
    assert.equal(await write((tx) => tx.clients.replace(client, client)), false)
    assert.equal(await write((tx) => tx.clients.remove(poolId, client.id)), true)
    assert.equal(await write((tx) => tx.clients.remove(poolId, client.id)), false)
    assert.equal(await write((tx) => tx.clients.replace(changed, client)), false)
  })

  test('a client, its secrets and its pool are what they are now, however often they were read before', async () => {
    const pool = await addPool(store)
    const client = await addClient(store, pool.id)
    const now = async () => {
      const found = await store.clients.findWithPool(client.id)
      return found && { ...found, secrets: await store.clients.secretsOf(found.client) }
    }
    const secrets = [{ id: 'one', sealed: 'sealed', createdAt: NOW }]
    for (let times = 0; times < 2; times++) assert.deepEqual(await now(), { pool, client, secrets: [] })
    // As all changes of secrets do, it takes the client's row.
    await write(async (tx) => {
      await tx.clients.replace(client, client)
      await tx.clients.insertSecret(pool.id, client.id, secrets[0] as SealedSecret)
    })
    const touched = { ...client, updatedAt: client.updatedAt + 1 }
    for (let times = 0; times < 2; times++) assert.deepEqual(await now(), { pool, client: touched, secrets })
    const renamed = { ...pool, name: 'after', updatedAt: pool.updatedAt + 1 }
    await write((tx) => tx.pools.replace(pool, renamed))
    const other = { ...touched, name: 'other', updatedAt: touched.updatedAt + 1 }
    await write((tx) => tx.clients.replace(touched, other))
    for (let times = 0; times < 2; times++) assert.deepEqual(await now(), { pool: renamed, client: other, secrets })
    await write((tx) => tx.clients.remove(pool.id, client.id))
    assert.equal(await now(), undefined)
  })

  test('what is remembered of a client can be changed by nobody', async () => {
    const pool = await addPool(store)
    const { id } = await addClient(store, pool.id)
    const found = await store.clients.findWithPool(id)
    assert.ok(Object.isFrozen(found?.client.settings.tokenValidityUnits))
    assert.ok(Object.isFrozen(found?.pool.settings.policies.passwordPolicy))
  })

  test('secrets come oldest first, and each id once', async () => {
    const { id: poolId } = await addPool(store)
    const { id } = await addClient(store, poolId)
    const secret = (name: string, createdAt: number) => ({ id: name, sealed: `sealed ${name}`, createdAt })
    const [younger, older] = [secret('a', NOW + 1), secret('b', NOW)]
    assert.deepEqual(await store.clients.secrets(poolId, id), [])
    assert.equal(await write((tx) => tx.clients.insertSecret(poolId, id, younger)), true)
    assert.equal(await write((tx) => tx.clients.insertSecret(poolId, id, older)), true)
    assert.equal(await write((tx) => tx.clients.insertSecret(poolId, id, secret('a', NOW + 2))), false)
    assert.deepEqual(await store.clients.secrets(poolId, id), [older, younger])
    assert.equal(await write((tx) => tx.clients.removeSecret(poolId, id, 'a')), true)
    assert.equal(await write((tx) => tx.clients.removeSecret(poolId, id, 'a')), false)
    assert.deepEqual(await store.clients.secrets(poolId, id), [older])
  })
})

describe('users', () => {
  test('a user is read as it was written, attributes in their order', async () => {
    const { id: poolId } = await addPool(store)
    const user = newUser(poolId, {
      username: 'jane',
      status: 'FORCE_CHANGE_PASSWORD',
      enabled: false,
      attributes: new Map([
        ['z', '1'],
        ['__proto__', 'polluted?'],
        ['a', '"\\\n\t\u2028'],
        ['constructor', ''],
      ]),
      temporaryUntil: NOW + 7,
      signedOutAt: NOW - 7,
      passwordVersion: 3,
      revision: 9,
      updatedAt: NOW + 1,
    })
    await write((tx) => tx.users.insert(user, 'sealed', []))
    const found = await store.users.find(poolId, user.sub)
    assert.deepEqual(found, user)
    assert.deepEqual([...(found?.attributes ?? [])], [...user.attributes])
    assert.equal(await store.users.find(poolId, 'none'), undefined)
    assert.equal(await store.users.find('none', user.sub), undefined)
  })

  test('a verifier is apart from its user, and undefined without a password', async () => {
    const { id: poolId } = await addPool(store)
    const user = newUser(poolId)
    await write((tx) => tx.users.insert(user, 'sealed', []))
    assert.equal(await store.users.verifier(poolId, user.sub), 'sealed')
    assert.equal(await store.users.verifier(poolId, (await addUser(store, poolId)).sub), undefined)
    assert.equal(await store.users.verifier(poolId, 'none'), undefined)
  })

  test('an update writes what it names and nothing else', async () => {
    const { id: poolId } = await addPool(store)
    const user = await addUser(store, poolId, { temporaryUntil: NOW })
    const attributes = new Map([['email', 'jane@example.com']])
    const on = { softwareToken: true, legacySms: true, passkey: true }
    const mfa = { enabled: ['SMS_MFA'], preferred: 'SMS_MFA', ...on } as const
    const steps = [
      [{}, {}],
      [{ status: 'RESET_REQUIRED' }, { status: 'RESET_REQUIRED' }],
      [{ enabled: false }, { enabled: false }],
      [{ attributes }, { attributes }],
      [{ verifier: 'sealed' }, { passwordVersion: 2 }],
      [{ temporaryUntil: null }, { temporaryUntil: undefined }],
      [{ signedOutAt: NOW + 1 }, { signedOutAt: NOW + 1 }],
      [{ mfa }, { mfa }],
      [
        { verifier: null, temporaryUntil: NOW + 2 },
        { passwordVersion: 3, temporaryUntil: NOW + 2 },
      ],
    ] as const
    let current = user
    for (const [index, [change, outcome]] of steps.entries()) {
      assert.equal(await write((tx) => tx.users.update(current, change, NOW + index)), true)
      current = { ...current, ...outcome, revision: current.revision + 1, updatedAt: NOW + index }
      assert.deepEqual(await store.users.find(poolId, user.sub), current)
    }
    assert.equal(await store.users.verifier(poolId, user.sub), undefined)
  })

  test('an update of a user who changed since, or is gone, changes nothing', async () => {
    const { id: poolId } = await addPool(store)
    const user = await addUser(store, poolId)
    assert.equal(await write((tx) => tx.users.update(user, { enabled: false }, NOW)), true)
    assert.equal(await write((tx) => tx.users.update(user, { status: 'ARCHIVED' }, NOW)), false)
    assert.equal((await store.users.find(poolId, user.sub))?.status, 'CONFIRMED')
    assert.equal(await write((tx) => tx.users.remove(poolId, user.sub)), true)
    assert.equal(await write((tx) => tx.users.remove(poolId, user.sub)), false)
    assert.equal(await write((tx) => tx.users.update({ ...user, revision: 2 }, {}, NOW)), false)
  })

  test('holding a pool changes nothing of it, and tells whether there is one', async () => {
    const pool = await addPool(store)
    assert.deepEqual(await write((tx) => tx.pools.hold(pool.id)), pool)
    assert.deepEqual(await store.pools.find(pool.id), pool)
    assert.equal(await write((tx) => tx.pools.hold('none')), undefined)
  })

  test('holding a user changes nothing of it, and tells whether there is one', async () => {
    const { id: poolId } = await addPool(store)
    const user = await addUser(store, poolId)
    assert.deepEqual(await write((tx) => tx.users.hold(poolId, user.sub)), user)
    assert.deepEqual(await store.users.find(poolId, user.sub), user)
    assert.equal(await write((tx) => tx.users.hold(poolId, 'none')), undefined)
  })

  test('a name is one user’s at a time, by exactly its key', async () => {
    const { id: poolId } = await addPool(store)
    const [jane, joe] = [await addUser(store, poolId), await addUser(store, poolId)]
    const take = (name: string, sub: string) => write((tx) => tx.users.takeName(poolId, name, sub))
    assert.equal(await take('jane', jane.sub), true)
    assert.equal(await take('jane', jane.sub), true) // one's own again
    assert.equal(await take('jane', joe.sub), false)
    assert.equal(await take('Jane', joe.sub), true) // the store folds nothing
    assert.deepEqual(await store.users.findByName(poolId, 'jane'), jane)
    assert.deepEqual(await store.users.findByName(poolId, 'Jane'), joe)
    assert.equal(await store.users.findByName(poolId, 'JANE'), undefined)
    assert.equal(await store.users.nameHolder(poolId, 'jane'), jane.sub)
    assert.equal(await store.users.nameHolder(poolId, 'jan'), undefined)
    await write((tx) => tx.users.releaseName(poolId, 'jane', joe.sub)) // not joe's
    assert.equal(await store.users.nameHolder(poolId, 'jane'), jane.sub)
    await write((tx) => tx.users.releaseName(poolId, 'jane', jane.sub))
    assert.equal(await take('jane', joe.sub), true)
  })

  test('a name in one pool says nothing of another', async () => {
    const [one, other] = [await addPool(store), await addPool(store)]
    const [jane, joe] = [await addUser(store, one.id), await addUser(store, other.id)]
    assert.equal(await write((tx) => tx.users.takeName(one.id, 'x', jane.sub)), true)
    assert.equal(await write((tx) => tx.users.takeName(other.id, 'x', joe.sub)), true)
    assert.deepEqual(await store.users.findByName(one.id, 'x'), jane)
  })

  test('former passwords come newest first, as many as asked for', async () => {
    const { id: poolId } = await addPool(store)
    const { sub } = await addUser(store, poolId)
    await write(async (tx) => {
      for (const at of [2, 1, 3]) await tx.users.rememberPassword(poolId, sub, `set at ${at}`, NOW + at)
    })
    assert.deepEqual(await store.users.passwordHistory(poolId, sub, 2), ['set at 3', 'set at 2'])
    assert.deepEqual(await store.users.passwordHistory(poolId, sub, 24), ['set at 3', 'set at 2', 'set at 1'])
    assert.deepEqual(await store.users.passwordHistory(poolId, sub, 0), [])
    await write((tx) => tx.users.rememberPassword(poolId, sub, 'again', NOW + 3))
    assert.deepEqual(await store.users.passwordHistory(poolId, sub, 1), ['again'])
  })
})

describe('groups', () => {
  test('a group is read as it was written, by its name in any case', async () => {
    const { id: poolId } = await addPool(store)
    const group = newGroup(poolId, { name: 'Großkunden', description: 'd', roleArn: 'arn', precedence: 0 })
    assert.equal(await write((tx) => tx.groups.insert(group)), true)
    assert.deepEqual(await store.groups.find(poolId, 'GROßKUNDEN'), group)
    assert.equal(await write((tx) => tx.groups.insert({ ...group, name: 'großkunden' })), false)
    assert.equal(await store.groups.find(poolId, 'none'), undefined)
    const plain = await addGroup(store, poolId)
    assert.deepEqual(await store.groups.find(poolId, plain.name), plain)
    assert.deepEqual([await store.groups.count(poolId), await store.groups.count('none')], [2, 0])
  })

  test('an update takes away what it leaves out, and keeps the name and the age', async () => {
    const { id: poolId } = await addPool(store)
    const group = await addGroup(store, poolId, { name: 'Gold', description: 'd', precedence: 1 })
    const change = newGroup(poolId, { name: 'GOLD', roleArn: 'arn', createdAt: NOW + 5, updatedAt: NOW + 5 })
    assert.equal(await write((tx) => tx.groups.update(change)), true)
    assert.deepEqual(await store.groups.find(poolId, 'gold'), { ...change, name: 'Gold', createdAt: group.createdAt })
    assert.equal(await write((tx) => tx.groups.update(newGroup(poolId))), false)
  })

  test('holding a group changes nothing of it, and a group goes once', async () => {
    const { id: poolId } = await addPool(store)
    const group = await addGroup(store, poolId)
    assert.equal(await write((tx) => tx.groups.hold(poolId, group.name)), true)
    assert.deepEqual(await store.groups.find(poolId, group.name), group)
    assert.equal(await write((tx) => tx.groups.remove(poolId, group.name.toUpperCase())), true)
    assert.equal(await write((tx) => tx.groups.remove(poolId, group.name)), false)
    assert.equal(await write((tx) => tx.groups.hold(poolId, group.name)), false)
  })

  test('a user is a member once, and its groups are those of the lowest precedence first', async () => {
    const { id: poolId } = await addPool(store)
    const { sub } = await addUser(store, poolId)
    const groups = [
      { name: 'none-b' },
      { name: 'None-a' },
      { name: 'ten', precedence: 10 },
      { name: 'zero', precedence: 0 },
      { name: 'last', precedence: 2 ** 31 - 1 },
    ]
    for (const group of groups) await addGroup(store, poolId, group)
    const add = (name: string) => write((tx) => tx.groups.addMember(poolId, name, sub, NOW))
    for (const { name } of groups) assert.equal(await add(name), true)
    assert.equal(await add('ZERO'), false)
    const ofUser = async () => (await store.groups.ofUser(poolId, sub, 10)).items.map(({ name }) => name)
    assert.deepEqual(await ofUser(), ['zero', 'ten', 'last', 'None-a', 'none-b'])
    assert.equal(await store.groups.countOfUser(poolId, sub), 5)
    await write((tx) => tx.groups.removeMember(poolId, 'Ten', sub))
    assert.deepEqual(await ofUser(), ['zero', 'last', 'None-a', 'none-b'])
    await write((tx) => tx.groups.removeMember(poolId, 'ten', sub)) // none there: nothing to do
    assert.equal(await store.groups.countOfUser(poolId, 'none'), 0)
  })
})

describe('codes', () => {
  test('a code takes the place of an older one for the same purpose, its tries included', async () => {
    const { id: poolId } = await addPool(store)
    const { sub } = await addUser(store, poolId)
    const [old, fresh, other] = [
      newCode(poolId, sub),
      newCode(poolId, sub, { destination: '+491700000000', expiresAt: NOW + 9 }),
      newCode(poolId, sub, { purpose: 'forgot_password' }),
    ]
    await write((tx) => tx.codes.put(old, NOW))
    await write((tx) => tx.codes.put(other, NOW))
    assert.equal(await write((tx) => tx.codes.reserveTry(old, 5)), true)
    assert.deepEqual(await store.codes.find(poolId, sub, 'sign_up'), { ...old, failures: 1 })
    await write((tx) => tx.codes.put(fresh, NOW + 1))
    assert.deepEqual(await store.codes.find(poolId, sub, 'sign_up'), fresh)
    assert.deepEqual(await store.codes.find(poolId, sub, 'forgot_password'), other)
    assert.equal(await store.codes.find(poolId, sub, 'none'), undefined)
    assert.equal(await write((tx) => tx.codes.reserveTry(old, 5)), false)
    assert.equal(await write((tx) => tx.codes.take(old)), false)
    assert.equal(await write((tx) => tx.codes.take(fresh)), true)
    assert.equal(await write((tx) => tx.codes.take(fresh)), false)
  })

  test('a code has so many tries and no more', async () => {
    const { id: poolId } = await addPool(store)
    const code = newCode(poolId, (await addUser(store, poolId)).sub)
    await write((tx) => tx.codes.put(code, NOW))
    const tries = []
    for (let index = 0; index < 7; index++) tries.push(await write((tx) => tx.codes.reserveTry(code, 5)))
    assert.deepEqual(tries, [true, true, true, true, true, false, false])
    await write((tx) => tx.codes.remove(poolId, code.sub, code.purpose))
    assert.equal(await store.codes.find(poolId, code.sub, code.purpose), undefined)
  })
})

test('what may be used once is used once, by pool, kind and id, until it is purged', async () => {
  const [one, other] = [(await addPool(store)).id, (await addPool(store)).id]
  const use = (poolId: string, kind: string, id: string, ends = NOW) =>
    write((tx) => tx.consumed.consume(poolId, kind, id, ends))
  assert.equal(await store.consumed.has(one, 'session', 'x'), false)
  assert.equal(await use(one, 'session', 'x'), true)
  assert.equal(await use(one, 'session', 'x', NOW + 9), false)
  assert.equal(await store.consumed.has(one, 'session', 'x'), true)
  assert.equal(await use(one, 'other', 'x', NOW + 1), true)
  assert.equal(await use(one, 'session', 'y', NOW + 1), true)
  assert.equal(await use(other, 'session', 'x', NOW + 1), true)
  await write((tx) => tx.consumed.purge(NOW + 1)) // what ends then is not over yet
  assert.equal(await store.consumed.has(one, 'session', 'x'), false)
  assert.equal(await store.consumed.has(one, 'session', 'y'), true)
})

describe('tokens', () => {
  const setUp = async () => {
    const { id: poolId } = await addPool(store)
    const [{ sub }, { id: clientId }] = [await addUser(store, poolId), await addClient(store, poolId)]
    const add = async (change = {}) => {
      const [family, hash] = [newFamily(poolId, sub, clientId, change), unique()]
      await write((tx) => tx.tokens.insertFamily(family, hash, NOW))
      return { family, hash }
    }
    return { poolId, sub, clientId, add }
  }

  test('a refresh token is found with its family', async () => {
    const { poolId, add } = await setUp()
    const { family, hash } = await add()
    assert.deepEqual(await store.tokens.findFamily(poolId, family.id), family)
    assert.deepEqual(await store.tokens.findRefresh(poolId, hash), { hash, family, rotatedAt: undefined, siblings: 0 })
    assert.equal(await store.tokens.findFamily(poolId, 'none'), undefined)
    assert.equal(await store.tokens.findRefresh(poolId, 'none'), undefined)
    assert.equal(await store.tokens.findRefresh((await addPool(store)).id, hash), undefined)
    await write((tx) => tx.tokens.insertRefresh(poolId, family.id, `${hash}2`, NOW))
    assert.deepEqual((await store.tokens.findRefresh(poolId, `${hash}2`))?.family, family)
  })

  test('a refresh token is rotated once, and has so many siblings', async () => {
    const { poolId, add } = await setUp()
    const { family, hash } = await add()
    assert.equal(await write((tx) => tx.tokens.rotate(poolId, hash, NOW + 1)), true)
    assert.equal(await write((tx) => tx.tokens.rotate(poolId, hash, NOW + 2)), false)
    assert.equal(await write((tx) => tx.tokens.rotate(poolId, 'none', NOW)), false)
    const siblings = []
    for (let index = 0; index < 4; index++) siblings.push(await write((tx) => tx.tokens.addSibling(poolId, hash, 3)))
    assert.deepEqual(siblings, [true, true, true, false])
    assert.deepEqual(await store.tokens.findRefresh(poolId, hash), { hash, family, rotatedAt: NOW + 1, siblings: 3 })
  })

  test('a family, or all of a user’s, is revoked at the first moment that it was', async () => {
    const { poolId, sub, add } = await setUp()
    const [first, second] = [await add(), await add()]
    const revokedAt = async ({ family }: typeof first) => (await store.tokens.findFamily(poolId, family.id))?.revokedAt
    await write((tx) => tx.tokens.revokeFamily(poolId, first.family.id, NOW + 1))
    assert.deepEqual([await revokedAt(first), await revokedAt(second)], [NOW + 1, undefined])
    await write((tx) => tx.tokens.revokeUser(poolId, sub, NOW + 2))
    assert.deepEqual([await revokedAt(first), await revokedAt(second)], [NOW + 1, NOW + 2])
    await write((tx) => tx.tokens.revokeFamily(poolId, second.family.id, NOW + 3))
    assert.equal(await revokedAt(second), NOW + 2)
  })

  test('ended families are purged, a limited number at a time, with their refresh tokens', async () => {
    const { poolId, add } = await setUp()
    const long = -1_000_000_000
    const ended = [await add({ expiresAt: long }), await add({ expiresAt: long }), await add({ expiresAt: long })]
    const alive = await add({ expiresAt: long + 1 })
    assert.equal(await write((tx) => tx.tokens.purge(long + 1, 2)), 2)
    assert.equal(await write((tx) => tx.tokens.purge(long + 1, 2)), 1)
    assert.equal(await write((tx) => tx.tokens.purge(long + 1, 2)), 0)
    for (const { hash } of ended) assert.equal(await store.tokens.findRefresh(poolId, hash), undefined)
    assert.deepEqual((await store.tokens.findRefresh(poolId, alive.hash))?.family, alive.family)
  })
})

test('signing keys come in the order in which they sign', async () => {
  const { id: poolId } = await addPool(store)
  const key = (kid: string, activeFrom: number) => ({
    kid,
    use: 'id' as const,
    sealedPrivateKey: 'sealed',
    publicJwk: { kty: 'RSA', n: 'n', e: 'AQAB' },
    activeFrom,
    createdAt: NOW,
  })
  const keys = [key('b', NOW + 2), key('c', NOW + 1), key('a', NOW + 2)]
  for (const one of keys) await write((tx) => tx.signingKeys.insert(poolId, one))
  assert.deepEqual(
    (await store.signingKeys.list(poolId)).map(({ kid }) => kid),
    ['c', 'a', 'b'],
  )
  assert.deepEqual((await store.signingKeys.list(poolId))[0], keys[1])
  assert.deepEqual(await store.signingKeys.list('none'), [])
  assert.equal(await write((tx) => tx.signingKeys.remove(poolId, 'a')), true)
  assert.equal(await write((tx) => tx.signingKeys.remove(poolId, 'a')), false)
})

test('identities hold policies and keys, which can be stopped, restored and deleted', async () => {
  const identity = { name: unique(), isRoot: false, policies: { a: { Statement: [] }, constructor: 'x' } }
  assert.equal(await write((tx) => tx.identities.insert(identity, NOW)), true)
  assert.equal(await write((tx) => tx.identities.insert({ ...identity, policies: {} }, NOW)), false)
  assert.deepEqual(await store.identities.find(identity.name), identity)
  assert.equal(await store.identities.find('none'), undefined)
  assert.deepEqual(await store.identities.list(), [identity])
  assert.equal(await write((tx) => tx.identities.setPolicies(identity.name, { b: 1 })), true)
  assert.equal(await write((tx) => tx.identities.setPolicies('none', {})), false)
  assert.deepEqual((await store.identities.find(identity.name))?.policies, { b: 1 })

  const lasting = {
    id: unique(),
    identity: identity.name,
    sealedSecret: 'sealed',
    sessionTokenHash: undefined,
    expiresAt: undefined,
    disabledAt: undefined,
    createdAt: NOW,
  }
  const ending = { ...lasting, id: unique(), sessionTokenHash: 'hash', expiresAt: NOW + 1, createdAt: NOW - 1 }
  for (const key of [lasting, ending]) await write((tx) => tx.identities.insertKey(key))
  assert.deepEqual(await store.identities.findKey(ending.id), ending)
  assert.deepEqual(await store.identities.listKeys(), [ending, lasting])
  assert.equal(await store.identities.findKey('none'), undefined)
  assert.equal(await write((tx) => tx.identities.disableKey(lasting.id, NOW)), true)
  assert.equal((await store.identities.findKey(lasting.id))?.disabledAt, NOW)
  assert.equal(await write((tx) => tx.identities.disableKey(lasting.id, undefined)), true)
  assert.deepEqual(await store.identities.findKey(lasting.id), lasting)
  assert.equal(await write((tx) => tx.identities.disableKey('none', NOW)), false)
  assert.equal(await write((tx) => tx.identities.removeKey(lasting.id)), true)
  assert.equal(await write((tx) => tx.identities.removeKey(lasting.id)), false)
})

test('a message is due until it is claimed, put off, delivered or removed', async () => {
  const { id: poolId } = await addPool(store)
  const [second, first] = [newMessage(poolId, { nextAttemptAt: NOW + 1 }), newMessage(poolId)]
  for (const message of [second, first]) await write((tx) => tx.messages.insert(message))
  assert.deepEqual(await store.messages.due(NOW - 1, 10), [])
  assert.deepEqual(await store.messages.due(NOW, 10), [first])
  assert.deepEqual(await store.messages.due(NOW + 1, 10), [first, second])
  assert.deepEqual(await store.messages.due(NOW + 1, 1), [first])
  assert.equal(await store.messages.nextDueAt(), NOW)

  assert.equal(await write((tx) => tx.messages.claim(first, NOW + 60)), true)
  assert.equal(await write((tx) => tx.messages.claim(first, NOW + 60)), false)
  assert.deepEqual(await store.messages.due(NOW + 60, 10), [second, { ...first, attempts: 1, nextAttemptAt: NOW + 60 }])
  const claimed = { id: first.id, attempts: 1 }
  assert.equal(await write((tx) => tx.messages.retryAt(claimed, NOW + 90)), true)
  // What the one before says of it does not count any more.
  assert.equal(await write((tx) => tx.messages.retryAt(first, NOW + 30)), false)
  assert.equal(await write((tx) => tx.messages.giveUp(first)), false)
  assert.equal((await store.messages.due(NOW + 90, 10))[1]?.nextAttemptAt, NOW + 90)

  await write((tx) => tx.messages.markDelivered(second.id, NOW + 2))
  assert.deepEqual(await store.messages.delivered('jane@example.com', 10), [{ ...second, deliveredAt: NOW + 2 }])
  assert.deepEqual(await store.messages.delivered('joe@example.com', 10), [])
  assert.equal(await write((tx) => tx.messages.claim({ ...second, deliveredAt: NOW + 2 }, NOW)), false)
  assert.equal(await store.messages.nextDueAt(), NOW + 90)
  assert.equal(await write((tx) => tx.messages.giveUp(claimed)), true)
  assert.equal(await write((tx) => tx.messages.giveUp(claimed)), false)
  await write((tx) => tx.messages.remove(second.id))
  assert.equal(await store.messages.nextDueAt(), undefined)
  assert.deepEqual(await store.messages.delivered(undefined, 10), [])
})

test('messages of some routes are left out where they are not wanted', async () => {
  const { id: poolId } = await addPool(store)
  const routes = ['EMAIL', 'function f', 'function g']
  const messages = routes.map((route, number) => newMessage(poolId, { route, nextAttemptAt: NOW + number }))
  for (const message of messages) await write((tx) => tx.messages.insert(message))
  const [email, f, g] = messages
  assert.deepEqual(await store.messages.due(NOW + 2, 10, ['function f']), [email, g])
  assert.deepEqual(await store.messages.due(NOW + 2, 1, ['EMAIL', 'SMS']), [f])
  assert.equal(await store.messages.nextDueAt(['EMAIL', 'function f']), NOW + 2)
  assert.equal(await store.messages.nextDueAt(routes), undefined)
  for (const { id } of messages) await write((tx) => tx.messages.remove(id))
})

test('delivered messages come newest first', async () => {
  const { id: poolId } = await addPool(store)
  const ages = [3, 1, 2, 2]
  const messages = ages.map((age) => newMessage(poolId, { createdAt: NOW + age, deliveredAt: NOW }))
  for (const message of messages) await write((tx) => tx.messages.insert(message))
  const [third, first, second, alsoSecond] = messages
  assert.deepEqual(await store.messages.delivered(undefined, 10), [third, alsoSecond, second, first])
  assert.deepEqual(await store.messages.delivered(undefined, 1), [third])
  for (const { id } of messages) await write((tx) => tx.messages.remove(id))
})

test('a fact about the database is set once', async () => {
  assert.equal(await store.meta.get('contract'), undefined)
  assert.equal(await write((tx) => tx.meta.setOnce('contract', 'first')), 'first')
  assert.equal(await write((tx) => tx.meta.setOnce('contract', 'second')), 'first')
  assert.equal(await store.meta.get('contract'), 'first')
})
