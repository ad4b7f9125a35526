import type { Logger } from '../../context.ts'
import { FunctionFailure } from '../../domain/function-failure.ts'
import { RequestFailure } from '../../domain/request-failure.ts'
import { type AwsPlace, awsClientConfig, inTime, keepClients, requirePackage } from '../aws.ts'
import type { Http } from '../http.ts'
import { isThrown, refusedWith, thrownAs, toFunctionFailure } from './failures.ts'
import type { Invocation, Run } from './run.ts'

const PACKAGE = '@aws-sdk/client-lambda'

/**
 * The ARN of a function, with its Region. It is held against this before a host name is made of it: what
 * pools name may come from others than the operator, whose credentials sign.
 */
const ARN =
  /^arn:aws[a-z-]*:lambda:([a-z]{2,}(?:-[a-z0-9]+)+):\d{12}:function:[\w-]{1,64}(?::(?:\$LATEST|[\w-]{1,128}))?$/
/** For ARNs in which an emulator may see more than AWS does. */
const ANY_REGION = 'us-east-1'

/** Where the Lambda Invoke API is. */
export type LambdaPlace = {
  readonly place: AwsPlace
  /** The name by which the function is known there, if it is not its ARN. */
  readonly functionName?: string | undefined
}

/** How it is asked. */
export type LambdaOptions = {
  readonly http: Http
  /** Of one call, credentials included. */
  readonly timeLimit: number
  readonly hasCredentials: boolean
  readonly log: Pick<Logger, 'debug' | 'warn'>
}

/** An error of the SDK: of the service where it has `$fault`. */
type SdkError = { name?: string; message?: string; $fault?: string; $response?: { statusCode?: number } }

/** The service's error by its name; an answer that the SDK cannot read, of a proxy perhaps, by its status. */
const toFailure = (error: unknown): unknown => {
  if (error instanceof FunctionFailure || error instanceof RequestFailure) return toFunctionFailure(error)
  const { name = '', $fault, $response } = error as SdkError
  const isNamed = $fault !== undefined && name.endsWith('Exception')
  if (!isNamed && $response?.statusCode !== undefined) return refusedWith($response.statusCode)
  return new FunctionFailure('refused', name)
}

/**
 * Opens the way to functions that are invoked by the API of AWS Lambda. Raises Error, which names
 * `setting`, where the package of its client is not installed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const openLambda = (
  setting: string,
  { http, timeLimit, hasCredentials, log }: LambdaOptions,
): ((place: LambdaPlace) => Run) => {
  requirePackage(setting, PACKAGE)
  const sdk = import('@aws-sdk/client-lambda')
  sdk.catch(() => {}) // a package that is broken is the failure of each call
  const clientOf = keepClients(async (key) => {
    const [region = '', place = ''] = key.split(' ')
    return new (await sdk).LambdaClient(awsClientConfig(http, { place, region, hasCredentials }))
  })

  const call = async (to: LambdaPlace, { arn, event, isAwaited }: Invocation, signal: AbortSignal) => {
    const { InvokeCommand } = await sdk
    const region = ARN.exec(arn)?.[1] ?? ANY_REGION
    const client = await clientOf(`${region} ${to.place}`)
    const command = new InvokeCommand({
      FunctionName: to.functionName ?? arn,
      InvocationType: isAwaited ? 'RequestResponse' : 'Event',
      Payload: Buffer.from(event),
    })
    const { FunctionError, Payload } = await client.send(command, { abortSignal: signal })
    const text = Payload?.transformToString() ?? ''
    if (FunctionError !== undefined || (to.place !== 'aws' && isThrown(text))) throw thrownAs(text)
    return text
  }

  return (to) => async (invocation) => {
    const { arn } = invocation
    if (to.place === 'aws' && !ARN.test(arn)) {
      log.warn({ function: arn }, 'this is not the ARN of a function of AWS Lambda: it cannot be invoked')
      throw new FunctionFailure('refused', 'ResourceNotFoundException')
    }
    try {
      return await inTime(timeLimit, (signal) => call(to, invocation, signal))
    } catch (error) {
      log.debug({ function: arn, reason: (error as SdkError).message }, 'a call by the API of AWS Lambda has failed')
      throw toFailure(error)
    }
  }
}
