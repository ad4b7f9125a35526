/** After a wake: how soon to look first, the longest gap between looks, and for how long it stays so. */
const FIRST_GAP_MS = 4
const LONGEST_GAP_MS = 25
const RESTLESS_MS = 1000
/** Otherwise: how often to look for what other nodes left behind. */
const IDLE_GAP_MS = 1000

/** Something that is done when it may be needed. */
export type Pacing = {
  wake(): void
  /** Resolves when it rests for good. */
  stop(): Promise<void>
}

/**
 * Calls `look`, never twice at once: soon and often after a wake, rarely otherwise, and earlier when
 * `look` answers that there will be something to do in so many milliseconds. A wake may therefore
 * come before that which it tells of, as it does inside a transaction: the commit is seen a few
 * milliseconds after it, and nobody needs to remember to wake again.
 */
export const pace = (look: () => Promise<number>): Pacing => {
  let timer: NodeJS.Timeout | undefined
  let timerAt = Number.POSITIVE_INFINITY
  let looking: Promise<void> | undefined
  let stopped = false
  let wokenAt = Number.NEGATIVE_INFINITY
  let looks = 0

  const gap = () =>
    performance.now() - wokenAt < RESTLESS_MS ? Math.min(FIRST_GAP_MS * 2 ** looks, LONGEST_GAP_MS) : IDLE_GAP_MS

  const schedule = (delay: number) => {
    const at = performance.now() + delay
    if (stopped || looking || at >= timerAt) return
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(run, delay)
  }

  const run = () => {
    timerAt = Number.POSITIVE_INFINITY
    looks++
    looking = look().then((wait) => {
      looking = undefined
      schedule(Math.max(0, Math.min(wait, gap())))
    })
  }

  schedule(0)
  return {
    wake() {
      wokenAt = performance.now()
      looks = 0
      schedule(gap())
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}
