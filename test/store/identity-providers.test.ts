import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Queries, Store } from '../../src/store/index.ts'
import { addPool, addUser, NOW, newIdentity, newProvider, openTestStore, type TestStore, unique } from './fixture.ts'

let database: TestStore
let store: Store

before(async () => {
  database = await openTestStore()
  store = database.store
})
after(() => database.close())

const write = <T>(work: (tx: Queries) => Promise<T>) => store.transaction(work)

describe('identity providers', () => {
  test('one is read as it was written, and an unknown one is undefined', async () => {
    const { id: poolId } = await addPool(store)
    const provider = newProvider(poolId, {
      type: 'SAML',
      details: JSON.parse('{"__proto__":"polluted?","a\\u0000b":"\\u0000"}'),
      saml: {
        entityId: 'e',
        signOnUrl: 'https://on.example',
        signOutUrl: 'https://off.example',
        certificates: ['c'],
        readAt: NOW,
      },
      identifiers: ['b', 'a'],
      acrMapping: { Level1: 'one' },
      updatedAt: NOW + 1,
    })
    assert.equal(await write((tx) => tx.identityProviders.insert(provider)), true)
    assert.equal(await write((tx) => tx.identityProviders.insert({ ...provider, type: 'OIDC' })), false)
    assert.deepEqual(await store.identityProviders.find(poolId, provider.name), provider)
    assert.equal(await store.identityProviders.find(poolId, provider.name.toUpperCase()), undefined)
    assert.equal(await store.identityProviders.find('none', provider.name), undefined)
    const bare = newProvider(poolId)
    await write((tx) => tx.identityProviders.insert(bare))
    assert.deepEqual(await store.identityProviders.find(poolId, bare.name), bare)
    assert.deepEqual([await store.identityProviders.count(poolId), await store.identityProviders.count('none')], [2, 0])
    const names = [bare.name, 'none', provider.name]
    assert.deepEqual(
      (await store.identityProviders.namesAmong(poolId, names)).sort(),
      [provider.name, bare.name].sort(),
    )
    assert.deepEqual(await store.identityProviders.namesAmong(poolId, []), [])
    // More than a statement of any database has room for.
    const many = Array.from({ length: 70_000 }, (_, number) => `none ${number}`)
    assert.deepEqual(await store.identityProviders.namesAmong(poolId, [...many, bare.name]), [bare.name])
  })

  test('one is replaced only as it was read, and goes once', async () => {
    const { id: poolId } = await addPool(store)
    const provider = newProvider(poolId)
    await write((tx) => tx.identityProviders.insert(provider))
    const changed = { ...provider, details: { a: 'b' }, updatedAt: NOW + 1 }
    assert.equal(await write((tx) => tx.identityProviders.replace(provider, changed)), true)
    assert.equal(await write((tx) => tx.identityProviders.replace(provider, provider)), false)
    assert.deepEqual(await store.identityProviders.find(poolId, provider.name), changed)
    assert.equal(await write((tx) => tx.identityProviders.remove(poolId, provider.name)), true)
    assert.equal(await write((tx) => tx.identityProviders.remove(poolId, provider.name)), false)
  })

  test('an identifier is of one provider of a pool, and goes with it', async () => {
    const { id: poolId } = await addPool(store)
    const [one, other] = [newProvider(poolId), newProvider(poolId)]
    await write(async (tx) => {
      await tx.identityProviders.insert(one)
      await tx.identityProviders.insert(other)
    })
    const take = (identifier: string, name: string) =>
      write((tx) => tx.identityProviders.takeIdentifier(poolId, identifier, name))
    assert.deepEqual(
      [await take('a', one.name), await take('a', one.name), await take('a', other.name)],
      [true, true, false],
    )
    assert.equal(await store.identityProviders.identifiedBy(poolId, 'a'), one.name)
    assert.equal(await store.identityProviders.identifiedBy(poolId, 'A'), undefined)
    await write((tx) => tx.identityProviders.releaseIdentifiers(poolId, one.name))
    assert.equal(await take('a', other.name), true)
    await write((tx) => tx.identityProviders.remove(poolId, other.name))
    assert.equal(await store.identityProviders.identifiedBy(poolId, 'a'), undefined)
  })

  test('of two who take an identifier at the same time one has it', async () => {
    const { id: poolId } = await addPool(store)
    const providers = [newProvider(poolId), newProvider(poolId)]
    for (const provider of providers) await write((tx) => tx.identityProviders.insert(provider))
    const { stores, close } = await database.nodes()
    const taken = await Promise.all(
      providers.map(({ name }, index) =>
        (stores[index] ?? store).transaction((tx) => tx.identityProviders.takeIdentifier(poolId, 'a', name)),
      ),
    )
    assert.deepEqual(taken.sort(), [false, true])
    await close()
  })
})

describe('linked identities', () => {
  test('one is found by provider, attribute and user id, to the letter, in its pool', async () => {
    const { id: poolId } = await addPool(store)
    const { sub } = await addUser(store, poolId)
    const identity = newIdentity(poolId, sub, { userId: 'Ä'.repeat(2048), issuer: 'e', isPrimary: true })
    assert.equal(await write((tx) => tx.linkedIdentities.insert(identity)), true)
    assert.deepEqual(await store.linkedIdentities.find(identity), identity)
    for (const other of [
      { poolId: (await addPool(store)).id },
      { provider: 'acme' },
      { attribute: 'email' },
      { attribute: 'a\0b' },
      { userId: 'Ä'.repeat(2047) },
      { userId: '\ud800' },
      { userId: identity.userId.toLowerCase() },
    ]) {
      assert.equal(await store.linkedIdentities.find({ ...identity, ...other }), undefined)
    }
  })

  test('one is one user’s, until it is removed, once', async () => {
    const { id: poolId } = await addPool(store)
    const [one, other] = [await addUser(store, poolId), await addUser(store, poolId)]
    const identity = newIdentity(poolId, one.sub)
    await write((tx) => tx.linkedIdentities.insert(identity))
    assert.equal(await write((tx) => tx.linkedIdentities.insert({ ...identity, sub: other.sub })), false)
    assert.equal((await store.linkedIdentities.find(identity))?.sub, one.sub)
    assert.equal(await write((tx) => tx.linkedIdentities.remove(identity)), true)
    assert.equal(await write((tx) => tx.linkedIdentities.remove(identity)), false)
    assert.equal(await write((tx) => tx.linkedIdentities.insert({ ...identity, sub: other.sub })), true)
  })

  test('those of a user come oldest first', async () => {
    const { id: poolId } = await addPool(store)
    const { sub } = await addUser(store, poolId)
    const [young, old] = [newIdentity(poolId, sub, { createdAt: NOW + 1 }), newIdentity(poolId, sub)]
    for (const identity of [young, old]) await write((tx) => tx.linkedIdentities.insert(identity))
    assert.deepEqual(await store.linkedIdentities.ofUser(poolId, sub), [old, young])
    assert.deepEqual(await store.linkedIdentities.ofUser(poolId, unique()), [])
  })
})
