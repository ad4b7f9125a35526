import type { Context } from '../../context.ts'
import { acrOf, levelOf, methodsOf } from '../../domain/authentication-level.ts'
import { ADMIN_SCOPE } from '../../domain/claims.ts'
import type { Attempt } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { newDevice } from '../devices/new-device.ts'
import { makeRoom } from '../sessions/limit.ts'
import { newSsoSession } from '../sso/session.ts'
import { makeRefreshToken, newFamily, signTokens } from '../tokens/issue.ts'
import { tellPostAuthentication } from '../triggers/authentication.ts'
import type { TokenSource } from '../triggers/token-generation.ts'
import type { End } from './step.ts'

/** An end that is made ready, and kept in the transaction that finds all proofs still good. */
type Prepared = { readonly outcome: End; keep(tx: Queries, user: User): Promise<void> }

/** The methods of a sign-in; its tokens tell of them in a pool that names its levels, and where it was to reach one. */
const authenticationOf = (attempt: Attempt) => {
  const { pool, goal } = attempt
  const amr = methodsOf(attempt)
  const level = goal || pool.settings.acrConfiguration ? levelOf(amr) : undefined
  return { amr, acr: level && acrOf(pool, level) }
}

/** As what occasion the tokens of a sign-in count for their trigger. */
const tokenSource = ({ proved }: Attempt): TokenSource => {
  if (proved.has('DEVICE_PASSWORD_VERIFIER')) return 'AuthenticateDevice'
  return proved.has('NEW_PASSWORD_REQUIRED') ? 'NewPasswordChallenge' : 'Authentication'
}

/** Ends a sign-in by the API: with tokens. */
export const endWithTokens = async (ctx: Context, attempt: Attempt): Promise<Prepared> => {
  const { pool, client, user, device } = attempt
  const fresh = pool.settings.deviceConfiguration && !device ? newDevice(ctx, pool) : undefined
  const family = newFamily(ctx, {
    ...{ pool, client, user, origin: attempt.via.origin },
    scope: ADMIN_SCOPE,
    deviceKey: device?.key ?? fresh?.key,
    authentication: authenticationOf(attempt),
    eventId: attempt.eventId,
  })
  const refresh = makeRefreshToken(ctx)
  await tellPostAuthentication(ctx, { ...attempt, newDeviceUsed: fresh !== undefined })
  const source = tokenSource(attempt)
  const signed = await signTokens(ctx, { pool, client, user, family, seenAt: ctx.now(), source, via: attempt.via })
  return {
    outcome: { kind: 'tokens', tokens: { ...signed, refreshToken: refresh.text, newDevice: fresh } },
    async keep(tx) {
      await makeRoom(tx, pool, family, ctx.now())
      await tx.tokens.insertFamily(family, refresh.hash, ctx.now())
    },
  }
}

/** Ends a sign-in on the pages: with a session of the browser. Its client gets tokens by a code, or at once. */
export const endWithSession = async (ctx: Context, attempt: Attempt): Promise<Prepared> => {
  await tellPostAuthentication(ctx, { ...attempt, newDeviceUsed: false })
  const opened = newSsoSession(ctx, attempt)
  return {
    outcome: { kind: 'session', ...opened },
    // The password that was just set, where one was, is the user's by now.
    keep: (tx, { passwordVersion }) => tx.ssoSessions.insert({ ...opened.session, passwordVersion }),
  }
}
