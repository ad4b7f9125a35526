import { fault } from '../../domain/errors.ts'

/** By what the two operations on an authenticator app are called. */
export type Credential = { readonly accessToken: string } | { readonly session: string }

/** Insists on an access token or a Session, and not both. Raises InvalidParameterException (unverified). */
export const requireCredential = (input: {
  readonly AccessToken?: string | undefined
  readonly Session?: string | undefined
}): Credential => {
  const { AccessToken: accessToken, Session: session } = input
  if (accessToken !== undefined && session === undefined) return { accessToken }
  if (session !== undefined && accessToken === undefined) return { session }
  throw fault('InvalidParameterException', 'Exactly one of AccessToken and Session is required.')
}
