import type { Logger } from '../../context.ts'
import type { AwsPlace } from '../aws.ts'
import { openHttp } from '../http.ts'
import { endpointFunction } from './endpoint.ts'
import { openLambda } from './lambda.ts'
import { type FunctionList, type FunctionPlace, findFunction, readFunctionList } from './list.ts'
import { openModules } from './modules.ts'
import type { Run } from './run.ts'

/** What the operator says of functions. */
export type FunctionSettings = {
  readonly mode: 'dev' | 'serve'
  /** The file that CENOTE_FUNCTIONS names. */
  readonly functionsFile: string | undefined
  /** What signs requests to functions at HTTP endpoints. */
  readonly functionsSecret?: string | undefined
  /** The Lambda Invoke API for functions that the file does not name. */
  readonly lambda?: AwsPlace | undefined
  /** Whether the environment has credentials of AWS. */
  readonly awsCredentials?: boolean
}

/** The places where functions are. */
export type Places = {
  /** Undefined where nobody has said what the ARN stands for. */
  find(arn: string): Run | undefined
  close(): Promise<void>
}

const has = (list: FunctionList, kind: FunctionPlace['kind']) => [...list.values()].some((place) => place.kind === kind)

/** Which setting calls for the Lambda Invoke API. */
const lambdaSetting = (list: FunctionList, lambda: AwsPlace | undefined) => {
  if (lambda !== undefined) return 'CENOTE_LAMBDA'
  return has(list, 'lambda') ? 'CENOTE_FUNCTIONS' : undefined
}

/**
 * Opens the places where functions are: those of the list, and for all others the Lambda Invoke API if
 * there is one. None is asked before its first call. Raises Error, with a text that names the setting, for
 * what cannot work.
 */
export const openPlaces = (
  { mode, functionsFile, functionsSecret, lambda, awsCredentials = false }: FunctionSettings,
  { timeLimit, maxReplyBytes }: { timeLimit: number; maxReplyBytes: number },
  log: Pick<Logger, 'debug' | 'warn'>,
): Places => {
  const list: FunctionList = functionsFile === undefined ? new Map() : readFunctionList(functionsFile)
  if (has(list, 'url') && functionsSecret === undefined) {
    throw new Error('CENOTE_FUNCTIONS_SECRET: is needed with "url" in CENOTE_FUNCTIONS')
  }
  const setting = lambdaSetting(list, lambda)
  const http = openHttp({ timeLimit, maxBytes: maxReplyBytes })
  const lambdaFunction = setting && openLambda(setting, { http, timeLimit, hasCredentials: awsCredentials, log })
  const modules = openModules({ timeLimit, maxReplyBytes, log, reload: mode === 'dev' })
  const runAt = (place: FunctionPlace): Run | undefined => {
    if (place.kind === 'module') return modules.find(place)
    if (place.kind === 'lambda') return lambdaFunction?.(place)
    return functionsSecret === undefined
      ? undefined
      : endpointFunction(place.url, { http, secret: functionsSecret, now: Date.now })
  }
  return {
    find(arn) {
      const place = findFunction(list, arn) ?? (lambda !== undefined && ({ kind: 'lambda', place: lambda } as const))
      return place ? runAt(place) : undefined
    },
    async close() {
      http.close()
      await modules.close()
    },
  }
}
