import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Environment, type LambdaFunction, type LambdaOutcome, startEnvironment } from './lambda-environment.ts'

/** An invocation that the runtime has taken. */
export type LambdaInvocation = {
  readonly name: string
  /** A version or an alias, if the invocation names one. */
  readonly qualifier: string | undefined
  readonly type: 'RequestResponse' | 'Event'
  readonly event: unknown
  /** The header that signs the request. */
  readonly authorization: string
  /** What became of it, once it has ended. */
  outcome?: LambdaOutcome
}

/** A little AWS Lambda on loopback. */
export type LambdaRuntime = {
  /** What `CENOTE_LAMBDA` and an entry `lambda` of the list of functions name. */
  readonly url: string
  /** Oldest first. */
  readonly invocations: readonly LambdaInvocation[]
  /** What functions have printed: `<name> <line>`. */
  readonly output: readonly string[]
  /** Resolves when no invocation runs any more, those of type Event included. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Why an invocation is not taken, as AWS Lambda says it. */
class Refusal extends Error {
  readonly status: number

  constructor(status: number, name: string, text: string) {
    super(text)
    this.status = status
    this.name = name
  }
}

const MAX_PAYLOAD = 6 * 1024 * 1024
const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations$/

const readEvent = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  if (text.length > MAX_PAYLOAD) throw new Refusal(413, 'RequestTooLargeException', 'Request must be smaller')
  try {
    return { text, value: JSON.parse(text) as unknown }
  } catch {
    throw new Refusal(400, 'InvalidRequestContentException', 'Could not parse request body into json')
  }
}

/** Which function is meant: by its name or its ARN, with a version or alias in it or in the query. */
const readTarget = (request: IncomingMessage) => {
  const url = new URL(request.url ?? '', 'http://lambda')
  const [, given] = PATH.exec(url.pathname) ?? []
  if (request.method !== 'POST' || given === undefined) throw new Refusal(404, 'UnknownOperationException', '')
  const id = decodeURIComponent(given)
  const [name = '', qualifier] = id.replace(/^.*function:/, '').split(':')
  const arn = id.startsWith('arn:') ? id : `arn:aws:lambda:us-east-1:123456789012:function:${id}`
  return { name, arn, qualifier: qualifier ?? url.searchParams.get('Qualifier') ?? undefined }
}

const readType = ({ headers }: IncomingMessage): LambdaInvocation['type'] => {
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse'
  if (type === 'RequestResponse' || type === 'Event') return type
  throw new Refusal(400, 'InvalidParameterValueException', `${type} is not a type of invocation`)
}

/** One function, with as many processes as events run at once. They stay for later events. */
const host = (name: string, given: LambdaFunction, output: string[]) => {
  const { concurrency = 10 } = given
  const idle: Environment[] = []
  const all = new Set<Environment>()
  const take = () => {
    for (let next = idle.pop(); next; next = idle.pop()) {
      if (!next.isOver()) return next
      all.delete(next)
    }
    if (all.size >= concurrency) throw new Refusal(429, 'TooManyRequestsException', 'Rate Exceeded.')
    const started = startEnvironment(name, given, (line) => output.push(`${name} ${line}`))
    all.add(started)
    return started
  }
  return {
    /** Begins at once; throws Refusal where it cannot. */
    run(call: Parameters<Environment['run']>[0]): Promise<LambdaOutcome> {
      const environment = take()
      return environment.run(call).finally(() => {
        if (environment.isOver()) all.delete(environment)
        else idle.push(environment)
      })
    },
    stop: () => Promise.all([...all].map((environment) => environment.stop())),
  }
}

const answer = (response: ServerResponse, status: number, headers: Record<string, string>, body = '') =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

/**
 * Starts a server of the Lambda Invoke API on loopback, for invocations of type RequestResponse and Event.
 * It runs the handlers of `functions`, by their names, unchanged and each in processes of its own. They
 * and the server end with `close`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const startLambdaRuntime = async (functions: Record<string, LambdaFunction>): Promise<LambdaRuntime> => {
  const invocations: LambdaInvocation[] = []
  const output: string[] = []
  const hosts = new Map(Object.entries(functions).map(([name, given]) => [name, host(name, given, output)]))
  const running = new Set<Promise<unknown>>()

  const invoke = async (request: IncomingMessage, response: ServerResponse, requestId: string) => {
    const { name, arn, qualifier } = readTarget(request)
    const { authorization } = request.headers
    if (authorization === undefined) throw new Refusal(403, 'MissingAuthenticationTokenException', 'Missing Token')
    const type = readType(request)
    const { text, value } = await readEvent(request)
    const found = hosts.get(name)
    if (!found) throw new Refusal(404, 'ResourceNotFoundException', `Function not found: ${arn}`)
    const invocation: LambdaInvocation = { name, qualifier, type, event: value, authorization }
    const run = found.run({ event: text, arn, requestId }).then((outcome) => Object.assign(invocation, { outcome }))
    running.add(run)
    void run.finally(() => running.delete(run))
    invocations.push(invocation)
    const headers = { 'x-amzn-requestid': requestId, 'x-amz-executed-version': '$LATEST' }
    if (type === 'Event') {
      answer(response, 202, headers)
      return
    }
    const { payload, isError } = (await run).outcome
    answer(response, 200, isError ? { ...headers, 'x-amz-function-error': 'Unhandled' } : headers, payload)
  }

  const server = createServer((request, response) => {
    invoke(request, response, randomUUID()).catch((error: Error) => {
      const status = error instanceof Refusal ? error.status : 500
      const name = error instanceof Refusal ? error.name : 'ServiceException'
      answer(response, status, { 'x-amzn-errortype': name }, JSON.stringify({ Type: 'User', message: error.message }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invocations,
    output,
    async settled() {
      while (running.size > 0) await Promise.allSettled(running)
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await Promise.all([...hosts.values()].map((each) => each.stop()))
    },
  }
}
