import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../context.ts'
import type { Pool } from '../domain/pool.ts'
import { discoveryDocument } from '../oauth/discovery.ts'

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
  for (const name of ['openid-configuration', 'oauth-authorization-server']) {
    app.get<{ Params: { poolId: string } }>(`/:poolId/.well-known/${name}`, ({ params }, reply) =>
      withPool(params.poolId, reply, async (pool) => discoveryDocument(ctx, pool)),
    )
    // Where RFC 8414 section 3.1 looks for what OpenID Connect looks for below the issuer.
    app.get<{ Params: { poolId: string } }>(`/.well-known/${name}/:poolId`, ({ params }, reply) =>
      withPool(params.poolId, reply, async (pool) => discoveryDocument(ctx, pool)),
    )
  }
}
