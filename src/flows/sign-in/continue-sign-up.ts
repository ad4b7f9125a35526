import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { type Via, withProof } from '../../domain/sign-in.ts'
import { withFailures } from '../events/sign-in.ts'
import { askPreAuthentication } from '../triggers/authentication.ts'
import { advance } from './advance.ts'
import { newAttempt } from './attempt.ts'
import type { Outcome } from './step.ts'

/** Somebody who signed up on the pages a moment ago, with a password that nobody has to ask for again. */
export type SignedUpUser = { readonly sub: string; readonly passwordVersion: number }

/**
 * Signs a user in whose sign-up in the same browser was confirmed: the password that they chose then is worth
 * one that they give. Raises what a sign-in raises, and NotAuthorizedException where it was changed since.
 */
export const continueSignUp = async (
  ctx: Context,
  { pool, client, signedUp, via }: { pool: Pool; client: Client; signedUp: SignedUpUser; via: Via },
): Promise<Outcome> => {
  const user = await ctx.store.users.find(pool.id, signedUp.sub)
  if (user?.passwordVersion !== signedUp.passwordVersion) throw fault('NotAuthorizedException')
  const subject = { name: user.username, user, isKnown: true }
  await askPreAuthentication(ctx, { ...subject, pool, client, via })
  const begun = await newAttempt(ctx, { ...subject, pool, client, via, entry: 'pages', deviceKey: undefined })
  const attempt = withProof({ ...begun, first: 'PASSWORD' }, 'PASSWORD')
  return withFailures(ctx, attempt, undefined, () => advance(ctx, { attempt, effects: [], spends: undefined }))
}
