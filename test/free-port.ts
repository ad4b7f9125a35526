import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the ports that systems give away by themselves (RFC 6335: from 49152; Linux: from 32768), where a connection
 * that is made meanwhile takes none of them, and above those that browsers refuse.
 */
const FIRST = 11_000
/** How many each lane of the runner has for itself. */
const OF_A_LANE = 5_000

const lane = FIRST + (Number(process.env.TEST_LANE ?? 0) % 4) * OF_A_LANE
/** Processes that follow each other begin at different places. */
let next = process.pid % OF_A_LANE

const isFree = async (port: number): Promise<boolean> => {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch {
    return false
  }
  probe.close()
  await once(probe, 'close')
  return true
}

/** A port of the loopback that nobody listens on, another one every time. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = lane + (next++ % OF_A_LANE)
    if (await isFree(port)) return port
  }
}
