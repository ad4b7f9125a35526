import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { openStore } from '../../src/store/index.ts'
import { NewerSchema } from '../../src/store/migrations/index.ts'
import { makeEmptyDatabase, newPool } from './fixture.ts'

type Database = Awaited<ReturnType<typeof makeEmptyDatabase>>

const withDatabase = async (work: (database: Database) => Promise<void>) => {
  const database = await makeEmptyDatabase()
  try {
    await work(database)
  } finally {
    await database.drop()
  }
}

test('a database that is opened again has what it had', () =>
  withDatabase(async (database) => {
    const pool = newPool()
    const first = await openStore(database.connect())
    await first.transaction((tx) => tx.pools.insert(pool))
    await first.close()
    const again = await openStore(database.connect())
    assert.deepEqual(await again.pools.find(pool.id), pool)
    await again.check()
    await again.close()
  }))

test('a database of a newer release is refused by its name, and is left as it is', () =>
  withDatabase(async (database) => {
    const connection = database.connect()
    const store = await openStore(connection)
    const { read: db } = connection
    const withMigrations = (on: typeof db) => on.withTables<{ kysely_migration: { name: string; timestamp: string } }>()
    await connection.transaction((tx) =>
      withMigrations(tx)
        .insertInto('kysely_migration')
        .values({ name: '9999-later', timestamp: '2099-01-01T00:00:00Z' })
        .execute(),
    )
    const tablesBefore = await db.introspection.getTables({ withInternalKyselyTables: true })

    const later = database.connect()
    await assert.rejects(openStore(later), (error) => error instanceof NewerSchema && /9999-later/.test(error.message))
    await later.close()
    assert.deepEqual(await db.introspection.getTables({ withInternalKyselyTables: true }), tablesBefore)
    assert.equal((await withMigrations(db).selectFrom('kysely_migration').select('name').execute()).length, 2)
    await store.close()
  }))

const resolve = (path: string) => JSON.stringify(import.meta.resolve(path))

/** Opens the store when it is told to, and says who came first. */
const starter = (place: Database['place']) => `
  import { createInterface } from 'node:readline'
  const { openStore } = await import(${resolve('../../src/store/index.ts')})
  const { openSqlite } = await import(${resolve('../../src/store/dialects/sqlite.ts')})
  const { openPostgres } = await import(${resolve('../../src/store/dialects/postgres.ts')})
  const { file, url } = ${JSON.stringify(place)}
  console.log('ready')
  for await (const name of createInterface({ input: process.stdin })) {
    const store = await openStore(url ? openPostgres(url, () => {}) : openSqlite(file))
    console.log(await store.transaction((tx) => tx.meta.setOnce('first', name)))
    await store.close()
  }`

const startProcess = async (place: Database['place']) => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', starter(place)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const exited = once(child, 'exit')
  assert.equal((await lines.next()).value, 'ready')
  return {
    go: (name: string) => child.stdin.end(`${name}\n`),
    async outcome() {
      const { value } = await lines.next()
      return { said: value, code: (await exited)[0] }
    },
  }
}

test('processes that start together on an empty database all start, and find one schema', async () => {
  for (let round = 0; round < 3; round++) {
    await withDatabase(async (database) => {
      const processes = await Promise.all([1, 2, 3].map(() => startProcess(database.place)))
      for (const [index, { go }] of processes.entries()) go(`process ${index}`)
      const outcomes = await Promise.all(processes.map(({ outcome }) => outcome()))
      const store = await openStore(database.connect())
      const first = await store.meta.get('first')
      assert.match(first ?? '', /^process \d$/)
      assert.deepEqual(
        outcomes,
        processes.map(() => ({ said: first, code: 0 })),
      )
      await store.close()
    })
  }
})
