import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AuthEvent, noRisk } from '../../src/domain/auth-event.ts'
import type { Client } from '../../src/domain/client.ts'
import type { Device } from '../../src/domain/devices.ts'
import type { Group } from '../../src/domain/group.ts'
import type { IdentityProvider } from '../../src/domain/identity-provider.ts'
import type { LinkedIdentity } from '../../src/domain/linked-identity.ts'
import type { Pool } from '../../src/domain/pool.ts'
import { newPoolSettings } from '../../src/domain/pool-settings.ts'
import { noMfa, type User } from '../../src/domain/user.ts'
import type { StoredCode } from '../../src/store/codes.ts'
import type { Connection } from '../../src/store/dialects/connection.ts'
import { openPostgres } from '../../src/store/dialects/postgres.ts'
import { openSqlite } from '../../src/store/dialects/sqlite.ts'
import { openStore, type Store } from '../../src/store/index.ts'
import type { StoredMessage } from '../../src/store/messages.ts'
import type { TokenFamily } from '../../src/store/tokens.ts'
import { makeDatabase } from '../database.ts'

/** 2026-01-01, when everything of these tests happens. */
export const NOW = Date.UTC(2026, 0, 1)

/** An empty database: a SQLite file, or one in the PostgreSQL cluster that the runner started. */
export const makeEmptyDatabase = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cenote-store-'))
  const { environment, drop } = await makeDatabase({ empty: true })
  const url = environment.CENOTE_DATABASE_URL
  const file = join(folder, 'cenote.db')
  return {
    /** Where the database is: what a process of its own needs to open it. */
    place: url === undefined ? { file } : { url },
    connect: (): Connection => (url === undefined ? openSqlite(file, { durable: false }) : openPostgres(url, () => {})),
    async drop() {
      await drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A store over a database of its own, with the connection under it. */
export const openTestStore = async () => {
  const database = await makeEmptyDatabase()
  const connection = database.connect()
  const store = await openStore(connection)
  return {
    store,
    connection,
    /**
     * Stores that change the database at the same time: of two servers on PostgreSQL. A SQLite file has
     * one server, which is one store.
     */
    async nodes(): Promise<{ stores: Store[]; close(): Promise<void> }> {
      if ('file' in database.place) return { stores: [store], close: async () => {} }
      const other = await openStore(database.connect())
      return { stores: [store, other], close: () => other.close() }
    },
    async close() {
      await store.close()
      await database.drop()
    },
  }
}

export type TestStore = Awaited<ReturnType<typeof openTestStore>>

let made = 0
/** A short text that no other call gave. */
export const unique = () => `n${(made++).toString().padStart(4, '0')}`

/** A pool with nothing set. */
export const newPool = (change: Partial<Pool> = {}): Pool => ({
  id: `us-east-1_${unique()}`,
  region: 'us-east-1',
  name: 'pool',
  settings: newPoolSettings({}, { region: 'us-east-1', accountId: '000000000000' }),
  schema: [],
  tags: {},
  passwordMode: 'srp',
  createdAt: NOW,
  updatedAt: NOW,
  ...change,
})

export const newClient = (poolId: string, change: Partial<Client> = {}): Client => ({
  id: unique(),
  poolId,
  name: 'client',
  settings: {
    refreshTokenValidity: 30,
    tokenValidityUnits: {},
    allowedOAuthFlowsUserPoolClient: false,
    enableTokenRevocation: true,
    enablePropagateAdditionalUserContextData: false,
    authSessionValidity: 3,
  },
  createdAt: NOW,
  updatedAt: NOW,
  ...change,
})

export const newUser = (poolId: string, change: Partial<User> = {}): User => {
  const sub = unique()
  return {
    poolId,
    sub,
    username: sub,
    status: 'CONFIRMED',
    enabled: true,
    attributes: new Map(),
    mfa: noMfa,
    passwordVersion: 1,
    temporaryUntil: undefined,
    signedOutAt: 0,
    revision: 1,
    createdAt: NOW,
    updatedAt: NOW,
    ...change,
  }
}

export const newGroup = (poolId: string, change: Partial<Group> = {}): Group => ({
  poolId,
  name: unique(),
  description: undefined,
  roleArn: undefined,
  precedence: undefined,
  createdAt: NOW,
  updatedAt: NOW,
  ...change,
})

export const newCode = (poolId: string, sub: string, change: Partial<StoredCode> = {}): StoredCode => ({
  poolId,
  sub,
  purpose: 'sign_up',
  destination: 'jane@example.com',
  hash: unique(),
  failures: 0,
  expiresAt: NOW + 1000,
  ...change,
})

export const newFamily = (
  poolId: string,
  sub: string,
  clientId: string,
  change: Partial<TokenFamily> = {},
): TokenFamily => ({
  poolId,
  id: unique(),
  sub,
  clientId,
  scope: 'openid',
  authTime: NOW,
  expiresAt: NOW + 1000,
  revokedAt: undefined,
  deviceKey: undefined,
  authentication: undefined,
  eventId: undefined,
  session: undefined,
  ssoSessionId: undefined,
  resource: undefined,
  ...change,
})

export const newEvent = (
  poolId: string,
  sub: string,
  clientId: string,
  change: Partial<AuthEvent> = {},
): AuthEvent => ({
  poolId,
  id: unique(),
  sub,
  clientId,
  type: 'SignIn',
  response: 'Pass',
  challenges: [],
  context: { ipAddress: '192.0.2.1', deviceName: 'Other, Other', timezone: undefined },
  risk: noRisk,
  createdAt: NOW,
  feedback: undefined,
  ...change,
})

export const newDevice = (poolId: string, sub: string, change: Partial<Device> = {}): Device => ({
  poolId,
  sub,
  key: `us-east-1_${unique()}`,
  groupKey: '-GrpKey01',
  name: 'phone',
  status: 'remembered',
  sealedVerifier: 'sealed',
  lastIp: '192.0.2.1',
  sdk: 'aws-sdk-unknown-unknown',
  createdAt: NOW,
  updatedAt: NOW,
  lastAuthenticatedAt: NOW,
  ...change,
})

export const newProvider = (poolId: string, change: Partial<IdentityProvider> = {}): IdentityProvider => ({
  poolId,
  name: unique(),
  type: 'OIDC',
  details: { client_id: 'client' },
  sealedSecrets: { client_secret: 'sealed' },
  saml: undefined,
  attributeMapping: { username: 'sub' },
  identifiers: [],
  acrMapping: undefined,
  createdAt: NOW,
  updatedAt: NOW,
  ...change,
})

export const newIdentity = (poolId: string, sub: string, change: Partial<LinkedIdentity> = {}): LinkedIdentity => ({
  poolId,
  sub,
  provider: 'Acme',
  attribute: 'Cognito_Subject',
  userId: unique(),
  providerType: 'OIDC',
  issuer: undefined,
  isPrimary: false,
  createdAt: NOW,
  ...change,
})

export const newMessage = (poolId: string, change: Partial<StoredMessage> = {}): StoredMessage => ({
  id: unique(),
  poolId,
  recipient: 'jane@example.com',
  medium: 'EMAIL',
  route: 'EMAIL',
  sealedBody: 'sealed',
  attempts: 0,
  nextAttemptAt: NOW,
  deliveredAt: undefined,
  createdAt: NOW,
  ...change,
})

/** Stores a pool and gives it. */
export const addPool = async (store: Store, change: Partial<Pool> = {}): Promise<Pool> => {
  const pool = newPool(change)
  await store.transaction((tx) => tx.pools.insert(pool))
  return pool
}

export const addClient = async (store: Store, poolId: string, change: Partial<Client> = {}): Promise<Client> => {
  const client = newClient(poolId, change)
  await store.transaction((tx) => tx.clients.insert(client))
  return client
}

export const addUser = async (store: Store, poolId: string, change: Partial<User> = {}): Promise<User> => {
  const user = newUser(poolId, change)
  await store.transaction((tx) => tx.users.insert(user, undefined, []))
  return user
}

export const addGroup = async (store: Store, poolId: string, change: Partial<Group> = {}): Promise<Group> => {
  const group = newGroup(poolId, change)
  await store.transaction((tx) => tx.groups.insert(group))
  return group
}
