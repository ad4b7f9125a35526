/**
 * Tools that manage infrastructure read back all that they write. So each member of each request that
 * makes or changes something is stated, changed, left out, null and empty, and read after each; a
 * member of the model that no table has fails its family.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useServer } from './harness.ts'
import { client, clientSessions } from './round-trips/clients.ts'
import { managedLoginBranding, ownDomain, prefixDomain, terms, uiCustomization } from './round-trips/looks.ts'
import { operationNames } from './round-trips/model.ts'
import { googleProvider, group, importJob, oidc, resourceServer, samlProvider } from './round-trips/pool-resources.ts'
import { logs, mfa, poolSessions, risk } from './round-trips/pool-settings.ts'
import { pool } from './round-trips/pools.ts'
import { runFamily } from './round-trips/run.ts'

const server = useServer()

const families = [
  pool,
  mfa,
  poolSessions,
  risk,
  logs,
  client,
  clientSessions,
  group,
  resourceServer,
  oidc,
  googleProvider,
  samlProvider,
  importJob,
  prefixDomain,
  ownDomain,
  uiCustomization,
  managedLoginBranding,
  terms,
]
for (const family of families) runFamily(family, server)

/** What else makes or changes something, and why it is no family: its own tests have it. */
const elsewhere: Readonly<Record<string, string>> = {
  AddCustomAttributes: 'The row of Schema reads back what it adds to.',
  AddUserPoolClientSecret: 'Nothing reads a secret back but its own answer.',
  CreateUserPoolReplica: 'A replica is in a list alone, and has no settings.',
  UpdateUserPoolReplica: 'A replica is in a list alone, and has no settings.',
  UpdateProvisionedLimit: 'It is one number, of the account.',
  SetUserMFAPreference: 'A user’s own.',
  SetUserSettings: 'A user’s own.',
  UpdateUserAttributes: 'A user’s own.',
  UpdateDeviceStatus: 'A user’s own.',
  UpdateAuthEventFeedback: 'A user’s own.',
}

test('every operation of the model that makes or changes something is of a family', () => {
  const writing = operationNames.filter((name) => /^(Create|Set|Update|Add)/.test(name))
  const known = new Set([
    ...families.flatMap(({ create, update = create }) => [create, update]),
    ...Object.keys(elsewhere),
  ])
  assert.deepEqual(
    writing.filter((name) => !known.has(name)),
    [],
  )
})
