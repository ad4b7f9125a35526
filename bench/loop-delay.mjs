/**
 * Preloaded into a measured server (`--import`): answers each message of its parent with the event-loop delay since
 * the last one, in milliseconds. JavaScript, so that a product pays for no stripping of types that is not its own.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

/** How often the loop is asked to be on time; what is recorded includes it. */
const interval = 5

if (isMainThread && process.send) {
  const delays = monitorEventLoopDelay({ resolution: interval })
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - interval)
  delays.enable()
  process.on('message', () => {
    const [p50, p99, max] = [delays.percentile(50), delays.percentile(99), delays.max].map(late)
    delays.reset()
    process.send({ p50, p99, max })
  })
  // The server must end as if nobody listened.
  process.channel?.unref()
}
