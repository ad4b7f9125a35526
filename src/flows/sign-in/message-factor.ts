import type { Context } from '../../context.ts'
import { type Delivery, deliveryTo, toCodeDeliveryDetails } from '../../domain/delivery.ts'
import { fault } from '../../domain/errors.ts'
import { factorLockout } from '../../domain/lockout.ts'
import { addressOf } from '../../domain/mfa.ts'
import { withFactor } from '../../domain/mfa-preference.ts'
import { type Attempt, nextChallenge } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { StoredCode } from '../../store/codes.ts'
import type { Queries } from '../../store/index.ts'
import { findRightCode } from '../codes.ts'
import { sendEndingCode } from '../messages/send-code.ts'
import { factorKey } from '../mfa/software-token.ts'
import { attemptSecret } from '../passwords/lockout.ts'
import { aliasTaken, changeUser, rereadUser } from '../users/save.ts'
import { requireParameter } from './parameters.ts'
import { invalidSession, sessionEnd } from './session.ts'
import type { Effect, Step } from './step.ts'

/** A second factor whose codes are sent. */
export type MessageFactor = 'SMS_MFA' | 'EMAIL_OTP'

/** The answer to any code but the right one, a used or replaced one as well. */
const mismatch = () => fault('CodeMismatchException', 'Invalid code or auth state for the user.')

/** Where the code goes: to the user's address, or to the one that is being set up. */
const deliveryOf = ({ user, setUp }: Attempt, factor: MessageFactor): Delivery => {
  const address = setUp?.factor === factor ? new Map([['email', setUp.address]]) : user.attributes
  const delivery = deliveryTo(address, addressOf[factor])
  if (!delivery) throw invalidSession()
  return delivery
}

/** The user whose address has proved itself: it is verified, and a factor if it was being set up. */
const withProof = ({ user, setUp }: Attempt, factor: MessageFactor, { attributeName, destination }: Delivery): User => {
  const attributes = new Map([...user.attributes, [attributeName, destination], [`${attributeName}_verified`, 'true']])
  const mfa = setUp?.factor === factor ? withFactor(user.mfa, factor, { prefer: true }) : user.mfa
  return { ...user, attributes, mfa }
}

const isVerifiedAlready = ({ user, setUp }: Attempt, { attributeName, destination }: Delivery) =>
  setUp === undefined &&
  user.attributes.get(attributeName) === destination &&
  user.attributes.get(`${attributeName}_verified`) === 'true'

type Proved = { attempt: Attempt; factor: MessageFactor; delivery: Delivery; code: StoredCode }

/** Uses the code up and keeps what it has proved. */
const keepProof =
  (ctx: Context, { attempt, factor, delivery, code }: Proved): Effect =>
  async (tx: Queries) => {
    if (!(await tx.codes.take(code))) throw mismatch()
    const { pool, user: before } = attempt
    const user = await rereadUser(tx, before)
    const current = { ...attempt, user }
    // The address or the factors were changed while the code was under way.
    if (nextChallenge(current) !== factor || deliveryOf(current, factor).destination !== delivery.destination) {
      throw invalidSession()
    }
    if (isVerifiedAlready(current, delivery)) return
    const { attributes, mfa } = withProof(current, factor, delivery)
    await changeUser(tx, pool, user, { attributes, mfa }, ctx.now(), { taken: aliasTaken })
  }

const requireRight = async (
  ctx: Context,
  { pool, user }: Attempt,
  sent: { factor: MessageFactor; delivery: Delivery },
  given: string,
): Promise<StoredCode> => {
  const { factor, delivery } = sent
  const found: { code?: StoredCode | undefined } = {}
  const verify = async () => {
    const wanted = { purpose: `mfa:${factor}`, destination: delivery.destination } as const
    found.code = await findRightCode(ctx, user, wanted, given)
    return found.code !== undefined
  }
  await attemptSecret(ctx, factorKey(ctx, pool, user, factor), verify, factorLockout)
  if (!found.code) throw mismatch()
  return found.code
}

/** How a factor's challenge is worded: its answer, and what it tells beside where the code went. */
export type MessageWords = {
  readonly answer: string
  readonly parameters: (attempt: Attempt) => Record<string, string>
}

/**
 * The challenge of a factor whose code is sent, in the transaction that asks for it. It lives as long
 * as the Session, replaces an older one, and proves the address that it went to.
 */
export const messageFactor = (factor: MessageFactor, { answer, parameters }: MessageWords): Step => ({
  async issue(ctx, tx, attempt) {
    const { pool, client, user } = attempt
    const delivery = deliveryOf(attempt, factor)
    const expiresAt = sessionEnd(ctx, client)
    const purpose = `mfa:${factor}` as const
    await sendEndingCode(ctx, tx, { pool, client, user, purpose, event: 'authentication', delivery, expiresAt })
    return {
      CODE_DELIVERY_DELIVERY_MEDIUM: delivery.deliveryMedium,
      CODE_DELIVERY_DESTINATION: toCodeDeliveryDetails(delivery).destination,
      ...parameters(attempt),
    }
  },

  async verify(ctx, attempt, responses) {
    const delivery = deliveryOf(attempt, factor)
    const code = await requireRight(ctx, attempt, { factor, delivery }, requireParameter(responses, answer))
    return {
      attempt: {
        ...attempt,
        user: withProof(attempt, factor, delivery),
        proved: new Set(attempt.proved).add(factor),
      },
      effects: [keepProof(ctx, { attempt, factor, delivery, code })],
    }
  },
})
