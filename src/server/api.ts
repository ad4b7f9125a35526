/**
 * HTTP: the pipeline of API requests, the other routes, and starting and stopping. Knows protocols
 * and no rules of user pools.
 */
import type { Context } from '../context.ts'
import { fault, Orphaned, ServiceError } from '../domain/errors.ts'
import { verifyAccessToken } from '../flows/tokens/verify-access.ts'
import * as registry from '../operations/index.ts'
import { operationNames } from '../operations/names.ts'
import { type Callers, MAX_REQUEST, type Operation, type Peer } from '../operations/operation.ts'
import { fieldValue, type HttpRequest } from '../wire/canonical-request.ts'
import { parseJson } from '../wire/json.ts'
import { validate } from '../wire/validate.ts'
import { authorize } from './authorize.ts'
import type { Authenticate, Principal } from './iam.ts'

/** Every operation by its wire name: a name is nothing but a key of this table. */
const operations: Readonly<Record<string, Operation>> = Object.assign(Object.create(null), registry)

const TARGET = /^AWSCognitoIdentityProviderService\.([A-Za-z]+)$/
/** What a request hears that has more bytes than its operation takes. */
export const TOO_LARGE = 'The request is too large.'
const CONTENT_TYPE = 'application/x-amz-json-1.1'

/** What an API request is answered with. */
export type ApiAnswer = { status: number; headers: Record<string, string>; body: string }

const isContentType = (given: string | undefined) => given?.split(';', 1)[0]?.trim().toLowerCase() === CONTENT_TYPE

/** The operation that a request names. */
const findOperation = (request: HttpRequest): { name: string; operation: Operation } => {
  const name = TARGET.exec(fieldValue(request.headers, 'x-amz-target') ?? '')?.[1]
  if (name === undefined || !operationNames.has(name)) {
    throw fault('UnknownOperationException', 'The operation that the request names does not exist.')
  }
  const operation = operations[name]
  if (!operation) {
    throw fault('UnsupportedOperationException', `${name} is not supported by this version of Cenote.`)
  }
  return { name, operation }
}

type Dependencies = {
  ctx: Context
  authenticate: Authenticate
  spend: (category: string) => Promise<void>
}

/** Makes the function that answers one API request. It never throws. */
export const makeApi = ({ ctx, authenticate, spend }: Dependencies) => {
  const callerOf = async (
    operation: Operation,
    principal: Principal | undefined,
    input: unknown,
  ): Promise<Callers[keyof Callers]> => {
    if (operation.auth === 'iam') return principal && { arn: principal.arn, region: principal.region }
    if (operation.auth === 'public') return undefined
    // An operation with token authorization requires AccessToken, which `validate` has checked.
    return verifyAccessToken(ctx, (input as { AccessToken: string }).AccessToken, { userGone: operation.userGone })
  }

  const run = async (request: HttpRequest, peer: Peer): Promise<unknown> => {
    const { name, operation } = findOperation(request)
    if (!isContentType(fieldValue(request.headers, 'content-type'))) {
      throw fault('UnknownOperationException', `The content type must be ${CONTENT_TYPE}.`)
    }
    if (request.body.length > (operation.maxRequest ?? MAX_REQUEST)) {
      throw fault('RequestEntityTooLargeException', TOO_LARGE)
    }
    const principal = operation.auth === 'iam' ? await authenticate(request) : undefined
    const body = parseJson(request.body)
    if (principal) await authorize(ctx, { principal, name, operation, body, peer })
    await spend(operation.quota)
    const input = validate(operation.input, body)
    const caller = await callerOf(operation, principal, input)
    return (await operation.handle(input, { ...ctx, operation: name, caller: caller as never, peer })) ?? {}
  }

  const failure = (error: unknown, request: HttpRequest, peer: Peer): ServiceError => {
    if (error instanceof ServiceError) return error
    if (error instanceof Orphaned) {
      return fault('ResourceNotFoundException', 'The resource was deleted while the request was under way.')
    }
    const target = fieldValue(request.headers, 'x-amz-target')
    ctx.log.error({ err: error, requestId: peer.requestId, target }, 'request failed')
    return fault('InternalErrorException')
  }

  return async (request: HttpRequest, peer: Peer): Promise<ApiAnswer> => {
    try {
      return { status: 200, headers: answerHeaders(peer.requestId), body: JSON.stringify(await run(request, peer)) }
    } catch (error) {
      return answerFault(failure(error, request, peer), peer.requestId)
    }
  }
}

const answerHeaders = (requestId: string) => ({ 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId })

/** What may stand in a header: anything else is written as it is in a URL. */
const headerText = (text: string) =>
  text.replace(/[^\x20-\x7e]/gu, (character) => (character.isWellFormed() ? encodeURIComponent(character) : '?'))

/** An error as the service writes it. */
export const answerFault = ({ name, message, status }: ServiceError, requestId: string): ApiAnswer => ({
  status,
  headers: {
    ...answerHeaders(requestId),
    'x-amzn-errortype': `${name}:`,
    'x-amzn-errormessage': headerText(message.slice(0, 1024)),
  },
  body: JSON.stringify({ __type: name, message }),
})
