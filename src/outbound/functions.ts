import { randomUUID } from 'node:crypto'
import type { Logger } from '../context.ts'
import { FunctionFailure } from '../domain/function-failure.ts'
import { openGate } from './functions/gate.ts'
import { type FunctionSettings, openPlaces } from './functions/places.ts'

/** How long one attempt may take. */
const TIME_LIMIT_MS = 5000
/** What AWS Lambda takes as the answer to a call that waits for it. */
const MAX_REPLY_BYTES = 6 * 1024 * 1024

/** The functions that triggers invoke. */
export type Functions = {
  /**
   * Invokes a function once and answers what it returned, as JSON has it. Raises FunctionFailure, of
   * kind `refused` with ResourceNotFoundException where nobody has said what the ARN stands for.
   */
  invoke(arn: string, event: unknown): Promise<unknown>
  /**
   * Hands an event to a function whose answer nobody uses, once. Resolves when the function has taken it:
   * by the API of AWS Lambda before it runs, otherwise after. Raises FunctionFailure where it was not taken
   * or has failed.
   */
  notify(arn: string, event: unknown): Promise<void>
  close(): Promise<void>
}

/** Where functions are, and limits and a clock where a test has others. */
export type FunctionOptions = FunctionSettings & {
  readonly timeLimit?: number
  readonly maxReplyBytes?: number
  /** Milliseconds that never go back. */
  readonly clock?: () => number
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new FunctionFailure('output', 'not JSON')
  }
}

/** Opens the way to functions; none is loaded before its first call. Raises Error for a list that is wrong. */
export const openFunctions = (
  { timeLimit = TIME_LIMIT_MS, maxReplyBytes = MAX_REPLY_BYTES, clock, ...settings }: FunctionOptions,
  log: Pick<Logger, 'debug' | 'warn'>,
): Functions => {
  const places = openPlaces(settings, { timeLimit, maxReplyBytes }, log)
  const gate = openGate(clock ?? (() => performance.now()), (arn) =>
    log.warn({ function: arn }, 'a function does not answer: it is left alone for 10 seconds'),
  )
  const call = (arn: string, event: unknown, isAwaited: boolean): Promise<string> => {
    const run = places.find(arn)
    if (run) {
      const invocation = { arn, event: JSON.stringify(event), requestId: randomUUID(), isAwaited }
      return gate.pass(arn, () => run(invocation))
    }
    log.warn({ function: arn }, 'CENOTE_FUNCTIONS does not say what this function is: it cannot be invoked')
    throw new FunctionFailure('refused', 'ResourceNotFoundException')
  }
  return {
    async invoke(arn, event) {
      return parse(await call(arn, event, true))
    },
    async notify(arn, event) {
      try {
        await call(arn, event, false)
      } catch (error) {
        // An answer that is none, to a question that nobody asked: the function has run.
        if (!(error instanceof FunctionFailure && error.kind === 'output')) throw error
      }
    },
    close: places.close,
  }
}
