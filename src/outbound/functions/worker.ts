/**
 * Runs in a worker thread of its own: one module with handlers in the manner of AWS Lambda for Node.
 * It is given calls and answers each with JSON text or with why there is none. A module that cannot be
 * loaded ends the thread with its error.
 */
import { parentPort, workerData } from 'node:worker_threads'

/** What the thread is started with. */
export type WorkerData = { readonly url: string; readonly maxReplyBytes: number }
/** A call. Calls may overlap. */
export type WorkerCall = {
  readonly id: number
  readonly handler: string
  readonly arn: string
  readonly event: string
  readonly requestId: string
  readonly timeLimit: number
}
/** What becomes of a call. Without an id: the module is loaded. */
export type WorkerReply =
  | { readonly id?: undefined }
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly failure: 'thrown' | 'output'; readonly text: string }

type Settle = (value: unknown) => void
type Callback = (error: unknown, result?: unknown) => void
type Handler = (event: unknown, context: object, callback: Callback) => unknown

const MAX_ERROR_LENGTH = 4096
const { url, maxReplyBytes } = workerData as WorkerData

// The server's own secrets are none of a function's business. This environment is the thread's copy.
for (const name of Object.keys(process.env)) if (name.startsWith('CENOTE_')) delete process.env[name]

const module: { [name: string]: unknown; default?: unknown } = await import(url)

const findHandler = (name: string): Handler => {
  const found = module[name] ?? (module.default as Record<string, unknown> | undefined)?.[name]
  if (typeof found !== 'function') throw new Error(`${name} is undefined or not exported`)
  return found as Handler
}

const makeContext = (
  { arn, requestId, timeLimit }: WorkerCall,
  settle: { succeed: Settle; fail: Settle; done: Callback },
) => {
  const end = Date.now() + timeLimit
  const [functionName, functionVersion = '$LATEST'] = arn.replace(/^.*:function:/, '').split(':')
  return {
    functionName,
    functionVersion,
    invokedFunctionArn: arn,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
    ...settle,
  }
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'

/** Calls the handler, which answers by a promise, by a callback, or at once where it takes the event alone. */
const run = (call: WorkerCall): Promise<unknown> =>
  new Promise((succeed, fail) => {
    const handler = findHandler(call.handler)
    const done: Callback = (error, result) => (error === undefined || error === null ? succeed(result) : fail(error))
    const returned = handler(JSON.parse(call.event), makeContext(call, { succeed, fail, done }), done)
    if (isPromise(returned) || handler.length < 2) succeed(returned)
  })

const errorText = (error: unknown): string => {
  try {
    const { message } = (error ?? {}) as { message?: unknown }
    return (typeof message === 'string' ? message : String(error)).slice(0, MAX_ERROR_LENGTH)
  } catch {
    return 'Unknown error'
  }
}

const encode = (id: number, result: unknown): WorkerReply => {
  let text: string
  try {
    text = JSON.stringify(result) ?? 'null'
  } catch (error) {
    return { id, failure: 'output', text: errorText(error) }
  }
  const size = Buffer.byteLength(text)
  return size > maxReplyBytes ? { id, failure: 'output', text: `${size} bytes` } : { id, text }
}

const reply = (message: WorkerReply) => parentPort?.postMessage(message)

parentPort?.on('message', (call: WorkerCall) => {
  run(call).then(
    (result) => reply(encode(call.id, result)),
    (error: unknown) => reply({ id: call.id, failure: 'thrown', text: errorText(error) }),
  )
})
reply({})
