import type { Config } from '../config.ts'
import { createRoot } from '../flows/credentials.ts'
import { openLog } from '../logging.ts'
import { startServer } from '../main.ts'

/** How long requests under way may take to finish after a signal to stop. */
const DRAIN_MS = 25_000

type Tell = { readonly print: (text: string) => void; readonly complain: (text: string) => void }

/** Runs a server until a signal stops it, and tells where it listens. */
export const serve = async (config: Config, { print, complain }: Tell): Promise<void> => {
  const log = await openLog(config)
  const server = await startServer(config, log)
  const stop = () => {
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1))
    setTimeout(() => process.exit(1), DRAIN_MS).unref()
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
  print(`Cenote listens on ${server.url}`)
  if (config.mode === 'serve') {
    const root = await createRoot(server.ctx, server.ctx.store.transaction)
    if (root)
      complain(
        `The root access key, shown this once:\nAWS_ACCESS_KEY_ID=${root.accessKeyId}\nAWS_SECRET_ACCESS_KEY=${root.secretAccessKey}`,
      )
  } else {
    complain(`Messages: ${server.url}/_cenote/inbox`)
  }
}
