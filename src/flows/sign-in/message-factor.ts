import type { Context } from '../../context.ts'
import { type Delivery, deliveryTo, toCodeDeliveryDetails } from '../../domain/delivery.ts'
import { fault } from '../../domain/errors.ts'
import { factorLockout } from '../../domain/lockout.ts'
import { withFactor } from '../../domain/mfa-preference.ts'
import type { Pool, VerifiedAttribute } from '../../domain/pool.ts'
import { type Attempt, hasPassword, nextDue, withProof } from '../../domain/sign-in.ts'
import { simulatedDestination } from '../../domain/simulated-delivery.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { User } from '../../domain/user.ts'
import type { StoredCode } from '../../store/codes.ts'
import type { Queries } from '../../store/index.ts'
import { type CodePurpose, findRightCode } from '../codes.ts'
import { nobodyCalled } from '../discretion.ts'
import { spendAttempt } from '../limits.ts'
import { prepareNotice } from '../messages/notice.ts'
import { pretendCode } from '../messages/pretend.ts'
import { canSend } from '../messages/queue.ts'
import { sendEndingCode } from '../messages/send-code.ts'
import { attemptSecret } from '../passwords/lockout.ts'
import { aliasTaken, changeUser, rereadUser } from '../users/save.ts'
import { isSuspended } from './account-state.ts'
import { failuresOf } from './attempt.ts'
import { requireParameter } from './parameters.ts'
import { invalidSession, sessionEnd } from './session.ts'
import type { Effect, Step } from './step.ts'

/** A challenge whose code is sent: a second factor, or the first one of a sign-in by choice. */
export type MessageChallenge = 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP'

const addresses = { SMS_MFA: 'phone_number', EMAIL_OTP: 'email', SMS_OTP: 'phone_number' } as const satisfies Record<
  MessageChallenge,
  VerifiedAttribute
>

/** The answer to any code but the right one, a used or replaced one as well. */
const mismatch = () => fault('CodeMismatchException', 'Invalid code or auth state for the user.')

/** What a code is for. As the first factor it is longer, since nothing was proved before it. */
const roleOf = (attempt: Attempt, challenge: MessageChallenge): { purpose: CodePurpose; digits: 6 | 8 } =>
  hasPassword(attempt)
    ? { purpose: `mfa:${challenge as 'SMS_MFA' | 'EMAIL_OTP'}`, digits: 6 }
    : { purpose: `sign-in:${challenge as 'SMS_OTP' | 'EMAIL_OTP'}`, digits: 8 }

/** Where the code goes: to the user's address, or to the one that is being set up. */
const deliveryOf = ({ user, setUp }: Attempt, challenge: MessageChallenge): Delivery => {
  const address = setUp?.factor === challenge ? new Map([['email', setUp.address]]) : user.attributes
  const delivery = deliveryTo(address, addresses[challenge])
  if (!delivery) throw invalidSession()
  return delivery
}

/**
 * The user whose address has proved itself: it is verified, confirms who signed up with it, and is a
 * factor if it was being set up.
 */
const proven = (attempt: Attempt, challenge: MessageChallenge, { attributeName, destination }: Delivery): User => {
  const { user, setUp } = attempt
  const attributes = new Map([...user.attributes, [attributeName, destination], [`${attributeName}_verified`, 'true']])
  const mfa = setUp?.factor === challenge ? withFactor(user.mfa, setUp.factor, { prefer: true }) : user.mfa
  return { ...user, attributes, mfa, status: user.status === 'UNCONFIRMED' ? 'CONFIRMED' : user.status }
}

const isProvenAlready = ({ user, setUp }: Attempt, { attributeName, destination }: Delivery) =>
  setUp === undefined &&
  user.status !== 'UNCONFIRMED' &&
  user.attributes.get(attributeName) === destination &&
  user.attributes.get(`${attributeName}_verified`) === 'true'

type Proved = { attempt: Attempt; challenge: MessageChallenge; delivery: Delivery; code: StoredCode }

/** Uses the code up and keeps what it has proved. */
const keepProof =
  (ctx: Context, { attempt, challenge, delivery, code }: Proved): Effect =>
  async (tx: Queries) => {
    if (!(await tx.codes.take(code))) throw mismatch()
    const { pool, user: before } = attempt
    const user = await rereadUser(tx, before)
    const current = { ...attempt, user }
    // The address or the factors were changed while the code was under way.
    if (nextDue(current) !== challenge || deliveryOf(current, challenge).destination !== delivery.destination) {
      throw invalidSession()
    }
    if (isProvenAlready(current, delivery)) return
    const { attributes, mfa, status } = proven(current, challenge, delivery)
    await changeUser(tx, pool, user, { attributes, mfa, status }, ctx.now(), { taken: aliasTaken })
  }

const requireRight = async (
  ctx: Context,
  attempt: Attempt,
  sent: { challenge: MessageChallenge; delivery: Delivery },
  given: string,
): Promise<StoredCode> => {
  const { challenge, delivery } = sent
  const found: { code?: StoredCode | undefined } = {}
  const verify = async () => {
    const wanted = { purpose: roleOf(attempt, challenge).purpose, destination: delivery.destination }
    found.code = await findRightCode(ctx, attempt.user, wanted, given)
    return found.code !== undefined
  }
  await attemptSecret(ctx, failuresOf(ctx, attempt, `mfa:${challenge}`), verify, factorLockout)
  if (!found.code) throw mismatch()
  return found.code
}

/** Raises InvalidUserPoolConfigurationException, as the operations of a sign-in declare no other error for it. */
const requireWayOut = (ctx: Context, pool: Pool, { deliveryMedium }: Delivery) => {
  if (!canSend(ctx, pool, deliveryMedium)) {
    throw fault('InvalidUserPoolConfigurationException', unverifiedTexts.noWayOut(deliveryMedium))
  }
}

/**
 * What sends the code. To nobody, and to users who may not sign in, goes none, and it takes as long, but for
 * the time of a function that words messages. Raises what that trigger raises.
 */
const sending = async (
  ctx: Context,
  attempt: Attempt,
  challenge: MessageChallenge,
  delivery: Delivery,
): Promise<Effect> => {
  const { pool, client, user, isKnown, via } = attempt
  requireWayOut(ctx, pool, delivery)
  const occasion = { pool, client, user, via, event: 'authentication' } as const
  if (!isKnown || isSuspended(user)) {
    const key = failuresOf(ctx, attempt, 'simulated')
    return (tx) => pretendCode(ctx, tx, key, { ...occasion, medium: delivery.deliveryMedium })
  }
  const notice = await prepareNotice(ctx, { ...occasion, mediums: [delivery.deliveryMedium] })
  const code = { ...roleOf(attempt, challenge), delivery, expiresAt: sessionEnd(ctx, client) }
  return (tx) => sendEndingCode(ctx, tx, notice, code)
}

const shownDestination = (ctx: Context, { pool, isKnown, name }: Attempt, delivery: Delivery): string =>
  isKnown
    ? toCodeDeliveryDetails(delivery).destination
    : simulatedDestination(delivery.attributeName, nobodyCalled(ctx, pool, name))

/** How a factor's challenge is worded: its answer, and what it tells beside where the code went. */
export type MessageWords = {
  readonly answer: string
  readonly parameters: (attempt: Attempt) => Record<string, string>
}

/**
 * A challenge whose code is sent, in the transaction that asks for it. It lives as long as the
 * Session, replaces an older one, and proves the address that it went to.
 */
export const messageFactor = (challenge: MessageChallenge, { answer, parameters }: MessageWords): Step => ({
  async issue(ctx, attempt) {
    // Before anything was proved, anybody could have this server write to anybody.
    if (!hasPassword(attempt)) await spendAttempt(ctx, failuresOf(ctx, attempt, 'signInCode'), 'signInCode')
    const delivery = deliveryOf(attempt, challenge)
    return {
      attempt,
      parameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: delivery.deliveryMedium,
        CODE_DELIVERY_DESTINATION: shownDestination(ctx, attempt, delivery),
        ...parameters(attempt),
      },
      effects: [await sending(ctx, attempt, challenge, delivery)],
    }
  },

  async verify(ctx, attempt, given) {
    const delivery = deliveryOf(attempt, challenge)
    const code = await requireRight(ctx, attempt, { challenge, delivery }, requireParameter(given, answer))
    return {
      attempt: withProof({ ...attempt, user: proven(attempt, challenge, delivery) }, challenge),
      effects: [keepProof(ctx, { attempt, challenge, delivery, code })],
    }
  },
})
