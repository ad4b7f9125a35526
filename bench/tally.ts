/** How many answers came, when, and how long they took. */
import type { Job, Outcome } from './load.ts'

/** What came back, being collected. Answers before the warm-up's end are checked for errors but not counted. */
export function tally(job: Job) {
  const start = performance.now()
  const counted = start + job.warm
  const deadline = counted + job.duration
  const latencies: number[] = []
  const completions: number[] = []
  let succeeded = 0
  let errors = 0
  let firstError: string | undefined
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return {
    fail(reason: string) {
      errors++
      firstError ??= reason.slice(0, 500)
    },
    succeed(sentAt: number) {
      const now = performance.now()
      succeeded++
      if (sentAt < counted) return
      latencies.push(now - sentAt)
      if (now > deadline) return
      completions.push(now - counted)
    },
    outcome(): Outcome {
      latencies.sort((a, b) => a - b)
      const answers = completions.length
      // Out of requests before its time: what came after the last answer is no time of the server's.
      const elapsed = succeeded + errors >= job.count ? (completions.at(-1) ?? 0) : job.duration
      const halfway = completions[Math.floor(answers / 2)] ?? 0
      const rate = elapsed > 0 ? (answers * 1000) / elapsed : 0
      return { answers, elapsed, halfway, rate, p50: at(0.5), p99: at(0.99), errors, firstError }
    },
  }
}

export type Tally = ReturnType<typeof tally>
