import type { Http } from '../http.ts'
import { signatureHeader } from '../signature.ts'
import { refusedWith, thrownAs, toFunctionFailure } from './failures.ts'
import type { Run } from './run.ts'

/** How functions at HTTP endpoints are asked. */
export type EndpointOptions = {
  readonly http: Http
  /** What signs requests; the receiver shares it. */
  readonly secret: string
  /** Epoch milliseconds. */
  readonly now: () => number
}

/**
 * The function at an HTTP endpoint: `POST` of the event as JSON, signed. 200 brings its answer, or any
 * 2xx where nobody uses it. As with AWS Lambda, `X-Amz-Function-Error` says that the body is the function's
 * own error, and other statuses say that it was not run.
 */
export const endpointFunction =
  (url: string, { http, secret, now }: EndpointOptions): Run =>
  async ({ arn, event, requestId, isAwaited }) => {
    const headers = {
      'content-type': 'application/json',
      'cenote-function': arn,
      'cenote-request-id': requestId,
      'cenote-signature': signatureHeader(secret, now(), event),
    }
    const answer = await http.send({ url, method: 'POST', headers, body: event }).catch((error: unknown) => {
      throw toFunctionFailure(error)
    })
    const text = answer.body.toString('utf8')
    if (answer.headers['x-amz-function-error'] !== undefined) throw thrownAs(text)
    const isTaken = isAwaited ? answer.status === 200 : answer.status >= 200 && answer.status < 300
    if (!isTaken) throw refusedWith(answer.status)
    return text
  }
