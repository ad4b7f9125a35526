/**
 * What a client gets for a user who is signed in on the pages: a code, which it exchanges for tokens, or
 * by the implicit grant the tokens themselves.
 */
import type { Context } from '../../context.ts'
import { acrOf, levelOf } from '../../domain/authentication-level.ts'
import { CODE_LIFETIME_MS } from '../../domain/authorization-code.ts'
import type { AuthorizationRequest } from '../../domain/authorization-request.ts'
import { fault } from '../../domain/errors.ts'
import { hashRandomSecret } from '../../domain/random-secret.ts'
import type { Via } from '../../domain/sign-in.ts'
import { type SsoSession, stillStands } from '../../domain/sso-session.ts'
import { makeRoom } from '../sessions/limit.ts'
import type { StandingSession } from '../sso/session.ts'
import { newFamily, signTokens, type TokenSet } from '../tokens/issue.ts'

/** How the user proved who they are, as tokens tell of it: in a pool that names its levels, and where some were asked for. */
const authenticationOf = ({ amr }: SsoSession, { pool, acrValues }: AuthorizationRequest) => {
  const level = acrValues !== '' || pool.settings.acrConfiguration ? levelOf(amr) : undefined
  return { amr, acr: level && acrOf(pool, level) }
}

/** Insists that nobody ended the session while something was made from it. */
const requireUnended = (isThere: boolean): void => {
  if (!isThere) throw fault('NotAuthorizedException')
}

/** A code for the client, to be redeemed once within five minutes. Raises NotAuthorizedException for a session that has ended. */
export const issueCode = async (
  ctx: Context,
  request: AuthorizationRequest,
  { session, user }: StandingSession,
  via: Via,
): Promise<string> => {
  const { pool, client, redirectUri, scope, challenge, nonce, resource } = request
  const code = ctx.random(32).toString('base64url')
  const now = ctx.now()
  await ctx.store.transaction(async (tx) => {
    await tx.authorizationCodes.insert(
      {
        ...{ poolId: pool.id, clientId: client.id, sub: user.sub, ssoSessionId: session.id },
        ...{ redirectUri, scope, challenge, nonce, resource },
        authTime: session.authTime,
        authentication: authenticationOf(session, request),
        eventId: session.eventId,
        expiresAt: now + CODE_LIFETIME_MS,
      },
      hashRandomSecret(code),
    )
    requireUnended(await tx.ssoSessions.touch(session, via.origin, now))
  })
  return code
}

/**
 * Tokens at once, without one to refresh them (RFC 6749 section 4.2). Raises what PreTokenGeneration raises, and
 * NotAuthorizedException for a session that has ended.
 */
export const issueTokens = async (
  ctx: Context,
  request: AuthorizationRequest,
  { session, user }: StandingSession,
  via: Via,
): Promise<TokenSet> => {
  const { pool, client, scope, nonce, resource } = request
  const seenAt = ctx.now()
  const family = newFamily(ctx, {
    ...{ pool, client, user, scope, origin: via.origin },
    sso: { authTime: session.authTime, ssoSessionId: session.id, resource },
    deviceKey: undefined,
    authentication: authenticationOf(session, request),
    eventId: session.eventId,
  })
  const signed = await signTokens(ctx, { pool, client, user, family, seenAt, source: 'HostedAuth', via, nonce })
  await ctx.store.transaction(async (tx) => {
    const held = await tx.users.hold(pool.id, user.sub)
    if (!held || !stillStands(session, held)) throw fault('NotAuthorizedException')
    await makeRoom(tx, pool, family, seenAt)
    await tx.tokens.insertFamily(family, undefined, seenAt)
    requireUnended(await tx.ssoSessions.touch(session, via.origin, seenAt))
  })
  return { ...signed, refreshToken: undefined }
}
