import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import { logoType, versionOf } from '../domain/ui-customization.ts'

type Logo = { poolId: string; scope: string; version: string }

/** The logos of classic pages, as `GetUICustomization` names them: pictures, and nothing that a browser could take for more. */
export const logoRoutes = (app: FastifyInstance, ctx: Context) => {
  app.get<{ Params: Logo }>('/:poolId/logo/:scope/:version', async ({ params }, reply) => {
    const found = await ctx.store.uiCustomizations.find(params.poolId, params.scope)
    const type = found?.image && logoType(found.image)
    if (!found?.image || !type || versionOf(found) !== params.version) {
      return reply.code(404).send({ message: 'There is no such logo.' })
    }
    return reply
      .headers({
        'content-type': type,
        'cache-control': 'public, max-age=86400',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      })
      .send(found.image)
  })
}
