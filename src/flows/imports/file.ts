import type { Context } from '../../context.ts'
import { type ImportJob, importLimits } from '../../domain/import-job.ts'
import { CHUNK_BYTES, FileUnreadable, readChunk } from './chunks.ts'

/** A line of a file: its text, or why it has none, and where the next one begins. */
export type Line = { readonly text: string | undefined; readonly isLong: boolean; readonly end: number }

const NEWLINE = 0x0a
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const decode = (bytes: Buffer): string | undefined => {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined // not UTF-8
  }
}

/** Puts a line together of pieces; of one that is too long, no more is kept than shows that it is. */
const collector = () => {
  const pieces: Buffer[] = []
  let size = 0
  return {
    add(piece: Buffer) {
      if (size <= importLimits.rowBytes) pieces.push(Buffer.from(piece))
      size += piece.length
    },
    line(end: number): Line {
      const isLong = size > importLimits.rowBytes
      return { text: isLong ? undefined : decode(Buffer.concat(pieces)), isLong, end }
    },
    isEmpty: () => size === 0,
  }
}

/** Opens the file of a job to read lines of it, which raises FileUnreadable. One chunk of it is in memory at a time. */
export const openFile = (ctx: Context, job: ImportJob) => {
  let held: { number: number; bytes: Buffer } | undefined

  const bytesAt = async (position: number): Promise<Buffer | undefined> => {
    const number = Math.floor(position / CHUNK_BYTES)
    if (held?.number !== number) {
      const bytes = await readChunk(ctx, job, number)
      held = bytes && { number, bytes }
    }
    return held?.bytes.subarray(position % CHUNK_BYTES)
  }

  const lineAt = async (start: number): Promise<Line | undefined> => {
    const size = job.fileBytes ?? 0
    const found = collector()
    for (let position = start; position < size; ) {
      const bytes = await bytesAt(position)
      if (!bytes || bytes.length === 0) {
        throw new FileUnreadable(`The file of ${job.id} ends at ${position} of ${size} bytes`)
      }
      const newline = bytes.indexOf(NEWLINE)
      found.add(newline === -1 ? bytes : bytes.subarray(0, newline))
      position += newline === -1 ? bytes.length : newline + 1
      if (newline !== -1) return found.line(position)
    }
    return found.isEmpty() ? undefined : found.line(size)
  }

  return {
    /** Some lines from a position, which must be the beginning of one; none at the end. */
    async lines(from: number, limit: number): Promise<Line[]> {
      const lines: Line[] = []
      for (let position = from; lines.length < limit; ) {
        const line = await lineAt(position)
        if (!line) break
        lines.push(line)
        position = line.end
      }
      return lines
    },
  }
}
