import { ServiceError } from '../domain/errors.ts'
import { type Answer, jsonAnswer } from './message.ts'

/** Codes of errors that endpoints answer in JSON, and redirects carry. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'invalid_target'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'login_required'
  | 'access_denied'
  | 'server_error'
  | 'temporarily_unavailable'

/** An error that its endpoint puts into the answer: JSON, or parameters of a redirect. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly description: string | undefined
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: OAuthErrorCode,
    description?: string,
    { status = 400, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(description ?? code)
    this.code = code
    this.description = description
    this.status = status
    this.headers = headers
  }
}

/** An error that the browser shows on a page: nothing that the request says of where to go can be trusted. */
export class PageError extends Error {
  readonly code: string
  readonly clientId: string | undefined

  constructor(code: string, clientId?: string) {
    super(code)
    this.code = code
    this.clientId = clientId
  }
}

/** The codes of refusals that flows raise. What a function refuses, and what is beyond a limit, is no one's credential. */
const codes: Readonly<Partial<Record<ServiceError['name'], OAuthErrorCode>>> = {
  UserLambdaValidationException: 'invalid_request',
  UnexpectedLambdaException: 'invalid_request',
  InvalidLambdaResponseException: 'invalid_request',
  TooManyRequestsException: 'temporarily_unavailable',
}

/** A refusal of the flows as these protocols name it; undefined for what is no refusal. */
export const toOAuthError = (error: unknown, otherwise: OAuthErrorCode = 'invalid_grant'): OAuthError | undefined => {
  if (error instanceof OAuthError) return error
  if (!(error instanceof ServiceError)) return undefined
  const status = error.name === 'TooManyRequestsException' ? 429 : 400
  return new OAuthError(codes[error.name] ?? otherwise, error.message, { status })
}

/** What may stand in an error_description (RFC 6749 section 5.2). */
const describable = (text: string) => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, ' ').slice(0, 1024)

/** The members of an error, in JSON or in a redirect. */
export const errorMembers = ({ code, description }: OAuthError): Record<string, string> => ({
  error: code,
  ...(description !== undefined && { error_description: describable(description) }),
})

/** An error in JSON (RFC 6749 section 5.2). */
export const errorAnswer = (error: OAuthError): Answer => jsonAnswer(errorMembers(error), error.status, error.headers)
