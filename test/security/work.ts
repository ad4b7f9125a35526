import type { Queries } from '../../src/store/index.ts'
import type { TestServer } from '../harness.ts'

/**
 * What an operation cost: statements and powers by name, in the order of the alphabet. One that changed nothing is
 * `in vain`: the disk does not have to be waited for because of it.
 */
export type Work = Record<string, number>

const repositories = [
  'attempts',
  'authEvents',
  'codes',
  'consumed',
  'devices',
  'keptSessions',
  'messages',
  'passkeys',
  'users',
] as const

/** Counts the calls of an object's methods under a name, until they are put back. */
const watch = <T extends object>(target: T, name: string, work: Work): T =>
  new Proxy(target, {
    get(object, key) {
      const method = object[key as keyof T]
      if (typeof method !== 'function') return method
      return (...given: unknown[]) => {
        const count = (end: string) => {
          const counted = `${name}.${String(key)}${end}`
          work[counted] = (work[counted] ?? 0) + 1
        }
        const answer = method.apply(object, given)
        if (!(answer instanceof Promise)) count('')
        else
          answer.then(
            (value) => count(value === false && name !== 'compute' ? ' in vain' : ''),
            () => count(' refused'),
          )
        return answer
      }
    },
  })

const watchedQueries = (queries: Queries, work: Work): Queries => ({
  ...queries,
  ...Object.fromEntries(repositories.map((name) => [name, watch(queries[name], name, work)])),
})

/**
 * Counts what an operation costs a server: the statements about users and what they have or try,
 * inside transactions and outside, and the powers. What is done with a message in the queue is the queue's own.
 */
export const workOf = async (server: TestServer, operation: () => Promise<unknown>): Promise<Work> => {
  const work: Work = {}
  const { store, compute } = server.ctx
  const before = { store: { ...store }, compute: { ...compute } }
  Object.assign(store, watchedQueries(before.store, work), {
    transaction: <T>(run: (tx: Queries) => Promise<T>) =>
      before.store.transaction((tx) => run(watchedQueries(tx, work))),
  })
  const computing = watch(before.compute, 'compute', work)
  for (const name of Object.keys(compute) as (keyof typeof compute)[]) {
    Object.assign(compute, { [name]: computing[name] })
  }
  try {
    await operation()
  } finally {
    Object.assign(store, before.store)
    Object.assign(compute, before.compute)
  }
  const own = Object.entries(work).filter(([name]) => name === 'messages.insert' || !name.startsWith('messages.'))
  return Object.fromEntries(own.sort(([a], [b]) => a.localeCompare(b)))
}
