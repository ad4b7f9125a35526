import { stat } from 'node:fs/promises'
import { FunctionFailure } from '../../domain/function-failure.ts'
import { type FunctionList, findFunction } from './list.ts'
import type { Resolver } from './resolver.ts'
import { startThread, type Thread, type ThreadOptions } from './thread.ts'

/** How many calls of one module may run at once: behind a function that hangs, no more requests pile up. */
const MAX_CALLS = 200

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
  let running = 0

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
      if (running >= MAX_CALLS) throw new FunctionFailure('refused', 'TooManyRequestsException')
      running++
      try {
        return await (await openThread()).call(given)
      } finally {
        running--
      }
    },
    stop: async () => {
      await Promise.all([...threads].map((thread) => thread.stop()))
    },
  }
}

/** Runs the functions of `list`: modules on this machine, each in a thread of its own. */
export const openModules = (list: FunctionList, options: ModuleOptions): Resolver => {
  const hosts = new Map<string, ReturnType<typeof hostModule>>()
  const hostOf = (file: string) => {
    const host = hosts.get(file) ?? hostModule(file, options)
    hosts.set(file, host)
    return host
  }
  return {
    find(arn) {
      const found = findFunction(list, arn)
      if (!found) return undefined
      const { file, handler } = found
      return (event, requestId) => hostOf(file).call({ handler, arn, event, requestId })
    },
    async close() {
      await Promise.all([...hosts.values()].map((host) => host.stop()))
    },
  }
}
