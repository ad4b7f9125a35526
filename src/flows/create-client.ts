import type { Context } from '../context.ts'
import {
  type Client,
  type ClientSecret,
  type ClientSettings,
  isVouchedFor,
  type Registration,
} from '../domain/client.ts'
import { checkClient } from '../domain/client-rules.ts'
import { fault } from '../domain/errors.ts'
import { newClientId } from '../domain/generated-names.ts'
import type { Pool } from '../domain/pool.ts'
import { unverifiedTexts } from '../domain/unverified-texts.ts'
import type { Queries } from '../store/index.ts'
import { secretId } from './change-secrets.ts'
import { sealSecret } from './client-secrets.ts'
import { findProviders } from './federation/providers.ts'
import { holdPool } from './hold-pool.ts'
import { findScopes } from './scopes.ts'

/** The default quota of a pool. */
const MAXIMUM_CLIENTS = 1000
/** Of those, as many as only administrators and whom they vouch for may make: strangers would else leave them no room. */
const KEPT_FROM_STRANGERS = 100

const roomFor = (registration: Registration | undefined) =>
  isVouchedFor({ registration }) ? MAXIMUM_CLIENTS : MAXIMUM_CLIENTS - KEPT_FROM_STRANGERS

/** A client as it is asked for. */
export type NewClient = {
  readonly pool: Pool
  /** Its id, where it is left out. */
  readonly name: string | undefined
  readonly settings: ClientSettings
  /** The value of its secret; undefined for a public client. */
  readonly secret: string | undefined
  /** Of a client that registers itself. */
  readonly registration?: Registration
  /** What else must be granted, in the transaction that stores the client. */
  readonly admit?: (tx: Queries) => Promise<void>
}

/**
 * Makes an app client, by an administrator or by itself. Raises what `checkClient` and `admit` raise, and
 * LimitExceededException for a pool that has as many as it may, or as strangers may fill it up to.
 */
export const createClient = async (
  ctx: Context,
  { pool, name, settings, secret, registration, admit }: NewClient,
): Promise<{ client: Client; secrets: readonly ClientSecret[] }> => {
  const customScopes = await findScopes(ctx, pool.id, settings.allowedOAuthScopes ?? [])
  const providers = await findProviders(ctx, pool.id, settings.supportedIdentityProviders ?? [])
  const hasSecret = secret !== undefined
  checkClient({ settings, pool, hasSecret, registration, customScopes, providers, doing: 'creating' })
  const now = ctx.now()
  const id = newClientId(ctx.random)
  const client: Client = {
    ...{ id, poolId: pool.id, name: name ?? id, settings, createdAt: now, updatedAt: now },
    ...(registration && { registration }),
  }
  const secrets = secret === undefined ? [] : [{ id: secretId(id, now), value: secret, createdAt: now }]
  await ctx.store.transaction(async (tx) => {
    await holdPool(tx, pool)
    if ((await tx.clients.count(pool.id)) >= roomFor(registration)) {
      throw fault('LimitExceededException', unverifiedTexts.clientLimit)
    }
    await admit?.(tx)
    await tx.clients.insert(client)
    for (const one of secrets) await tx.clients.insertSecret(pool.id, id, sealSecret(ctx, client, one))
  })
  return { client, secrets }
}
