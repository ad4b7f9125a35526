import { FunctionFailure } from '../../domain/function-failure.ts'

/** How many calls of one function may run at once: behind one that hangs, no more requests pile up. */
const MAX_CALLS = 200
/** After so many calls in a row without an answer, a function is left alone for so long. */
const FAILURES = 5
const REST_MS = 10_000

/** What is known of one function. */
type State = {
  running: number
  /** Calls in a row that got no answer, of which the last one says why. */
  failures: number
  last: FunctionFailure | undefined
  /** When it may be tried again, by the clock of the gate. */
  restsUntil: number
  isTried: boolean
}

const newState = (): State => ({ running: 0, failures: 0, last: undefined, restsUntil: 0, isTried: false })

/** Lets calls of functions through. */
export type Gate = {
  /**
   * Makes a call of the function `arn`. Raises what the call raises; FunctionFailure of kind `refused`
   * with TooManyRequestsException where 200 calls of this function run; and the function's last failure,
   * at once, while it rests.
   */
  pass<T>(arn: string, call: () => Promise<T>): Promise<T>
}

/** Whether a call says that nobody is there. Every other outcome, an error of the function too, is an answer. */
const isLost = (error: unknown): error is FunctionFailure =>
  error instanceof FunctionFailure && (error.kind === 'timeout' || error.kind === 'interrupted')

/**
 * Opens the gate to all functions, each of which has a state of its own. One that did not answer five
 * times in a row rests for 10 seconds. Then one call at a time tries it: an answer opens it to all, and
 * another failure lets it rest again. `clock` is in milliseconds and never goes back; `onRest` hears of
 * each rest that begins.
 */
export const openGate = (clock: () => number, onRest: (arn: string) => void): Gate => {
  const states = new Map<string, State>()

  /** Whether this call is the one that tries a function after its rest. */
  const admit = (state: State): boolean => {
    const { last, failures, isTried, restsUntil, running } = state
    const isDoubted = last !== undefined && failures >= FAILURES
    if (isDoubted && (isTried || clock() < restsUntil)) throw new FunctionFailure(last.kind, last.message)
    if (running >= MAX_CALLS) throw new FunctionFailure('refused', 'TooManyRequestsException')
    return isDoubted
  }

  const count = (arn: string, state: State, failure: FunctionFailure) => {
    state.failures++
    state.last = failure
    // Of many calls that fail together, the fifth begins the rest, and those after it do not prolong it.
    if (state.failures < FAILURES || clock() < state.restsUntil) return
    state.restsUntil = clock() + REST_MS
    onRest(arn)
  }

  const forget = (state: State) => Object.assign(state, { failures: 0, restsUntil: 0 })

  return {
    async pass(arn, call) {
      const state = states.get(arn) ?? newState()
      const isTrial = admit(state)
      states.set(arn, state)
      state.running++
      if (isTrial) state.isTried = true
      try {
        const answer = await call()
        forget(state)
        return answer
      } catch (error) {
        if (isLost(error)) count(arn, state, error)
        else forget(state)
        throw error
      } finally {
        state.running--
        if (isTrial) state.isTried = false
        if (state.running === 0 && state.failures === 0) states.delete(arn)
      }
    },
  }
}
