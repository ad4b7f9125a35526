import type { Client } from './client.ts'

/** The scopes of OpenID Connect. */
export const oidcScopes: readonly string[] = ['openid', 'email', 'phone', 'profile']

/** The scopes of every pool that are about users. Others are of its resource servers. */
export const standardScopes: ReadonlySet<string> = new Set([...oidcScopes, 'aws.cognito.signin.user.admin'])

/**
 * The scope of access tokens that register clients (RFC 7591 section 3). Every pool has it, without a resource
 * server; a client that registered itself never gets it.
 */
export const REGISTER_SCOPE = 'aws.cognito/dcr/register'

/** As much as all scopes that a client can have (50 of 256 characters), with a blank behind each. */
const MAX_SCOPES = 50 * 257

/** The scopes of a request, of which none may be left out; undefined for more than any client has, which are not looked for. */
export const listScopes = (given = ''): readonly string[] | undefined =>
  given.length > MAX_SCOPES ? undefined : given.split(' ').filter((scope) => scope !== '')

/** What a client is granted on its own account; or a scope that it may not have, and why; or that it has none. */
export type ScopeGrant =
  | { readonly kind: 'granted'; readonly scopes: readonly string[] }
  | { readonly kind: 'unknown' | 'not-allowed'; readonly scope: string }
  | { readonly kind: 'none' }

/**
 * Which scopes a client gets that asks for a token without a user: those that it asks for, all of them
 * or none, and without asking all that it has. Only scopes of resource servers count, and of them those
 * that exist (`known`): a scope of users is never granted so, whatever the client's settings say.
 */
export const grantScopes = (
  { settings }: Pick<Client, 'settings'>,
  asked: readonly string[],
  known: ReadonlySet<string>,
): ScopeGrant => {
  const allowed = new Set(settings.allowedOAuthScopes?.filter((scope) => known.has(scope)))
  const unknown = asked.find((scope) => !known.has(scope))
  if (unknown !== undefined) return { kind: 'unknown', scope: unknown }
  const foreign = asked.find((scope) => !allowed.has(scope))
  if (foreign !== undefined) return { kind: 'not-allowed', scope: foreign }
  const scopes = asked.length > 0 ? [...new Set(asked)] : [...allowed]
  return scopes.length > 0 ? { kind: 'granted', scopes } : { kind: 'none' }
}

/** Scopes that tell of the user who is signed in, and mean nothing without `openid`. */
const userinfoScopes: ReadonlySet<string> = new Set(['email', 'phone', 'profile'])

/**
 * Which scopes a client gets that asks for a user's tokens: those that it asks for, or all that it has.
 * Undefined where it may not have one of them, or asks for who the user is without `openid`. A scope
 * that its resource server has no more (`known`) is left out silently.
 */
export const grantUserScopes = (
  allowed: readonly string[],
  asked: readonly string[],
  known: ReadonlySet<string>,
): readonly string[] | undefined => {
  const mine = new Set(allowed)
  const wanted = asked.length > 0 ? [...new Set(asked)] : allowed
  if (wanted.some((scope) => !mine.has(scope))) return undefined
  if (asked.some((scope) => userinfoScopes.has(scope)) && !asked.includes('openid')) return undefined
  return wanted.filter((scope) => standardScopes.has(scope) || known.has(scope))
}
