import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Store } from '../../src/store/index.ts'
import { addClient, addPool, addUser, NOW, newEvent, openTestStore, type TestStore } from './fixture.ts'

let database: TestStore
let store: Store

before(async () => {
  database = await openTestStore()
  store = database.store
})
after(() => database.close())

const makeOwner = async () => {
  const { id: poolId } = await addPool(store)
  const { id: clientId } = await addClient(store, poolId)
  const { sub } = await addUser(store, poolId)
  const event = (change: Parameters<typeof newEvent>[3] = {}) => newEvent(poolId, sub, clientId, change)
  const put = (made: ReturnType<typeof newEvent>) => store.transaction((tx) => tx.authEvents.put(made))
  return { poolId, sub, event, put }
}

test('an event is found as it was stored, by its user', async () => {
  const { poolId, sub, event, put } = await makeOwner()
  const whole = event({
    challenges: [{ name: 'Mfa', response: 'Failure' }],
    context: { ipAddress: '2001:db8::1', deviceName: 'Chrome 126, Windows 10', timezone: '-07:00' },
    risk: { decision: 'AccountTakeover', level: 'High', compromised: true },
    feedback: { value: 'Invalid', provider: 'User', at: NOW + 1 },
  })
  const plain = event()
  for (const made of [whole, plain]) {
    await put(made)
    assert.deepEqual(await store.authEvents.find(poolId, sub, made.id), made)
  }
  const { sub: other } = await addUser(store, poolId)
  assert.equal(await store.authEvents.find(poolId, other, whole.id), undefined)
})

test('an event that is in progress goes on, keeps where it began, and ends once', async () => {
  const { poolId, sub, event, put } = await makeOwner()
  const begun = event({ response: 'InProgress' })
  await put(begun)
  assert.deepEqual(await store.authEvents.findOpen(poolId, sub, 'SignIn'), begun)
  assert.equal(await store.authEvents.findOpen(poolId, sub, 'SignUp'), undefined)
  const challenges = [{ name: 'Password' as const, response: 'Success' as const }]
  const elsewhere = { ipAddress: '198.51.100.1', deviceName: 'x', timezone: undefined }
  await put({ ...begun, response: 'Pass', challenges, context: elsewhere, createdAt: NOW + 5 })
  const ended = { ...begun, response: 'Pass' as const, challenges }
  assert.deepEqual(await store.authEvents.find(poolId, sub, begun.id), ended)
  await put({ ...begun, response: 'InProgress', challenges: [] })
  assert.deepEqual(await store.authEvents.find(poolId, sub, begun.id), ended)
  assert.equal(await store.authEvents.findOpen(poolId, sub, 'SignIn'), undefined)
})

test('pages are stable, newest first, also of events of one moment', async () => {
  const { poolId, sub, event, put } = await makeOwner()
  const made = Array.from({ length: 7 }, (_, index) => event({ createdAt: NOW + Math.floor(index / 3) }))
  for (const one of made) await put(one)
  await put(event({ createdAt: NOW - 1 }))
  const found: string[] = []
  let after: Parameters<typeof store.authEvents.list>[4]
  do {
    const page = await store.authEvents.list(poolId, sub, NOW, 2, after)
    found.push(...page.items.map(({ id }) => id))
    after = page.next
    await put(event({ createdAt: NOW + 100 }))
  } while (after)
  const key = ({ createdAt, id }: (typeof made)[number]) => `${createdAt} ${id}`
  const expected = made.toSorted((a, b) => (key(a) < key(b) ? 1 : -1)).map(({ id }) => id)
  assert.deepEqual(found, expected)
})

test('so many old events are forgotten at a time', async () => {
  const { poolId, sub, event, put } = await makeOwner()
  for (let index = 0; index < 4; index++) await put(event({ createdAt: index }))
  await store.transaction((tx) => tx.authEvents.purge(3, 2))
  assert.equal((await store.authEvents.list(poolId, sub, 0, 10)).items.length, 2)
  await store.transaction((tx) => tx.authEvents.purge(3, 2))
  assert.deepEqual(
    (await store.authEvents.list(poolId, sub, 0, 10)).items.map(({ createdAt }) => createdAt),
    [3],
  )
})
