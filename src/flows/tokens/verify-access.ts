import type { Context } from '../../context.ts'
import { ADMIN_SCOPE } from '../../domain/claims.ts'
import type { Client } from '../../domain/client.ts'
import { isClientToken } from '../../domain/client-claims.ts'
import { fault, type ServiceError } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { refuseSuspended } from '../sign-in/account-state.ts'
import { issuerOf } from './issuer.ts'
import { isSignedBy, type ParsedJwt, parseJwt } from './jwt.ts'

/** Who holds an access token, and the family that it came from if its client's tokens can be revoked. */
export type TokenHolder = {
  pool: Pool
  client: Client
  user: User
  familyId: string | undefined
  /** The device that its sign-in was told of, or came from. */
  deviceKey: string | undefined
  /** When its user proved who they are. */
  authTime: number
  /** With blanks between them. */
  scope: string
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** Finds the pool that a token names as its issuer; the name alone proves nothing. */
const poolNamedBy = async (ctx: Context, jwt: ParsedJwt): Promise<Pool | undefined> => {
  const issuer = text(jwt.claims.iss)
  const pool = await ctx.store.pools.find(issuer.slice(issuer.lastIndexOf('/') + 1))
  return pool && issuer === issuerOf(ctx.settings, pool) ? pool : undefined
}

/** Whether the token's sign-in was revoked. One that names no family can only be signed out with its user. */
const isRevoked = async (ctx: Context, pool: Pool, { claims }: ParsedJwt, signedOutAt: number): Promise<boolean> => {
  if (claims.origin_jti === undefined) {
    // `iat` counts whole seconds: a token of the second of the sign-out counts as older than it.
    return signedOutAt > 0 && Number(claims.iat) <= Math.floor(signedOutAt / 1000)
  }
  const family = await ctx.store.tokens.findFamily(pool.id, text(claims.origin_jti))
  return family === undefined || family.revokedAt !== undefined
}

/** What is heard with a token of a sign-in that was ended. */
export const tokenRevoked = (): ServiceError => fault('NotAuthorizedException', 'Access Token has been revoked')

/** What a verification differs in. `mayServe` looks at the token's scopes, before anybody is looked for. */
type Verification = {
  readonly userGone?: (() => ServiceError) | undefined
  readonly mayServe?: (scopes: readonly string[]) => boolean
}

const servesApi = (scopes: readonly string[]) => scopes.includes(ADMIN_SCOPE)

/** An access token that this server signed and that has not ended, of a user or of a client itself. */
type ReadToken = { readonly pool: Pool; readonly jwt: ParsedJwt; readonly scopes: readonly string[] }

/** Verifies signature, use and end. Raises NotAuthorizedException with the service's text for each. */
const readToken = async (ctx: Context, token: string): Promise<ReadToken> => {
  const jwt = parseJwt(token)
  const pool = jwt && (await poolNamedBy(ctx, jwt))
  if (!jwt || !pool) throw fault('NotAuthorizedException', 'Could not verify signature for Access Token')
  const key = await ctx.keys.find(pool.id, 'access', jwt.kid)
  if (!key) {
    // The pool's own ID token is well signed but is no access token.
    const idKey = await ctx.keys.find(pool.id, 'id', jwt.kid)
    const message =
      idKey && isSignedBy(jwt, idKey) ? 'Invalid Access Token' : 'Could not verify signature for Access Token'
    throw fault('NotAuthorizedException', message)
  }
  if (!isSignedBy(jwt, key)) throw fault('NotAuthorizedException', 'Could not verify signature for Access Token')
  const { claims } = jwt
  if (claims.token_use !== 'access') throw fault('NotAuthorizedException', 'Invalid Access Token')
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= ctx.now()) {
    throw fault('NotAuthorizedException', 'Access Token has expired')
  }
  return { pool, jwt, scopes: text(claims.scope).split(' ') }
}

/**
 * Verifies an access token of a user, for the self-service operations unless `mayServe` says for what:
 * signature, use, end, scope, and that neither it, its family nor its user was signed out or disabled
 * since. Raises NotAuthorizedException with the service's text for each, PasswordResetRequiredException
 * for a user who was told to reset the password, and `userGone` when the user was deleted.
 */
export const verifyAccessToken = async (
  ctx: Context,
  token: string,
  { userGone = () => fault('UserNotFoundException'), mayServe = servesApi }: Verification = {},
): Promise<TokenHolder> => {
  const { pool, jwt, scopes } = await readToken(ctx, token)
  const { claims } = jwt
  // Looked at before the user is looked for: a client's own token has none.
  if (isClientToken(claims) || !mayServe(scopes)) {
    throw fault('NotAuthorizedException', 'Access Token does not have required scopes')
  }
  const [user, client] = await Promise.all([
    ctx.store.users.find(pool.id, text(claims.sub)),
    ctx.store.clients.find(pool.id, text(claims.client_id)),
  ])
  if (!user) throw userGone()
  if (!client || (await isRevoked(ctx, pool, jwt, user.signedOutAt))) {
    throw tokenRevoked()
  }
  refuseSuspended(user)
  const [familyId, deviceKey] = [text(claims.origin_jti) || undefined, text(claims.device_key) || undefined]
  return { pool, client, user, familyId, deviceKey, authTime: Number(claims.auth_time) * 1000, scope: scopes.join(' ') }
}

/** Whose an access token is, and what it may be used for. */
export type Bearer = {
  readonly pool: Pool
  readonly client: Client
  /** The user whose token it is; none of a client's own. */
  readonly user?: User
  readonly scopes: readonly string[]
}

/**
 * Verifies an access token of a client itself, or else of a user as `verifyAccessToken` does, whatever it is for. Of
 * its scopes those count that its client still may have. Raises what `verifyAccessToken` raises.
 */
export const verifyBearer = async (ctx: Context, token: string): Promise<Bearer> => {
  const { pool, jwt, scopes } = await readToken(ctx, token)
  const { client, user } = isClientToken(jwt.claims)
    ? { client: await ctx.store.clients.find(pool.id, text(jwt.claims.client_id)), user: undefined }
    : await verifyAccessToken(ctx, token, { mayServe: () => true })
  if (!client) throw tokenRevoked()
  const allowed = new Set(client.settings.allowedOAuthScopes)
  return { pool, client, ...(user && { user }), scopes: scopes.filter((scope) => allowed.has(scope)) }
}
