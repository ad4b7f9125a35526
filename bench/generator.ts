/**
 * The load generator's own process: a closed loop over keep-alive loopback sockets. It is hand-written over
 * `node:net` because on two cores a full HTTP client would take from the server what it is meant to measure.
 */
import { connect } from 'node:net'
import { readAnswer, toBytes } from './client.ts'
import type { Job, Outcome } from './load.ts'
import type { Scenario } from './scenario.ts'
import { scenarioOf } from './scenarios.ts'
import { type Tally, tally } from './tally.ts'

/** More failures to connect than this and the job is given up: the server is gone. */
const connectFailuresAllowed = 100

/** How long after the end of a job the last answers may come; then their sockets are closed. */
const drainTime = 30_000

/** A ring of requests longer than this would only cost time to sign. */
const ringLimit = 5_000

type Answer = { status: number; location: string | null; body: string }

/** A request, and what is made of the body of its answer: another request, or nothing. Raises for a wrong one. */
type Turn = { bytes: Buffer; follow?: (answer: Answer) => Turn | undefined }

/** Takes chunks, answers the message when one is whole. Keeps the body of errors, and all when `keepsAll`. */
function answerReader(keepsAll: boolean): (chunk: Buffer) => Answer | undefined {
  let head: Buffer = Buffer.alloc(0)
  let status = 0
  let location: string | null = null
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
      location = /\r\nlocation: *(\S+)/i.exec(lines)?.[1] ?? null
      missing = Number(length[1])
      rest = head.subarray(end + 4)
      head = Buffer.alloc(0)
    }
    missing -= rest.length
    if (keepsAll || status !== 200) body += rest.toString()
    if (missing > 0) return undefined
    const answer = { status, location, body }
    status = 0
    body = ''
    return answer
  }
}

/** What is sent for one index: one request, or one and another that answers its challenge. */
function turnOf({ endpoint, fixture, tag }: Job, { request, respond, holds }: Scenario, index: number): Turn {
  const bytes = toBytes(endpoint, request(fixture, index, tag))
  if (!respond) return { bytes }
  const check = ({ location, body }: Answer) => {
    if (!holds(readAnswer(location, body))) throw new Error(`answered something else: ${location ?? body}`)
    return undefined
  }
  const follow = ({ location, body }: Answer) => {
    return { bytes: toBytes(endpoint, respond(fixture, index, readAnswer(location, body))), follow: check }
  }
  return { bytes, follow }
}

/** Hands out the job's requests until its count or time is spent. */
function requestSource(job: Job): () => Turn | undefined {
  const scenario = scenarioOf(job.scenario)
  const build = (index: number) => turnOf(job, scenario, index)
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

type Source = { next: () => Turn | undefined; keepsBodies: boolean }

/** The exchanges of one connection: what to send first, and what after each answer. Undefined ends it. */
function exchanges({ next }: Source, results: Tally) {
  let turn: Turn | undefined
  let sentAt = 0
  const begin = (): Buffer | undefined => {
    turn = next()
    sentAt = performance.now()
    return turn?.bytes
  }
  const after = (answer: Answer): Buffer | undefined => {
    const { status, location, body } = answer
    try {
      // A redirect is an answer to whoever goes on with what it says.
      if (status !== 200 && !(location && turn?.follow)) throw new Error(`${status} ${location ?? body}`)
      turn = turn?.follow?.(answer)
      if (turn) return turn.bytes
      results.succeed(sentAt)
    } catch (error) {
      results.fail(error instanceof Error ? error.message : String(error))
    }
    return begin()
  }
  return { begin, after }
}

/** One connection's life: send, read, send again; opened anew when the server closes it. */
function converse(port: number, source: Source, results: Tally): Promise<void> {
  return new Promise((resolve) => {
    let failures = 0
    const open = () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      const read = answerReader(source.keepsBodies)
      const { begin, after } = exchanges(source, results)
      let done = false
      const send = (bytes: Buffer | undefined) => {
        done = bytes === undefined
        if (bytes) socket.write(bytes)
        else socket.end()
      }
      socket.setTimeout(drainTime, () => socket.destroy(new Error('no answer in time')))
      socket.on('connect', () => send(begin()))
      socket.on('data', (chunk) => {
        const answer = read(chunk)
        if (answer) send(after(answer))
      })
      socket.on('error', (error) => results.fail(String(error)))
      socket.on('close', () => {
        if (done || ++failures > connectFailuresAllowed) resolve()
        else setTimeout(open, 10)
      })
    }
    open()
  })
}

async function perform(job: Job): Promise<Outcome> {
  const source = { next: requestSource(job), keepsBodies: scenarioOf(job.scenario).respond !== undefined }
  const results = tally(job)
  await Promise.all(Array.from({ length: job.connections }, () => converse(job.endpoint.port, source, results)))
  return results.outcome()
}

process.on('message', async (job: Job) => process.send?.(await perform(job)))
