/**
 * From a sign-up to its first tokens without another proof: SignUp gives a Session, ConfirmSignUp
 * takes it and gives another, and a sign-in by choice takes that.
 */
import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { allowsEntry } from '../../domain/entry.ts'
import { type OtpFactor, otpAddresses, otpFactorsOf } from '../../domain/passwordless.ts'
import type { Pool, VerifiedAttribute } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { codeLifetime } from '../codes.ts'
import { invalidSession, passwordMark, sessionEnd } from '../sign-in/session.ts'

/** What such a Session holds. */
type SignUpSession = {
  /** Used once. */
  readonly id: string
  readonly clientId: string
  readonly sub: string
  /** The factor whose address was sent the code. */
  readonly factor: OtpFactor
  /** Of the user when the sign-up was confirmed: a changed password voids it, as it voids sign-ins under way. */
  readonly passwordMark?: string
  readonly expiresAt: number
}

/** How far the sign-up has come: a Session of one stage is none of the other. */
type Stage = 'sign-up' | 'confirmed'

type Where = { readonly pool: Pool; readonly client: Client }

const sealContext = ({ pool }: Where, stage: Stage) => `session-after-${stage}|${pool.id}`

const seal = (ctx: Context, where: Where, stage: Stage, session: Omit<SignUpSession, 'id' | 'clientId'>): string => {
  const id = ctx.random(16).toString('base64url')
  const whole: SignUpSession = { ...session, id, clientId: where.client.id }
  return ctx.sealer.seal(sealContext(where, stage), JSON.stringify(whole))
}

/** Opens a Session of a stage. Raises NotAuthorizedException for any other, another client's and a used one. */
const open = async (ctx: Context, where: Where, stage: Stage, text: string): Promise<SignUpSession> => {
  const opened = ctx.sealer.open(sealContext(where, stage), text)
  const session = opened === undefined ? undefined : (JSON.parse(opened) as SignUpSession) // sealed by `seal` alone
  if (session?.clientId !== where.client.id || session.expiresAt <= ctx.now()) throw invalidSession()
  if (await ctx.store.consumed.has(where.pool.id, 'session', session.id)) throw invalidSession()
  return session
}

/** Uses one up. Of parallel uses one succeeds. */
const spend = async (tx: Queries, { pool }: Where, { id, expiresAt }: SignUpSession): Promise<void> => {
  if (!(await tx.consumed.consume(pool.id, 'session', id, expiresAt))) throw invalidSession()
}

/** The factor by which a code at this address signs the user in at the client, if one does. */
const factorFor = ({ pool, client }: Where, { attributes }: User, address: VerifiedAttribute | undefined) =>
  allowsEntry(client, 'choice')
    ? otpFactorsOf(pool, attributes).find((factor) => otpAddresses[factor] === address)
    : undefined

/**
 * The Session of a sign-up whose code went to an address that can sign the user in by itself;
 * undefined where it cannot. It lives as long as the code.
 */
export const signUpSession = (
  ctx: Context,
  where: Where,
  user: User,
  sentTo: VerifiedAttribute | undefined,
): string | undefined => {
  const factor = factorFor(where, user, sentTo)
  return (
    factor && seal(ctx, where, 'sign-up', { sub: user.sub, factor, expiresAt: ctx.now() + codeLifetime('sign_up') })
  )
}

/** Takes the Session of the user's sign-up, and gives what spends it. Raises NotAuthorizedException for any other. */
export const takeSignUpSession = async (
  ctx: Context,
  where: Where,
  user: User,
  text: string,
): Promise<(tx: Queries) => Promise<void>> => {
  const session = await open(ctx, where, 'sign-up', text)
  if (session.sub !== user.sub) throw invalidSession()
  return (tx) => spend(tx, where, session)
}

/**
 * The Session of a confirmation by a code that went to `sentTo`, with which the user can sign in at
 * once; undefined where a code could not. Whether the one of the sign-up came with it does not matter:
 * clients of the service do not send it.
 */
export const confirmationSession = (
  ctx: Context,
  where: Where,
  user: User,
  sentTo: VerifiedAttribute,
): string | undefined => {
  const factor = factorFor(where, user, sentTo)
  const expiresAt = sessionEnd(ctx, where.client)
  return factor && seal(ctx, where, 'confirmed', { sub: user.sub, factor, passwordMark: passwordMark(user), expiresAt })
}

/** What the confirmation of a sign-up is worth in the sign-in that follows it, and how it is spent. */
export type Confirmed = { readonly factor: OtpFactor; spend(tx: Queries): Promise<void> }

/** Takes the Session of the user's confirmation. Raises NotAuthorizedException for any other. */
export const confirmedSession = async (ctx: Context, where: Where, user: User, text: string): Promise<Confirmed> => {
  const session = await open(ctx, where, 'confirmed', text)
  if (session.sub !== user.sub || session.passwordMark !== passwordMark(user)) throw invalidSession()
  return { factor: session.factor, spend: (tx) => spend(tx, where, session) }
}
