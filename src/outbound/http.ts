import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { RequestFailure } from '../domain/request-failure.ts'

/** How long a connection is kept that nobody uses: less than servers keep them. */
const IDLE_MS = 4000

/** A request to another server. GET unless there is a method. */
export type HttpRequest = {
  readonly url: string | URL
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Its answer, whatever the status. A redirect is an answer like any other: nobody follows it. */
export type HttpAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

/** How far a request may go: when it is given up, how much is read, and by which connection. */
export type HttpLimits = {
  readonly signal: AbortSignal
  readonly maxBytes: number
  /** Whether an answer whose status is known counts as it is, where the rest is too much, too late or breaks off. */
  readonly isCut?: boolean
  /** Keeps connections; `false` makes one for this request alone. */
  readonly agent: HttpAgent | false
  /** Decides what a name means. */
  readonly lookup?: LookupFunction
}

/** Reads the body into `chunks`, which hold what there was of it when this rejects. */
const readBody = async (answer: IncomingMessage, maxBytes: number, chunks: Buffer[]): Promise<void> => {
  const tooLarge = () => new RequestFailure('too-large', `an answer of more than ${maxBytes} bytes`)
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  let size = 0
  for await (const chunk of answer) {
    size += (chunk as Buffer).length // no encoding is set: all chunks are bytes
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
}

const toFailure = (error: unknown): RequestFailure => {
  if (error instanceof RequestFailure) return error
  const { name, code } = error as { name?: string; code?: string }
  if (name === 'TimeoutError' || name === 'AbortError') return new RequestFailure('timeout', 'no answer in time')
  return new RequestFailure('down', code ?? name ?? 'failed')
}

/**
 * Sends one request and reads its whole answer. What is too much, too late or of nobody's interest any
 * more ends its connection. Raises RequestFailure for whatever is no answer.
 */
export const sendRequest = async (
  { url, method = 'GET', headers, body }: HttpRequest,
  { signal, maxBytes, isCut = false, ...connection }: HttpLimits,
): Promise<HttpAnswer> => {
  const send = new Promise<HttpAnswer>((done, fail) => {
    const start = new URL(url).protocol === 'https:' ? overHttps : overHttp
    const request = start(url, {
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
      signal,
      ...connection,
    })
    request.on('error', fail) // whatever comes after the first is of no interest
    let isAnswered = false
    // A connection can also end without an error: a server that wants to speak another protocol (101) has it closed.
    request.once('close', () => {
      if (!isAnswered) fail(new RequestFailure('down', 'no answer'))
    })
    request.once('response', (answer) => {
      isAnswered = true
      const chunks: Buffer[] = []
      const end = () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) })
      if (isCut) request.off('error', fail).on('error', () => {})
      readBody(answer, maxBytes, chunks).then(end, (error: unknown) => {
        request.destroy()
        if (isCut) end()
        else fail(error)
      })
    })
    request.end(body)
  })
  try {
    return await send
  } catch (error) {
    throw toFailure(signal.aborted ? signal.reason : error)
  }
}

/** Asks servers that the operator has named, wherever they are. */
export type Http = {
  /** Answers as `sendRequest` does. Without a signal it waits as long as it was told at its opening. */
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer>
  /** Ends the connections that are kept. */
  close(): void
}

/** How long a request may take, in milliseconds, and how its answer is read. */
export type HttpOptions = Pick<HttpLimits, 'maxBytes' | 'isCut'> & { readonly timeLimit: number }

/** Opens a way to servers of the operator. Connections are used again for 4 seconds. */
export const openHttp = ({ timeLimit, ...limits }: HttpOptions): Http => {
  const options = { keepAlive: true, timeout: IDLE_MS }
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) }
  return {
    send(request, signal = AbortSignal.timeout(timeLimit)) {
      const agent = new URL(request.url).protocol === 'https:' ? agents['https:'] : agents['http:']
      return sendRequest(request, { signal, agent, ...limits })
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}
