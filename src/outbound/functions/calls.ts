import { FunctionFailure } from '../../domain/function-failure.ts'

type Call = { resolve(text: string): void; reject(failure: FunctionFailure): void; timer: NodeJS.Timeout }

/** Calls that wait for their answer, by id, each until its time is up. */
export const waitingCalls = (timeLimit: number, onOverdue: () => void) => {
  const calls = new Map<number, Call>()
  let lastId = 0
  const take = (id: number) => {
    const call = calls.get(id)
    clearTimeout(call?.timer)
    calls.delete(id)
    return call
  }
  const fail = (id: number, failure: FunctionFailure) => take(id)?.reject(failure)
  const overdue = (id: number) => {
    fail(id, new FunctionFailure('timeout', `no answer within ${timeLimit} ms`))
    onOverdue()
  }
  return {
    /** Waits for the answer to what `send` sends under a new id. Raises FunctionFailure. */
    wait: (send: (id: number) => void) =>
      new Promise<string>((resolve, reject) => {
        const id = ++lastId
        calls.set(id, { resolve, reject, timer: setTimeout(() => overdue(id), timeLimit) })
        send(id)
      }),
    answer: (id: number, text: string) => take(id)?.resolve(text),
    fail,
    failAll(failure: FunctionFailure) {
      for (const id of [...calls.keys()]) fail(id, failure)
    },
    count: () => calls.size,
  }
}
