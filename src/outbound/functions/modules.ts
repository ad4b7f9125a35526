import { stat } from 'node:fs/promises'
import type { Run } from './run.ts'
import { startThread, type Thread, type ThreadOptions } from './thread.ts'

/** How modules are run. */
export type ModuleOptions = ThreadOptions & {
  /** Whether a file that has changed is loaded again. */
  readonly reload: boolean
}

/** What tells two states of a file apart. */
const stampOf = async (file: string) => {
  const stats = await stat(file).catch(() => undefined)
  return stats && `${stats.mtimeMs} ${stats.size} ${stats.ino}`
}

/** One module, in a thread that is started by its first call and after each that was ended. */
const hostModule = (file: string, options: ModuleOptions) => {
  const threads = new Set<Thread>()
  let current: { thread: Thread; stamp: string | undefined } | undefined

  const openThread = async (): Promise<Thread> => {
    const stamp = options.reload ? await stampOf(file) : undefined
    if (current && current.stamp !== stamp) current.thread.retire()
    if (current && !current.thread.isOver()) return current.thread
    const thread = startThread(file, options, () => threads.delete(thread))
    threads.add(thread)
    current = { thread, stamp }
    return thread
  }

  return {
    async call(given: Parameters<Thread['call']>[0]): Promise<string> {
      return (await openThread()).call(given)
    },
    stop: async () => {
      await Promise.all([...threads].map((thread) => thread.stop()))
    },
  }
}

/** A function of a module on this machine. */
export type FunctionModule = {
  /** Absolute. */
  readonly file: string
  /** The export that is called. */
  readonly handler: string
}

/** Functions of this machine. */
export type Modules = {
  find(module: FunctionModule): Run
  /** Ends all threads. */
  close(): Promise<void>
}

/** Runs functions of modules on this machine, each module in a thread of its own. */
export const openModules = (options: ModuleOptions): Modules => {
  const hosts = new Map<string, ReturnType<typeof hostModule>>()
  const hostOf = (file: string) => {
    const host = hosts.get(file) ?? hostModule(file, options)
    hosts.set(file, host)
    return host
  }
  return {
    find:
      ({ file, handler }) =>
      ({ arn, event, requestId }) =>
        hostOf(file).call({ handler, arn, event, requestId }),
    async close() {
      await Promise.all([...hosts.values()].map((host) => host.stop()))
    },
  }
}
