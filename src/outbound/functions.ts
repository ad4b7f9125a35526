import { randomUUID } from 'node:crypto'
import type { Logger } from '../context.ts'
import { FunctionFailure } from '../domain/function-failure.ts'
import { type FunctionList, readFunctionList } from './functions/list.ts'
import { openModules } from './functions/modules.ts'
import type { Resolver } from './functions/resolver.ts'

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
  notify(arn: string, event: unknown): Promise<void>
  close(): Promise<void>
}

/** Where functions are, and limits where a test has others. */
export type FunctionOptions = {
  readonly mode: 'dev' | 'serve'
  /** The file that CENOTE_FUNCTIONS names. */
  readonly functionsFile: string | undefined
  readonly timeLimit?: number
  readonly maxReplyBytes?: number
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
  { mode, functionsFile, timeLimit = TIME_LIMIT_MS, maxReplyBytes = MAX_REPLY_BYTES }: FunctionOptions,
  log: Pick<Logger, 'debug' | 'warn'>,
): Functions => {
  const list: FunctionList = functionsFile === undefined ? new Map() : readFunctionList(functionsFile)
  /** Asked in this order; the first that knows the function runs it. */
  const resolvers: readonly Resolver[] = [openModules(list, { timeLimit, maxReplyBytes, log, reload: mode === 'dev' })]
  return {
    async invoke(arn, event) {
      for (const resolver of resolvers) {
        const run = resolver.find(arn)
        if (run) return parse(await run(JSON.stringify(event), randomUUID()))
      }
      log.warn({ function: arn }, 'CENOTE_FUNCTIONS does not say what this function is: it cannot be invoked')
      throw new FunctionFailure('refused', 'ResourceNotFoundException')
    },
    async notify() {},
    async close() {
      await Promise.all(resolvers.map((resolver) => resolver.close()))
    },
  }
}
