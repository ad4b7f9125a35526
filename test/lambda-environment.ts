import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'

/** An error of a function as AWS Lambda writes it. */
export type FunctionError = { errorType: string; errorMessage: string; trace: string[] }
/** One event for the process of a function. `deadline` is in epoch milliseconds. */
export type ChildCall = { event: string; arn: string; requestId: string; deadline: number }
/** What the process says of the event. With `isLast` it ends. */
export type ChildReply = { payload: string } | { error: FunctionError; isLast?: boolean }

/** A function as it would be deployed. */
export type LambdaFunction = {
  /** The file with its handler: JavaScript, or TypeScript that Node can strip. */
  readonly file: string
  /** The export that is called; `handler` if absent. */
  readonly handler?: string
  readonly environment?: Readonly<Record<string, string>>
  /** How long an event may take, in milliseconds; 3000 if absent. */
  readonly timeout?: number
  /** How many events may run at once; 10 if absent. What is more is throttled. */
  readonly concurrency?: number
}

/** What became of one event: the payload of its answer, or of its error. */
export type LambdaOutcome = { readonly payload: string; readonly isError: boolean }

/** A process that runs a function, for one event at a time. */
export type Environment = {
  run(call: { event: string; arn: string; requestId: string }): Promise<LambdaOutcome>
  /** Whether it has ended, and takes no more events. */
  isOver(): boolean
  stop(): Promise<void>
}

const MAX_PAYLOAD = 6 * 1024 * 1024
const CHILD = join(import.meta.dirname, 'lambda-child.ts')

const failed = (error: Partial<FunctionError>): LambdaOutcome => ({ payload: JSON.stringify(error), isError: true })

const toOutcome = (reply: ChildReply): LambdaOutcome => {
  if ('error' in reply) return failed(reply.error)
  const size = Buffer.byteLength(reply.payload)
  if (size <= MAX_PAYLOAD) return { payload: reply.payload, isError: false }
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD} bytes).`
  return failed({ errorType: 'Function.ResponseSizeTooLarge', errorMessage })
}

const ended = (requestId: string, code: number | null, signal: string | null): LambdaOutcome => {
  const how = signal ? `signal: ${signal.replace('SIG', '').toLowerCase()}` : `exit status ${code}`
  const reason = code === 0 ? 'exited without providing a reason' : `exited with error: ${how}`
  return failed({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: Runtime ${reason}` })
}

const start = (name: string, { file, handler = 'handler', environment }: LambdaFunction): ChildProcess =>
  fork(CHILD, [file, handler], {
    cwd: dirname(file),
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      NODE_NO_WARNINGS: '1',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })

const relay = (stream: Readable | null, write: (line: string) => void) =>
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\n')) if (line !== '') write(line)
  })

/** Starts a process for a function; it loads the handler at once. `onLine` is told what the function prints. */
export const startEnvironment = (name: string, given: LambdaFunction, onLine: (line: string) => void): Environment => {
  const { timeout = 3000 } = given
  const child = start(name, given)
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]> // of a process that did start
  for (const stream of [child.stdout, child.stderr]) relay(stream, onLine)

  let isOver = false
  void exit.then(() => {
    isOver = true
  })

  const outcome = (requestId: string) =>
    new Promise<LambdaOutcome>((resolve) => {
      child.once('message', (reply: ChildReply) => {
        if ('error' in reply && reply.isLast) isOver = true
        resolve(toOutcome(reply))
      })
      void exit.then(([code, signal]) => resolve(ended(requestId, code, signal)))
    })

  return {
    async run(call) {
      const { promise: overdue, resolve } = Promise.withResolvers<LambdaOutcome>()
      const timer = setTimeout(() => {
        const seconds = (timeout / 1000).toFixed(2)
        const errorMessage = `RequestId: ${call.requestId} Error: Task timed out after ${seconds} seconds`
        resolve(failed({ errorType: 'Sandbox.Timedout', errorMessage }))
        isOver = true
        child.kill('SIGKILL')
      }, timeout)
      const answer = outcome(call.requestId)
      if (child.connected) child.send({ ...call, deadline: Date.now() + timeout } satisfies ChildCall)
      try {
        return await Promise.race([answer, overdue])
      } finally {
        clearTimeout(timer)
      }
    },
    isOver: () => isOver,
    async stop() {
      child.kill('SIGKILL')
      await exit
    },
  }
}
