import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { type FirstChallenge, type Via, withProof } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { withFailures } from '../events/sign-in.ts'
import { confirmedSession } from '../sign-up/session.ts'
import { askPreAuthentication } from '../triggers/authentication.ts'
import { advance } from './advance.ts'
import { newAttempt } from './attempt.ts'
import type { Effect, Outcome } from './step.ts'

/** Somebody who signed up on the pages a moment ago, and whether with a password that nobody has to ask for again. */
export type SignedUpUser = { readonly sub: string; readonly passwordVersion: number; readonly hasPassword: boolean }

/** A sign-up that was confirmed; `confirmation` is the Session of a code that could sign the user in. */
export type ConfirmedSignUp = {
  readonly pool: Pool
  readonly client: Client
  readonly signedUp: SignedUpUser
  readonly confirmation: string | undefined
  readonly via: Via
}

type Earned = { readonly first: FirstChallenge; readonly effects: readonly Effect[] }

/** What the sign-up is worth: its password, or else the code that confirmed it. Whoever came without either has proved nothing. */
const earned = async (
  ctx: Context,
  { signedUp, confirmation, ...where }: ConfirmedSignUp,
  user: User,
): Promise<Earned> => {
  if (signedUp.hasPassword) return { first: 'PASSWORD', effects: [] }
  if (confirmation === undefined) throw fault('NotAuthorizedException')
  const { factor, spend } = await confirmedSession(ctx, where, user, confirmation)
  return { first: factor, effects: [spend] }
}

/**
 * Signs a user in whose sign-up in the same browser was confirmed: the password that they chose then is worth
 * one that they give, and without one the code that confirmed them is worth one that signs them in. Raises what a
 * sign-in raises, and NotAuthorizedException where the password was changed since, and where nothing was proved
 * with which the user could begin a sign-in.
 */
export const continueSignUp = async (ctx: Context, request: ConfirmedSignUp): Promise<Outcome> => {
  const { pool, client, signedUp, via } = request
  const user = await ctx.store.users.find(pool.id, signedUp.sub)
  if (user?.passwordVersion !== signedUp.passwordVersion) throw fault('NotAuthorizedException')
  const subject = { name: user.username, user, isKnown: true }
  await askPreAuthentication(ctx, { ...subject, pool, client, via })
  const begun = await newAttempt(ctx, { ...subject, pool, client, via, entry: 'pages', deviceKey: undefined })
  const { first, effects } = await earned(ctx, request, user)
  if (!begun.offered.includes(first)) throw fault('NotAuthorizedException')
  const attempt = withProof({ ...begun, first }, first)
  return withFailures(ctx, attempt, undefined, () => advance(ctx, { attempt, effects, spends: undefined }))
}
