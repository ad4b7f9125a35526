/**
 * The load generator's own process: a closed loop over keep-alive loopback sockets. It is hand-written over
 * `node:net` because on two cores a full HTTP client would take from the server what it is meant to measure.
 */
import { connect } from 'node:net'
import { toBytes } from './client.ts'
import type { Job, Outcome } from './load.ts'
import { scenarioOf } from './scenarios.ts'

/** More failures to connect than this and the job is given up: the server is gone. */
const connectFailuresAllowed = 100

/** How long after the end of a job the last answers may come; then their sockets are closed. */
const drainTime = 30_000

/** A ring of requests longer than this would only cost time to sign. */
const ringLimit = 5_000

type Answer = { status: number; body: string }

/** Takes chunks, answers the message when one is whole. Keeps the body only when it tells of an error. */
function answerReader(): (chunk: Buffer) => Answer | undefined {
  let head: Buffer = Buffer.alloc(0)
  let status = 0
  let missing = 0
  let body = ''
  return (chunk) => {
    let rest = chunk
    if (status === 0) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return undefined
      const lines = head.toString('latin1', 0, end)
      const length = /\r\ncontent-length: *(\d+)/i.exec(lines)
      if (!length) throw new Error(`an answer without Content-Length cannot be read: ${lines}`)
      status = Number(lines.slice(9, 12))
      missing = Number(length[1])
      rest = head.subarray(end + 4)
      head = Buffer.alloc(0)
    }
    missing -= rest.length
    if (status !== 200) body += rest.toString()
    if (missing > 0) return undefined
    const answer = { status, body }
    status = 0
    body = ''
    return answer
  }
}

/** Hands out the job's requests until its count or time is spent. */
function requestSource(job: Job): () => Buffer | undefined {
  const scenario = scenarioOf(job.scenario)
  const build = (index: number) => toBytes(job.endpoint, scenario.request(job.fixture, index, job.tag))
  const ringLength = scenario.fresh ? 0 : Math.min(job.fixture.users, ringLimit)
  const ring = Array.from({ length: ringLength }, (_, index) => build(index))
  const deadline = performance.now() + job.warm + job.duration
  let sent = 0
  return () => {
    if (sent >= job.count || performance.now() >= deadline) return undefined
    const index = sent++
    return scenario.fresh ? build(job.first + index) : ring[index % ring.length]
  }
}

/** Collects what came back. Answers before the warm-up's end are checked for errors but not counted. */
function tally(job: Job) {
  const start = performance.now()
  const counted = start + job.warm
  const deadline = counted + job.duration
  const latencies: number[] = []
  const completions: number[] = []
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
      if (sentAt < counted) return
      latencies.push(now - sentAt)
      if (now > deadline) return
      completions.push(now - counted)
    },
    outcome(): Outcome {
      latencies.sort((a, b) => a - b)
      const answers = completions.length
      const elapsed = answers === job.count ? (completions.at(-1) ?? 0) : job.duration
      const halfway = completions[Math.floor(answers / 2)] ?? 0
      const rate = (answers * 1000) / elapsed
      return { answers, elapsed, halfway, rate, p50: at(0.5), p99: at(0.99), errors, firstError }
    },
  }
}

/** One connection's life: send, read, send again; opened anew when the server closes it. */
function converse(port: number, next: () => Buffer | undefined, results: ReturnType<typeof tally>): Promise<void> {
  return new Promise((resolve) => {
    let failures = 0
    const open = () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let read = answerReader()
      let sentAt = 0
      let done = false
      const send = () => {
        const bytes = next()
        done = bytes === undefined
        sentAt = performance.now()
        if (bytes) socket.write(bytes)
        else socket.end()
      }
      socket.setTimeout(drainTime, () => socket.destroy(new Error('no answer in time')))
      socket.on('connect', send)
      socket.on('data', (chunk) => {
        const answer = read(chunk)
        if (!answer) return
        if (answer.status === 200) results.succeed(sentAt)
        else results.fail(`${answer.status} ${answer.body}`)
        send()
      })
      socket.on('error', (error) => results.fail(String(error)))
      socket.on('close', () => {
        read = answerReader()
        if (done || ++failures > connectFailuresAllowed) resolve()
        else setTimeout(open, 10)
      })
    }
    open()
  })
}

async function perform(job: Job): Promise<Outcome> {
  const next = requestSource(job)
  const results = tally(job)
  await Promise.all(Array.from({ length: job.connections }, () => converse(job.endpoint.port, next, results)))
  return results.outcome()
}

process.on('message', async (job: Job) => process.send?.(await perform(job)))
