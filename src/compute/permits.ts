import { fault } from '../domain/errors.ts'

type Waiting = { start(): void }

/**
 * Lets `atOnce` works run at a time, the others in the order in which they came. One that has waited
 * for `maxWaitMs` is refused (TooManyRequestsException) without having begun. A permit is held until
 * its work really ends: whoever asked may be gone by then.
 */
export const makePermits = (atOnce: number, maxWaitMs: number) => {
  const waiting = new Set<Waiting>()
  let free = atOnce

  const take = () =>
    new Promise<void>((resolve, reject) => {
      if (free > 0) {
        free--
        return resolve()
      }
      const place: Waiting = {
        start() {
          clearTimeout(timer)
          resolve()
        },
      }
      const timer = setTimeout(() => {
        waiting.delete(place)
        reject(fault('TooManyRequestsException'))
      }, maxWaitMs)
      waiting.add(place)
    })

  /** Hands the permit on to who waits longest. */
  const giveBack = () => {
    const [next] = waiting
    if (!next) {
      free++
      return
    }
    waiting.delete(next)
    next.start()
  }

  return async <T>(work: () => Promise<T>): Promise<T> => {
    await take()
    try {
      return await work()
    } finally {
      giveBack()
    }
  }
}
