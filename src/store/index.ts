import type { Kysely } from 'kysely'
import { Orphaned } from '../domain/errors.ts'
import { attempts } from './attempts.ts'
import { authEvents } from './auth-events.ts'
import { authorizationCodes } from './authorization-codes.ts'
import { brandings } from './brandings.ts'
import { type CommittedClients, clients, committedClients } from './clients.ts'
import { codes } from './codes.ts'
import { consumed } from './consumed.ts'
import { devices } from './devices.ts'
import type { Connection } from './dialects/connection.ts'
import { domains } from './domains.ts'
import { groups } from './groups.ts'
import { identities } from './identities.ts'
import { identityProviders } from './identity-providers.ts'
import { importFiles } from './import-files.ts'
import { importJobs } from './import-jobs.ts'
import { importUploads } from './import-uploads.ts'
import { importWork } from './import-work.ts'
import { importedPasswords } from './imported-passwords.ts'
import { keptSessions } from './kept-sessions.ts'
import { linkedIdentities } from './linked-identities.ts'
import { logConfigurations } from './log-configurations.ts'
import { logRecords } from './log-records.ts'
import { messages } from './messages.ts'
import { meta } from './meta.ts'
import { migrate } from './migrations/index.ts'
import { passkeyRegistrations } from './passkey-registrations.ts'
import { passkeys } from './passkeys.ts'
import { passwords } from './passwords.ts'
import { poolReplicas } from './pool-replicas.ts'
import { type CommittedPools, committedPools, pools } from './pools.ts'
import { provisionedLimits } from './provisioned-limits.ts'
import { regions } from './regions.ts'
import { resourceServers } from './resource-servers.ts'
import { riskConfigurations } from './risk-configurations.ts'
import type { Tables } from './schema.ts'
import { sessions } from './sessions.ts'
import { signingKeys } from './signing-keys.ts'
import { softwareTokens } from './software-tokens.ts'
import { ssoSessions } from './sso-sessions.ts'
import { terms } from './terms.ts'
import { tokens } from './tokens.ts'
import { uiCustomizations } from './ui-customizations.ts'
import { userLists } from './user-lists.ts'
import { users } from './users.ts'

const queries = (db: Kysely<Tables>) => ({
  attempts: attempts(db),
  authEvents: authEvents(db),
  authorizationCodes: authorizationCodes(db),
  brandings: brandings(db),
  clients: clients(db),
  codes: codes(db),
  consumed: consumed(db),
  devices: devices(db),
  domains: domains(db),
  groups: groups(db),
  identities: identities(db),
  identityProviders: identityProviders(db),
  importFiles: importFiles(db),
  importJobs: importJobs(db),
  importUploads: importUploads(db),
  importWork: importWork(db),
  importedPasswords: importedPasswords(db),
  keptSessions: keptSessions(db),
  linkedIdentities: linkedIdentities(db),
  logConfigurations: logConfigurations(db),
  logRecords: logRecords(db),
  messages: messages(db),
  meta: meta(db),
  passkeyRegistrations: passkeyRegistrations(db),
  passkeys: passkeys(db),
  passwords: passwords(db),
  poolReplicas: poolReplicas(db),
  pools: pools(db),
  provisionedLimits: provisionedLimits(db),
  regions: regions(db),
  resourceServers: resourceServers(db),
  riskConfigurations: riskConfigurations(db),
  sessions: sessions(db),
  signingKeys: signingKeys(db),
  softwareTokens: softwareTokens(db),
  ssoSessions: ssoSessions(db),
  terms: terms(db),
  tokens: tokens(db),
  uiCustomizations: uiCustomizations(db),
  userLists: userLists(db),
  users: users(db),
})

/** Everything that can be asked of the store, by entity. */
export type Queries = ReturnType<typeof queries>

/** The store: reads of what is committed, and transactions. */
export type Store = Queries & {
  readonly clients: CommittedClients
  readonly pools: CommittedPools
  /**
   * Runs `work` whole or not at all, and resolves when it is durable. It must wait for nothing but the
   * store. Raises Orphaned when what a row belongs to is gone.
   */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>
  /** Resolves when the database answers. */
  check(): Promise<void>
  close(): Promise<void>
}

/** Opens the store over a connection, its schema brought to this release's. */
export const openStore = async (connection: Connection): Promise<Store> => {
  await migrate(connection)
  const known = new WeakMap<Kysely<Tables>, Queries>()
  const queriesOver = (db: Kysely<Tables>) => {
    const made = known.get(db) ?? queries(db)
    known.set(db, made)
    return made
  }
  const pools = committedPools(connection.read)
  return {
    ...queries(connection.read),
    pools,
    clients: committedClients(connection.read, pools),
    async transaction(work) {
      try {
        return await connection.transaction((db) => work(queriesOver(db)))
      } catch (error) {
        throw connection.isOrphan(error) ? new Orphaned('What it belongs to was deleted', { cause: error }) : error
      }
    },
    check: connection.check,
    close: connection.close,
  }
}
