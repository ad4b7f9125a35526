import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context, Settings } from '../../src/context.ts'
import type { Pool } from '../../src/domain/pool.ts'
import { makeSealer } from '../../src/domain/sealing.ts'
import { startDelivery } from '../../src/flows/messages/deliver.ts'
import { openOutbound } from '../../src/outbound/index.ts'
import { openPostgres } from '../../src/store/dialects/postgres.ts'
import { openSqlite } from '../../src/store/dialects/sqlite.ts'
import { openStore, type Store } from '../../src/store/index.ts'
import { makeDatabase } from '../database.ts'

/** The clock of all nodes of a test. */
export type Clock = { now: number }

export type NodeOptions = { smtpPort?: number | undefined; smsUrl?: string; keepsInbox?: boolean }

/** The pool of all messages. Its id leads them to it, and nothing else of it matters. */
export const POOL = 'us-east-1_TestPool1'
const pool = (now: number) =>
  ({
    id: POOL,
    region: 'us-east-1',
    name: 'test',
    settings: {},
    schema: [],
    tags: {},
    passwordMode: 'srp',
    createdAt: now,
    updatedAt: now,
  }) as unknown as Pool

/** A database that several nodes share, with the part of a server that sends messages. */
export const makeCluster = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cenote-messages-'))
  const database = await makeDatabase()
  const clock: Clock = { now: Date.UTC(2031, 4, 6) }
  const log: string[] = []
  const stops: (() => Promise<void>)[] = []
  const file = join(folder, 'cenote.db')
  let first: Store | undefined

  const node = async ({ smtpPort, smsUrl, keepsInbox = false }: NodeOptions) => {
    const url = database.environment.CENOTE_DATABASE_URL
    // A SQLite file has one server, and so one store.
    const store = url || !first ? await openStore(url ? openPostgres(url, () => {}) : openSqlite(file)) : first
    if (!first) await store.transaction((tx) => tx.pools.insert(pool(clock.now)))
    first ??= store
    const line = (fields: object, message: string) => void log.push(JSON.stringify({ ...fields, message }))
    const outbound = await openOutbound(
      {
        mode: 'dev',
        email: smtpPort === undefined ? undefined : { kind: 'smtp', url: `smtp://127.0.0.1:${smtpPort}` },
        sms: smsUrl === undefined ? undefined : { kind: 'webhook', url: smsUrl, secret: 'sixteen characters' },
        emailFrom: 'no-reply@cenote.example',
        functionsFile: undefined,
        functionsSecret: undefined,
        lambda: undefined,
        senderKey: undefined,
        awsCredentials: false,
        outboundNetworks: [],
        logDir: undefined,
        logWebhook: undefined,
      },
      { debug: line, warn: line },
    )
    const settings: Partial<Settings> = {
      publicUrl: 'https://id.example',
      keepsInbox,
    }
    const ctx = {
      store,
      outbound,
      settings,
      sealer: makeSealer([Buffer.alloc(32, 7)], randomBytes),
      log: { debug: line, info: line, warn: line, error: line },
      now: () => clock.now,
      random: randomBytes,
    } as unknown as Context // all of it that messages need
    let delivery: ReturnType<typeof startDelivery> | undefined
    const stop = async () => {
      await delivery?.stop()
      delivery = undefined
      await outbound.close()
    }
    stops.push(async () => {
      await stop()
      if (store !== first) await store.close()
    })
    return {
      ctx,
      start(room?: number) {
        delivery = startDelivery(ctx, room)
      },
      stop,
    }
  }

  return {
    clock,
    log,
    node,
    async [Symbol.asyncDispose]() {
      for (const stop of stops) await stop()
      await first?.close()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
