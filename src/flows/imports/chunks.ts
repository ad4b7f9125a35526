import type { Context } from '../../context.ts'
import type { ImportJob } from '../../domain/import-job.ts'

/** The bytes of every chunk of a file but the last. Files stay readable across versions as long as this stays. */
export const CHUNK_BYTES = 256 * 1024

const sealContext = ({ poolId, id }: Pick<ImportJob, 'poolId' | 'id'>, number: number) =>
  `import-file|${poolId}|${id}|${number}`

/** Seals a chunk: what people upload has addresses and password hashes in it. A byte is one character, so that any will do. */
export const sealChunk = (
  { sealer }: Pick<Context, 'sealer'>,
  job: Pick<ImportJob, 'poolId' | 'id'>,
  number: number,
  bytes: Buffer,
): string => sealer.seal(sealContext(job, number), bytes.toString('latin1'))

/** A file that was uploaded and is not what it was: trying again is of no use. */
export class FileUnreadable extends Error {}

/** Reads a chunk; undefined past the end. Raises FileUnreadable for one that does not open. */
export const readChunk = async (
  { sealer, store }: Pick<Context, 'sealer' | 'store'>,
  job: ImportJob,
  number: number,
): Promise<Buffer | undefined> => {
  const sealed = await store.importFiles.chunk(job, number)
  if (sealed === undefined) return undefined
  const opened = sealer.open(sealContext(job, number), sealed)
  if (opened === undefined) throw new FileUnreadable(`Chunk ${number} of the file of ${job.id} does not open`)
  return Buffer.from(opened, 'latin1')
}
