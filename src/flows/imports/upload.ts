/**
 * Imports of users: files come by a signed URL and are kept in sealed chunks, so that any node can
 * read them; one node at a time works through a file, in small transactions that bring users in and
 * say how far it is. What was brought in therefore is never brought in again, whoever dies when.
 */
import type { Context } from '../../context.ts'
import type { ImportJob } from '../../domain/import-job.ts'
import { CHUNK_BYTES, sealChunk } from './chunks.ts'

/** For how long an upload that says nothing keeps others out. */
const SILENCE_MS = 60_000
/** How many chunks are deleted in one transaction. */
const SWEEP = 4

/** How an upload ends. `refused` is one whose job has a file or waits for none; `lost` one that another took over. */
export type UploadOutcome = 'stored' | 'refused' | 'lost'

type Job = Pick<ImportJob, 'poolId' | 'id'>

/** Deletes the chunks of a job, little by little. */
export const sweepChunks = async (ctx: Context, job: Job): Promise<void> => {
  while (await ctx.store.transaction((tx) => tx.importFiles.removeChunks(job, SWEEP)));
}

/** The bytes of a stream as chunks of one size, and a rest. */
async function* chunked(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const piece of source) {
    waiting.push(piece)
    size += piece.length
    if (size < CHUNK_BYTES) continue
    const all = Buffer.concat(waiting)
    let at = 0
    for (; all.length - at >= CHUNK_BYTES; at += CHUNK_BYTES) yield all.subarray(at, at + CHUNK_BYTES)
    waiting = [all.subarray(at)]
    size = all.length - at
  }
  if (size > 0) yield Buffer.concat(waiting)
}

const storeChunks = async (
  ctx: Context,
  job: Job,
  uploadId: string,
  source: AsyncIterable<Buffer>,
): Promise<UploadOutcome> => {
  let [number, bytes] = [0, 0]
  for await (const chunk of chunked(source)) {
    bytes += chunk.length
    const sealed = sealChunk(ctx, job, number, chunk)
    const at = number++
    const isKept = await ctx.store.transaction(async (tx) => {
      if (!(await tx.importUploads.keep(job, uploadId, ctx.now() + SILENCE_MS))) return false
      await tx.importFiles.insertChunk(job, at, sealed)
      return true
    })
    if (!isKept) return 'lost'
  }
  return (await ctx.store.transaction((tx) => tx.importUploads.finish(job, uploadId, bytes))) ? 'stored' : 'lost'
}

/**
 * Stores the file of a job, whole or not at all, in memory that does not grow with it; how long it may be is
 * for the caller to say. A job takes one file; an upload that broke off can be made again. Rejects when the source breaks off.
 */
export const storeUpload = async (ctx: Context, job: Job, source: AsyncIterable<Buffer>): Promise<UploadOutcome> => {
  const uploadId = ctx.random(12).toString('base64url')
  const now = ctx.now()
  const hasBegun = await ctx.store.transaction((tx) => tx.importUploads.begin(job, uploadId, now, now + SILENCE_MS))
  if (!hasBegun) return 'refused'
  let outcome: UploadOutcome | undefined
  try {
    await sweepChunks(ctx, job) // of an upload that broke off
    outcome = await storeChunks(ctx, job, uploadId, source)
    return outcome
  } finally {
    if (outcome !== 'stored') await ctx.store.transaction((tx) => tx.importUploads.abandon(job, uploadId))
  }
}
