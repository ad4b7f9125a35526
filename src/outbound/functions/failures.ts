import { FunctionFailure, type FunctionFailureKind } from '../../domain/function-failure.ts'
import { RequestFailure, type RequestFailureKind } from '../../domain/request-failure.ts'

const MAX_ERROR_LENGTH = 4096

/** What a request that came to nothing says of the function. */
const kinds: Record<RequestFailureKind, FunctionFailureKind> = {
  timeout: 'timeout',
  'too-large': 'output',
  down: 'interrupted',
  refused: 'interrupted',
}

/** What a status means that is no answer of the function, in the names of AWS Lambda. */
const refusals: Readonly<Record<number, string>> = {
  401: 'AccessDeniedException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  429: 'TooManyRequestsException',
}

/** A request for an answer that came to nothing, as a failure of the function. Other errors stay what they are. */
export const toFunctionFailure = (error: unknown): unknown =>
  error instanceof RequestFailure ? new FunctionFailure(kinds[error.kind], error.message) : error

/** The failure that a status stands for which says that the function was not run. */
export const refusedWith = (status: number): FunctionFailure =>
  new FunctionFailure('refused', refusals[status] ?? 'ServiceException')

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const parse = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

/**
 * A function's own error, as AWS Lambda writes it: `{"errorMessage": ..., "errorType": ...}`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
export const thrownAs = (payload: string): FunctionFailure => {
  const { errorMessage } = parse(payload)
  const text = typeof errorMessage === 'string' ? errorMessage.slice(0, MAX_ERROR_LENGTH) : 'Unknown error'
  return new FunctionFailure('thrown', text)
}

/**
 * Whether a payload is such an error, for emulators that do not say so beside it.
 *
 * @see https://github.com/aws/aws-lambda-runtime-interface-emulator/issues/20
 */
export const isThrown = (payload: string): boolean => {
  if (!payload.includes('"errorMessage"')) return false
  const { errorMessage, errorType } = parse(payload)
  return typeof errorMessage === 'string' && typeof errorType === 'string'
}
