import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { importLimits } from '../domain/import-job.ts'
import { storeUpload, type UploadOutcome } from '../flows/imports/upload.ts'
import { isSigned, uploadHeader } from '../flows/imports/upload-url.ts'

/** The route of uploads, the one that takes long requests. */
export const UPLOAD_ROUTE = '/_cenote/imports/:poolId/:jobId'

/** How long a server that stops waits for uploads: one may take a quarter of an hour, and can be made again elsewhere. */
const GRACE_MS = 3000

/** An answer in the words of the store to which the service has files uploaded. */
type Refusal = { readonly status: number; readonly code: string; readonly message: string }

const refusals = {
  signature: {
    status: 403,
    code: 'SignatureDoesNotMatch',
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  },
  expired: { status: 403, code: 'AccessDenied', message: 'Request has expired' },
  refused: { status: 403, code: 'AccessDenied', message: 'The URL was used, or is being used now.' },
  lost: { status: 409, code: 'OperationAborted', message: 'Another upload took the place of this one.' },
  'no length': {
    status: 411,
    code: 'MissingContentLength',
    message: 'You must provide the Content-Length HTTP header.',
  },
  'too large': {
    status: 400,
    code: 'EntityTooLarge',
    message: 'Your proposed upload exceeds the maximum allowed size',
  },
  broken: { status: 400, code: 'IncompleteBody', message: 'The request body terminated unexpectedly' },
} as const satisfies Record<
  Exclude<UploadOutcome, 'stored'> | 'signature' | 'expired' | 'no length' | 'too large' | 'broken',
  Refusal
>

/** A body that is not read to its end leaves the connection unusable. */
const refuse = (reply: FastifyReply, { status, code, message }: Refusal) =>
  reply
    .code(status)
    .headers({ connection: 'close' })
    .type('application/xml')
    .send(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`)

/** Whom a request's URL lets upload; undefined for one that was not signed here. */
const targetOf = (ctx: Context, request: FastifyRequest) => {
  const { poolId, jobId } = request.params as { poolId: string; jobId: string } // the route names them
  const query = request.query as Readonly<Record<string, unknown>> // whatever the query string holds
  const [expires, signature] = [query['X-Cenote-Expires'], query['X-Amz-Signature']]
  if (typeof expires !== 'string' || typeof signature !== 'string') return undefined
  const target = { poolId, id: jobId, expiresAt: Number(expires) }
  return isSigned(ctx, target, signature) ? target : undefined
}

const receive = async (ctx: Context, request: FastifyRequest, reply: FastifyReply) => {
  const target = targetOf(ctx, request)
  if (!target || request.headers[uploadHeader.name] !== uploadHeader.value) return refuse(reply, refusals.signature)
  if (target.expiresAt <= ctx.now()) return refuse(reply, refusals.expired)
  const length = request.headers['content-length']
  if (length === undefined) return refuse(reply, refusals['no length'])
  if (Number(length) > importLimits.fileBytes) return refuse(reply, refusals['too large'])
  try {
    const outcome = await storeUpload(ctx, target, request.raw)
    return outcome === 'stored' ? reply.code(200).send() : refuse(reply, refusals[outcome])
  } catch (error) {
    if (!request.raw.complete) return refuse(reply, refusals.broken)
    throw error
  }
}

/**
 * Where the files of import jobs go, by the URLs that CreateUserImportJob answers: `curl -T users.csv
 * -H 'x-amz-server-side-encryption:aws:kms' URL`. Bodies are read as they come.
 */
export const uploadRoutes = (app: FastifyInstance, ctx: Context): void => {
  const underWay = new Map<IncomingMessage, Promise<unknown>>()
  app.addHook('preClose', async () => {
    const giveUp = () => {
      for (const request of underWay.keys()) request.destroy()
    }
    setTimeout(giveUp, GRACE_MS).unref()
  })
  // What is given up says so in the database, which is closed next.
  app.addHook('onClose', async () => {
    await Promise.allSettled(underWay.values())
  })
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    scope.put(UPLOAD_ROUTE, (request, reply) => {
      const upload = receive(ctx, request, reply).finally(() => underWay.delete(request.raw))
      underWay.set(request.raw, upload)
      return upload
    })
  })
}
