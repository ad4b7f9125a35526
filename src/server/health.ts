import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'

/** Live: the process answers. Ready: the database does, too, so that requests may be sent here. */
export const healthRoutes = (app: FastifyInstance, ctx: Context) => {
  app.get('/_cenote/health/live', async () => ({ status: 'live' }))
  app.get('/_cenote/health/ready', async (_request, reply) => {
    try {
      await ctx.store.check()
      return { status: 'ready' }
    } catch (error) {
      ctx.log.warn({ err: error }, 'the database does not answer')
      return reply.code(503).send({ status: 'not ready' })
    }
  })
}
