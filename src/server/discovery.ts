import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../context.ts'
import type { Pool } from '../domain/pool.ts'
import { issuerOf } from '../flows/tokens/issuer.ts'

/** For how long verifiers may keep the keys: shorter than a new key waits before it signs. */
const MAX_AGE_SECONDS = 900

/**
 * The public documents of a pool: its keys and its OpenID configuration.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export const discoveryRoutes = (app: FastifyInstance, ctx: Context) => {
  const withPool = async (poolId: string, reply: FastifyReply, document: (pool: Pool) => Promise<object>) => {
    const pool = await ctx.store.pools.find(poolId)
    reply.header('access-control-allow-origin', '*')
    if (!pool) return reply.code(404).send({ message: `User pool ${poolId} does not exist.` })
    return reply.header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`).send(await document(pool))
  }

  app.get<{ Params: { poolId: string } }>('/:poolId/.well-known/jwks.json', ({ params }, reply) =>
    withPool(params.poolId, reply, async (pool) => ({ keys: await ctx.keys.publish(pool.id) })),
  )
  app.get<{ Params: { poolId: string } }>('/:poolId/.well-known/openid-configuration', ({ params }, reply) =>
    withPool(params.poolId, reply, async (pool) => ({
      id_token_signing_alg_values_supported: ['RS256'],
      issuer: issuerOf(ctx.settings, pool),
      jwks_uri: `${ctx.settings.publicUrl}/${pool.id}/.well-known/jwks.json`,
      response_types_supported: ['code', 'token'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    })),
  )
}
