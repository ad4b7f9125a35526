/**
 * Runs in a process of its own, as a function does in AWS Lambda: loads the file of a handler as it is, and
 * runs one event after another. Its environment is the function's.
 */
import { pathToFileURL } from 'node:url'
import type { ChildCall, ChildReply, FunctionError } from './lambda-environment.ts'

type Callback = (error: unknown, result?: unknown) => void
type Handler = (event: unknown, context: object, callback: Callback) => unknown

const [file = '', name = ''] = process.argv.slice(2)

const reply = (message: ChildReply, then?: () => void) => process.send?.(message, () => then?.())

const toError = (error: unknown, type?: string): FunctionError => {
  if (!(error instanceof Error)) return { errorType: type ?? typeof error, errorMessage: String(error), trace: [] }
  const errorMessage = type ? `${error.name}: ${error.message}` : error.message
  return { errorType: type ?? error.name, errorMessage, trace: (error.stack ?? '').split('\n') }
}

/** What the runtime calls an error of the loading, of which the code is Node's. */
const loadErrors: Record<string, string> = {
  ERR_MODULE_NOT_FOUND: 'Runtime.ImportModuleError',
  MODULE_NOT_FOUND: 'Runtime.ImportModuleError',
}

const load = async (): Promise<Handler> => {
  const module: { [name: string]: unknown; default?: unknown } = await import(pathToFileURL(file).href)
  const handler = module[name] ?? (module.default as Record<string, unknown> | undefined)?.[name]
  if (typeof handler === 'function') return handler as Handler // whatever it takes, it is called as a handler
  throw Object.assign(new Error(`${name} is undefined or not exported`), { code: 'handler' })
}

const makeContext = (
  { arn, requestId, deadline }: ChildCall,
  settle: { succeed(result: unknown): void; fail(error: unknown): void; done: Callback },
) => ({
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  memoryLimitInMB: '128',
  invokedFunctionArn: arn,
  awsRequestId: requestId,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  ...settle,
})

/** What the handler answers by a promise or by its callback; nothing, where it has no more to do and has not said. */
const run = (handler: Handler, call: ChildCall) =>
  new Promise<unknown>((succeed, fail) => {
    const done: Callback = (error, result) => (error === undefined || error === null ? succeed(result) : fail(error))
    process.once('beforeExit', () => succeed(null))
    const returned = handler(JSON.parse(call.event), makeContext(call, { succeed, fail, done }), done)
    if (returned instanceof Promise) returned.then(succeed, fail)
  })

const stringify = (result: unknown): ChildReply => {
  try {
    return { payload: JSON.stringify(result) ?? 'null' }
  } catch {
    return { error: toError(new Error('Unable to stringify response body'), 'Runtime.MarshalError') }
  }
}

const end = (error: FunctionError, code: number) => reply({ error, isLast: true }, () => process.exit(code))

process.on('disconnect', () => process.exit(0))
process.on('uncaughtException', (error) => end(toError(error), 129))
process.on('unhandledRejection', (error) => end(toError(error, 'Runtime.UnhandledPromiseRejection'), 128))

const listen = (handler: Handler) => {
  process.on('message', async (call: ChildCall) => {
    process.channel?.unref() // an event loop without work is seen to be empty
    const answer = await run(handler, call).then(stringify, (error: unknown) => ({ error: toError(error) }))
    process.channel?.ref()
    process.removeAllListeners('beforeExit')
    reply(answer)
  })
}

load().then(listen, (error: { code?: string }) => {
  const type = error instanceof SyntaxError ? 'Runtime.UserCodeSyntaxError' : loadErrors[error.code ?? '']
  end(toError(error, error.code === 'handler' ? 'Runtime.HandlerNotFound' : type), 1)
})
