import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { fault, ServiceError } from '../domain/errors.ts'
import { unverifiedTexts } from '../domain/unverified-texts.ts'
import { readLog } from '../flows/imports/log.ts'
import { DescribeUserImportJob } from '../operations/imports/DescribeUserImportJob.ts'
import { validate } from '../wire/validate.ts'
import { answerFault } from './api.ts'
import { authorize } from './authorize.ts'
import type { Authenticate } from './iam.ts'
import { LOOPBACK_HOST } from './inbox.ts'

/** In dev mode whoever sits at this machine may read, as they may the inbox. */
const isAtHome = ({ settings }: Context, { headers }: FastifyRequest) =>
  settings.keepsInbox && headers.authorization === undefined && LOOPBACK_HOST.test(headers.host ?? '')

/** Answers the principal if it may describe the job: the log tells of no more, row by row. */
const requireReader = async (ctx: Context, authenticate: Authenticate, request: FastifyRequest, body: object) => {
  if (isAtHome(ctx, request)) return undefined
  const { method, url, headers } = request
  const principal = await authenticate({ method, url, headers, body: Buffer.alloc(0) })
  const peer = { ipAddress: request.ip, userAgent: headers['user-agent'], requestId: request.id }
  await authorize(ctx, { principal, name: 'DescribeUserImportJob', operation: DescribeUserImportJob, body, peer })
  return principal
}

/**
 * The logs of import jobs, which the service keeps elsewhere: for signed requests, as those of the API
 * are, of identities that may call DescribeUserImportJob; in dev mode for anybody on this machine.
 */
export const importLogRoutes = (app: FastifyInstance, ctx: Context, authenticate: Authenticate): void => {
  app.get('/_cenote/imports/:poolId/:jobId/log', async (request, reply) => {
    const { poolId, jobId } = request.params as { poolId: string; jobId: string } // the route names them
    try {
      const named = { UserPoolId: poolId, JobId: jobId }
      const reader = await requireReader(ctx, authenticate, request, named)
      const { UserPoolId, JobId } = validate(DescribeUserImportJob.input, named)
      const pool = await ctx.store.pools.find(UserPoolId)
      const isTheirs = pool && (!reader || reader.region === pool.region)
      const stored = isTheirs ? await ctx.store.importJobs.find(UserPoolId, JobId) : undefined
      if (!stored) throw fault('ResourceNotFoundException', unverifiedTexts.importJob(JobId))
      return reply
        .headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
        .type('text/plain; charset=utf-8')
        .send(Readable.from(readLog(ctx, stored)))
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      const { status, headers, body } = answerFault(error, request.id)
      return reply.code(status).headers(headers).send(body)
    }
  })
}
