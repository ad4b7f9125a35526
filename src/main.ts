/** The composition root: configuration in, running server out. Nothing is constructed elsewhere. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type KeySource, startCompute } from './compute/index.ts'
import { type Config, ConfigError } from './config.ts'
import type { Context, Logger, Settings } from './context.ts'
import { makeSealer, type Sealer } from './domain/sealing.ts'
import { startLogDelivery } from './flows/events/deliver-logs.ts'
import { startImports } from './flows/imports/worker.ts'
import { startDelivery } from './flows/messages/deliver.ts'
import { startPurge } from './flows/purge.ts'
import { openKeyRing } from './keys/ring.ts'
import { openOutbound } from './outbound/index.ts'
import { randomPool } from './random.ts'
import { loadRootKeys } from './root-key.ts'
import { buildHttp } from './server/http.ts'
import { trustAnyone, verifySignatures } from './server/iam.ts'
import { inboxRoutes } from './server/inbox.ts'
import { makeLimiter } from './server/limiter.ts'
import { makeRates } from './server/provisioned-rates.ts'
import type { Connection } from './store/dialects/connection.ts'
import { FileInUse, lockFile, openSqlite } from './store/dialects/sqlite.ts'
import { openStore, type Store } from './store/index.ts'
import { NewerSchema } from './store/migrations/index.ts'

/** What a test replaces of the world. */
export type World = {
  now(): number
  random(bytes: number): Buffer
  /** How long one attempt at a function may take, in place of 5 seconds. */
  readonly functionTimeLimit?: number
  /** Where keys of pools come from. */
  readonly keySource?: KeySource
}

const realWorld: World = { now: Date.now, random: randomPool() }

const openConnection = async (
  database: Config['database'],
  log: Logger,
): Promise<{ connection: Connection; release(): void }> => {
  if (database.kind === 'postgres') {
    const { openPostgres } = await import('./store/dialects/postgres.ts')
    const onError = (error: Error) => log.warn({ err: error }, 'a database connection broke')
    return { connection: openPostgres(database.url, onError), release: () => {} }
  }
  if (database.kind === 'memory') {
    const folder = mkdtempSync(join(tmpdir(), 'cenote-'))
    const release = () => rmSync(folder, { recursive: true, force: true })
    return { connection: openSqlite(join(folder, 'cenote.db'), { durable: false }), release }
  }
  mkdirSync(dirname(database.file), { recursive: true, mode: 0o700 })
  return { connection: openSqlite(database.file), release: () => {} }
}

/** What the operator must mend about a database that does not open; other errors stay what they are. */
const databaseMistake = (error: unknown, { database }: Config): unknown => {
  if (error instanceof NewerSchema) return new ConfigError([`CENOTE_DATABASE_URL: ${error.message}`])
  const { code } = error as { code?: string }
  if (database.kind !== 'postgres' || code === undefined) return error
  return new ConfigError([`CENOTE_DATABASE_URL: the database cannot be opened (${code})`])
}

/** A database that was there before its key has been sealed by another one, which must be found again. */
const mayCreateKey = ({ rootKey, database }: Config): Config['rootKey'] =>
  'file' in rootKey && database.kind === 'sqlite' && existsSync(database.file) ? { ...rootKey, create: false } : rootKey

/** Refuses a root key that is not the one that sealed this database. */
const checkRootKey = async (store: Store, sealer: Sealer) => {
  const check = await store.transaction((tx) => tx.meta.setOnce('key-check', sealer.seal('key-check', 'cenote')))
  if (sealer.open('key-check', check) !== 'cenote') {
    throw new ConfigError(['CENOTE_ROOT_KEY_FILE: this is not the key with which the database was sealed'])
  }
}

/** Opens the store and the sealer of a configuration: all that the command line's tools need. */
export const openVault = async (config: Config, log: Logger, random: World['random'] = randomBytes) => {
  const root = loadRootKeys(mayCreateKey(config))
  if (root.createdFile) {
    log.warn({ file: root.createdFile }, 'made a root key; without this file the database cannot be read: back it up')
  }
  const { connection, release } = await openConnection(config.database, log)
  const store = await openStore(connection).catch(async (error: unknown) => {
    await connection.close()
    release()
    throw databaseMistake(error, config)
  })
  const sealer = makeSealer(root.keys, random)
  const close = async () => {
    await store.close()
    release()
  }
  try {
    await checkRootKey(store, sealer)
  } catch (error) {
    await close()
    throw error
  }
  return { store, sealer, close }
}

/** A server that listens. */
export type RunningServer = {
  readonly url: string
  readonly ctx: Context
  /** Stops taking requests, finishes those under way, and closes everything. */
  stop(): Promise<void>
}

/** Takes the file of SQLite for this process. Raises ConfigError while a server uses it. */
export const takeFile = (file: string) => {
  try {
    return lockFile(file)
  } catch (error) {
    if (error instanceof FileInUse) throw new ConfigError([`CENOTE_DATA_DIR: ${error.message}`])
    throw error
  }
}

/** Starts a server and resolves when it listens. Raises ConfigError for what the operator must mend. */
export const startServer = async (
  config: Config,
  log: Logger,
  { functionTimeLimit, keySource, ...world }: World = realWorld,
): Promise<RunningServer> => {
  const outbound = await openOutbound(config, log, functionTimeLimit).catch((error: Error) => {
    throw new ConfigError([error.message])
  })
  const unlock = config.database.kind === 'sqlite' ? takeFile(config.database.file) : () => {}
  const vault = await openVault(config, log, world.random).catch((error) => {
    unlock()
    throw error
  })
  const { store, sealer } = vault
  const compute = startCompute(availableParallelism(), keySource)
  const settings: Settings = {
    accountId: config.accountId,
    publicUrl: config.publicUrl,
    issuer: config.issuer,
    passwordMode: config.passwordMode,
    devCode: config.devCode,
    keepsInbox: config.mode === 'dev',
    localProviders: config.mode === 'dev',
    limits: config.quotas !== undefined,
    importRows: config.importRows,
    quotas: config.quotas,
    regions: config.regions,
  }
  const keys = openKeyRing({ store, sealer, compute, log, ...world })
  const ctx: Context = { store, sealer, compute, keys, outbound, settings, log, ...world }
  const app = buildHttp({
    ctx,
    authenticate: config.mode === 'dev' ? trustAnyone(ctx, config.regions) : verifySignatures(ctx, config.regions),
    spend: makeLimiter(makeRates(ctx), world.now),
    trustedProxies: config.trustedProxies,
    ...(config.mode === 'dev' && { extend: (routes) => inboxRoutes(routes, ctx) }),
  })
  const delivery = startDelivery(ctx)
  const purge = startPurge(ctx)
  const imports = startImports(ctx)
  const logs = startLogDelivery(ctx)
  const stop = async () => {
    await app.close()
    purge.stop()
    await Promise.all([delivery.stop(), imports.stop(), logs.stop()])
    await outbound.close()
    await compute.close()
    await vault.close()
    unlock()
  }
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await stop()
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new ConfigError([`CENOTE_PORT: port ${config.port} is in use`])
    if (code === 'EADDRNOTAVAIL')
      throw new ConfigError([`CENOTE_HOST: ${config.host} is not an address of this machine`])
    throw error
  }
  return { url: config.publicUrl, ctx, stop }
}
