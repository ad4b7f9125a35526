/**
 * Tools that manage infrastructure read back all that they write. So each member of each request that
 * makes or changes something is stated, changed, left out, null and empty, and read after each; a
 * member of the model that no table has fails its family.
 */
import { useServer } from './harness.ts'
import { client, clientSessions } from './round-trips/clients.ts'
import { managedLoginBranding, ownDomain, prefixDomain, terms, uiCustomization } from './round-trips/looks.ts'
import { googleProvider, group, importJob, oidc, resourceServer, samlProvider } from './round-trips/pool-resources.ts'
import { mfa, pool, poolSessions, risk } from './round-trips/pools.ts'
import { runFamily } from './round-trips/run.ts'

const server = useServer()

const families = [
  pool,
  mfa,
  poolSessions,
  risk,
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
