import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { GuardedHttp } from './guarded-http.ts'
import { signatureHeader } from './signature.ts'

/** Lines of one pool, in their order, and when they are sent. */
export type LogBatch = { readonly poolId: string; readonly lines: readonly string[]; readonly sentAt: number }

/** Somewhere where logs go. It has taken a batch for good when it resolves. */
export type LogSink = { deliver(batch: LogBatch): Promise<void> }

/** The places where logs go, by their name in the queue. */
export type LogSinks = Readonly<Partial<Record<'file' | 'url', LogSink>>>

/** What the operator says of them. */
export type LogOptions = {
  readonly logDir: string | undefined
  readonly logWebhook: { readonly url: string; readonly secret: string } | undefined
}

/** Whether a file ends within a line: a crash or a full disk leaves what was written until then. */
const endsWithin = async (file: FileHandle): Promise<boolean> => {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer.toString('latin1') !== '\n'
}

/**
 * One file for each pool, in lines of JSON. It is opened anew for each batch, so that it may be moved away.
 * A batch begins a line of its own: one that broke off comes again, and would continue what is left of it.
 */
const fileSink = (folder: string): LogSink => ({
  async deliver({ poolId, lines }) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = await open(join(folder, `${poolId}.jsonl`), 'a+', 0o600)
    try {
      await file.writeFile(`${(await endsWithin(file)) ? '\n' : ''}${lines.join('\n')}\n`)
      await file.datasync()
    } finally {
      await file.close()
    }
  },
})

/** A server that takes lines of JSON, signed as text messages are. Any 2xx takes the batch. */
const urlSink = ({ url, secret }: NonNullable<LogOptions['logWebhook']>, http: GuardedHttp): LogSink => ({
  async deliver({ poolId, lines, sentAt }) {
    const body = `${lines.join('\n')}\n`
    const { status } = await http({
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        'cenote-pool': poolId,
        'cenote-signature': signatureHeader(secret, sentAt, body),
      },
      body,
    })
    if (status < 200 || status > 299) throw new Error(`the log endpoint answered ${status}`)
  },
})

/** Opens the places where logs go. Nothing is written or connected before there is something to log. */
export const openLogSinks = ({ logDir, logWebhook }: LogOptions, http: GuardedHttp): LogSinks => ({
  ...(logDir !== undefined && { file: fileSink(logDir) }),
  ...(logWebhook && { url: urlSink(logWebhook, http) }),
})
