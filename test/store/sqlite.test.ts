/** What SQLite promises of a commit: told of, and shown to readers, when it is on disk and not before. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openSqlite } from '../../src/store/dialects/sqlite.ts'
import { openStore } from '../../src/store/index.ts'
import { until } from '../until.ts'
import { NOW, newPool } from './fixture.ts'

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const newFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cenote-sqlite-'))
  folders.push(folder)
  return join(folder, 'cenote.db')
}

/** A disk of which the test says when it has written, and whether. */
const disk = () => {
  let isSlow = false
  const waiting: { succeed(): void; fail(error: Error): void }[] = []
  return {
    sync: () =>
      isSlow ? new Promise<void>((succeed, fail) => waiting.push({ succeed, fail })) : Promise.resolve(undefined),
    slowDown: () => {
      isSlow = true
    },
    /** The sync that is under way, once there is one. */
    async next() {
      while (waiting.length === 0) await new Promise(setImmediate)
      return waiting.shift() as (typeof waiting)[number] // there is one
    },
  }
}

const openOn = async (drive: ReturnType<typeof disk>, file = newFile()) =>
  openStore(openSqlite(file, { sync: drive.sync }))

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

test('R2 a commit is told of when it is on disk, and nobody reads it before', async () => {
  const drive = disk()
  const store = await openOn(drive)
  drive.slowDown()
  const pool = newPool()
  let isTold = false
  const told = store
    .transaction((tx) => tx.pools.insert(pool))
    .then(() => {
      isTold = true
    })
  const { succeed } = await drive.next()
  await turns(20)
  assert.equal(isTold, false)
  assert.equal(await store.pools.find(pool.id), undefined)
  succeed()
  await told
  assert.equal((await store.pools.find(pool.id))?.id, pool.id)
  await store.close()
})

test('while one commit is on its way to the disk the next transactions run, and are committed after it', async () => {
  const drive = disk()
  const store = await openOn(drive)
  drive.slowDown()
  const [first, second] = [newPool(), newPool()]
  const order: string[] = []
  const told = [
    store.transaction((tx) => tx.pools.insert(first)).then(() => order.push('first')),
    drive.next().then(async ({ succeed }) => {
      const later = store
        .transaction(async (tx) => {
          // It sees what was committed before it, on disk or not.
          order.push(`second runs, first ${(await tx.pools.find(first.id)) ? 'is there' : 'is not'}`)
          await tx.pools.insert(second)
        })
        .then(() => order.push('second'))
      await turns(20)
      assert.equal(await store.pools.find(first.id), undefined)
      succeed()
      const again = await drive.next()
      // The first is on disk by now, and the second is not.
      assert.ok(await store.pools.find(first.id))
      assert.equal(await store.pools.find(second.id), undefined)
      again.succeed()
      await later
    }),
  ]
  await Promise.all(told)
  assert.deepEqual(order, ['second runs, first is there', 'first', 'second'])
  await store.close()
})

test('a disk that fails once is trusted no more: nothing is told of, shown or written until a restart', async () => {
  const drive = disk()
  const file = newFile()
  const store = await openOn(drive, file)
  const [kept, lost, later] = [newPool(), newPool(), newPool()]
  await store.transaction((tx) => tx.pools.insert(kept))
  drive.slowDown()
  const failing = store.transaction((tx) => tx.pools.insert(lost))
  const { fail } = await drive.next()
  const beside = store.transaction((tx) => tx.pools.insert(later))
  await turns(5)
  fail(new Error('EIO'))
  for (const one of [failing, beside, store.transaction((tx) => tx.pools.insert(newPool()))]) {
    await assert.rejects(one, /The disk failed/)
  }
  await assert.rejects(store.check(), /The disk failed/)
  assert.ok(await store.pools.find(kept.id))
  assert.equal(await store.pools.find(lost.id), undefined)
  await store.close()
  const reopened = await openStore(openSqlite(file))
  assert.ok(await reopened.pools.find(kept.id))
  assert.equal(await reopened.pools.find(later.id), undefined)
  await reopened.close()
})

test('nor is what it failed to keep written back, however long the log is', async () => {
  const drive = disk()
  const file = newFile()
  const store = await openOn(drive, file)
  const { id } = await newPoolIn(store)
  drive.slowDown()
  const long = 'x'.repeat(17_000_000)
  const failing = store.transaction((tx) => tx.consumed.consume(id, 'test', long, NOW))
  const { fail } = await drive.next()
  fail(new Error('EIO'))
  await assert.rejects(failing, /The disk failed/)
  await assert.rejects(
    store.transaction((tx) => tx.consumed.consume(id, 'test', 'short', NOW)),
    /The disk failed/,
  )
  assert.equal(await store.consumed.has(id, 'test', long), false)
  assert.ok(statSync(file).size < long.length)
  await store.close()
})

test('a long log is written back while requests read and write without end, and its file stays small', async () => {
  const file = newFile()
  const store = await openStore(openSqlite(file))
  const { id } = await newPoolIn(store)
  for (let round = 0; round < 12; round++) {
    const use = async (index: number) => {
      const name = `${round} ${index} ${'x'.repeat(500)}`
      assert.equal(await store.consumed.has(id, 'test', name), false)
      await store.transaction((tx) => tx.consumed.consume(id, 'test', name, NOW))
      assert.equal(await store.consumed.has(id, 'test', name), true)
    }
    await Promise.all(Array.from({ length: 1000 }, (_, index) => use(index)))
  }
  const [log, database] = [statSync(`${file}-wal`).size, statSync(file).size]
  assert.ok(database > 12_000 * 500, `${database} bytes in the database`)
  assert.ok(log < 40_000_000, `${log} bytes in the log`)
  await store.close()
})

test('what another process commits is seen soon, by who reads all the time as well', async () => {
  const file = newFile()
  const [store, other] = [await openStore(openSqlite(file)), await openStore(openSqlite(file))]
  assert.equal(await store.meta.get('told'), undefined)
  await other.transaction((tx) => tx.meta.setOnce('told', 'by the other'))
  await until(() => store.meta.get('told'), 1)
  await other.close()
  await store.close()
})

test('nor does it grow by few transactions of long texts', async () => {
  const file = newFile()
  const store = await openStore(openSqlite(file))
  const { id } = await newPoolIn(store)
  const text = 'x'.repeat(900_000)
  for (let index = 0; index < 200; index++) {
    await store.transaction((tx) => tx.consumed.consume(id, 'test', `${index} ${text}`, NOW))
    assert.ok(statSync(`${file}-wal`).size < 80_000_000)
  }
  assert.ok(statSync(file).size > 200 * 900_000)
  await store.close()
})

const newPoolIn = async (store: Awaited<ReturnType<typeof openStore>>) => {
  const pool = newPool()
  await store.transaction((tx) => tx.pools.insert(pool))
  return pool
}
