/** The plan's side of the load generator: what a job is, what comes back, and the process that does it. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Endpoint } from './client.ts'
import type { Fixture } from './scenario.ts'
import type { LookupName, ScenarioName, SeedingName } from './scenarios.ts'

/** Ends when `count` requests (or exchanges of two) were begun or `duration` (after `warm`) is over, whichever comes first. */
export type Job = {
  scenario: ScenarioName | SeedingName | LookupName
  endpoint: Endpoint
  fixture: Fixture
  connections: number
  warm: number
  duration: number
  count: number
  /** The first index of a fresh scenario. */
  first: number
  tag: string
}

/** Times in milliseconds, `rate` in good answers a second. Only status 200 is an answer, all else an error. */
export type Outcome = {
  answers: number
  elapsed: number
  /** When half of the answers had come: tells a steady server from one that slows down. */
  halfway: number
  rate: number
  p50: number
  p99: number
  errors: number
  firstError: string | undefined
}

export type Generator = { run: (job: Job) => Promise<Outcome>; stop: () => Promise<void> }

/** Starts the one generator process of a run. Jobs are done one after another, never side by side. */
export function startGenerator(): Generator {
  const child = fork(new URL('./generator.ts', import.meta.url), { serialization: 'advanced' })
  let exited = false
  child.on('exit', () => {
    exited = true
  })
  return {
    async run(job) {
      if (exited) throw new Error('the load generator has stopped')
      const stopped = new AbortController()
      const gone = once(child, 'exit', { signal: stopped.signal }).then(() => {
        throw new Error(`the load generator stopped during ${job.scenario}`)
      })
      child.send(job)
      try {
        const [outcome] = await Promise.race([once(child, 'message', { signal: stopped.signal }), gone])
        return outcome as Outcome
      } finally {
        stopped.abort()
        gone.catch(() => undefined)
      }
    },
    async stop() {
      if (exited) return
      child.kill()
      await once(child, 'exit')
    },
  }
}
