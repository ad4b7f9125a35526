import { extname } from 'node:path'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Logger } from '../../context.ts'
import { FunctionFailure } from '../../domain/function-failure.ts'
import { waitingCalls } from './calls.ts'
import type { WorkerCall, WorkerData, WorkerReply } from './worker.ts'

const WORKER = new URL(`./worker${extname(import.meta.filename)}`, import.meta.url)
/** What a module may keep in memory: beyond it the thread ends, and not the program. */
const resourceLimits = { maxOldGenerationSizeMb: 256 }
const MAX_LINE = 4096

/** How a module is run. */
export type ThreadOptions = {
  /** Of one call, the loading of the module included. */
  readonly timeLimit: number
  readonly maxReplyBytes: number
  readonly log: Pick<Logger, 'debug' | 'warn'>
}

/** A module in a thread of its own. */
export type Thread = {
  /** Resolves with the JSON text of the answer. Raises FunctionFailure. */
  call(given: Omit<WorkerCall, 'id' | 'timeLimit'>): Promise<string>
  /** Whether it takes no calls any more. */
  isOver(): boolean
  /** Ends the thread when nothing runs in it any more. */
  retire(): void
  /** Ends the thread at once. */
  stop(): Promise<void>
}

const relay = (stream: Readable, write: (line: string) => void) =>
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\n')) if (line.trim() !== '') write(line.slice(0, MAX_LINE))
  })

const startWorker = (file: string, { maxReplyBytes, log }: ThreadOptions) => {
  const workerData: WorkerData = { url: pathToFileURL(file).href, maxReplyBytes }
  const worker = new Worker(WORKER, { workerData, resourceLimits, stdout: true, stderr: true })
  for (const stream of [worker.stdout, worker.stderr]) relay(stream, (line) => log.debug({ module: file }, line))
  return worker
}

/** Starts a thread that loads the module of `file`; `onExit` is called when it has ended. */
export const startThread = (file: string, options: ThreadOptions, onExit: () => void): Thread => {
  const worker = startWorker(file, options)
  let isLoaded = false
  let isOver = false
  const end = async (failure: FunctionFailure) => {
    isOver = true
    calls.failAll(failure)
    await worker.terminate()
  }
  const calls = waitingCalls(options.timeLimit, () => end(new FunctionFailure('interrupted', 'another took too long')))
  const endIfIdle = () => {
    if (isOver && calls.count() === 0) void worker.terminate()
  }
  /** A crash is the error of the call that ran alone; of several, nobody knows whose it was. */
  const crash = (text: string) => {
    if (isOver && calls.count() === 0) return
    options.log.warn({ module: file, reason: text }, isLoaded ? 'a function crashed' : 'a function cannot be loaded')
    // Why it cannot be loaded names files of this machine, and the text reaches applications.
    if (!isLoaded) void end(new FunctionFailure('thrown', 'Runtime.ImportModuleError'))
    else void end(new FunctionFailure(calls.count() === 1 ? 'thrown' : 'interrupted', text))
  }
  worker.on('message', (reply: WorkerReply) => {
    if (reply.id === undefined) isLoaded = true
    else if ('failure' in reply) calls.fail(reply.id, new FunctionFailure(reply.failure, reply.text))
    else calls.answer(reply.id, reply.text)
    endIfIdle()
  })
  worker.on('error', (error: unknown) => crash((error as Error | undefined)?.message ?? String(error)))
  worker.on('exit', (code) => {
    crash(`Runtime exited with error: exit status ${code}`)
    onExit()
  })
  return {
    call: (given) =>
      calls.wait((id) => worker.postMessage({ ...given, id, timeLimit: options.timeLimit } satisfies WorkerCall)),
    isOver: () => isOver,
    retire() {
      isOver = true
      endIfIdle()
    },
    stop: () => end(new FunctionFailure('interrupted', 'the server is stopping')),
  }
}
