import type { Context } from '../../context.ts'
import { OAuthError } from '../errors.ts'
import type { OAuthRequest } from '../message.ts'
import type { Place } from '../place.ts'

/** What the token endpoint answers (RFC 6749 section 5.1). */
export type TokenResponse = {
  readonly id_token?: string
  readonly access_token: string
  readonly refresh_token?: string
  /** Seconds. */
  readonly expires_in: number
  readonly token_type: 'Bearer'
}

/** A way to tokens, for a client that has proved who it is. */
export type Grant = {
  /** Which of the API's quotas it counts to. */
  readonly quota: 'UserAuthentication' | 'UserToken' | 'ClientAuthentication'
  exchange(ctx: Context, place: Place, request: OAuthRequest): Promise<TokenResponse>
}

/** A parameter that a grant needs. Raises invalid_request. */
export const requireParameter = ({ parameters }: OAuthRequest, name: string): string => {
  const value = parameters.get(name)
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing`)
  return value
}
