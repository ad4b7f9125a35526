import { createHmac } from 'node:crypto'
import { type Delivery, type DeliveryPool, maskDestination, mediumOf, recoveryOrder, resendOrder } from './delivery.ts'
import type { VerifiedAttribute } from './pool.ts'
import { addressForm, nameKey, type SignInNamesPool } from './sign-in-names.ts'
import type { Attributes } from './user.ts'

/** What is known of somebody who is sent nothing: the name that was asked for, and where. */
export type Nobody = {
  readonly pool: DeliveryPool & SignInNamesPool
  /** As the request has it. */
  readonly username: string
  /**
   * Secret, of this pool alone and kept for good: without it anybody could compute the simulated
   * answer for a name and so tell it from a real one.
   */
  readonly key: Buffer
  /** The addresses that the server can reach; all of them, unless said. Only such are made up. */
  readonly reachable?: readonly VerifiedAttribute[]
  /**
   * Those of a user whom the name belongs to: every answer shows the same address of theirs, as it does of nobody. Two
   * answers of which one is made up would tell.
   */
  readonly attributes?: Attributes
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** The masked address: the user's own if there is one, made from the name when that is such an address, invented otherwise. */
const simulate = (attributeName: VerifiedAttribute, { pool, username, key, attributes }: Nobody): Delivery => {
  const name = nameKey(username, pool.caseSensitive)
  const deliveryMedium = mediumOf[attributeName]
  const noise = createHmac('sha256', key).update(`delivery\0${deliveryMedium}\0${name}`).digest()
  const letter = (offset: number) => LETTERS.charAt(noise.readUInt32BE(offset) % LETTERS.length)
  const invented = {
    email: `${letter(0)}@${letter(4)}`,
    phone_number: `+${(noise.readUInt32BE(0) % 10_000).toString().padStart(4, '0')}`,
  }
  const madeUp = addressForm(name) === attributeName ? name : invented[attributeName]
  const destination = attributes?.get(attributeName) || madeUp
  return { attributeName, deliveryMedium, destination: maskDestination(deliveryMedium, destination) }
}

/** Those that hold, or all of them where none does. */
const preferring = <T>(all: readonly T[], holds: (one: T) => unknown): readonly T[] => {
  const held = all.filter(holds)
  return held.length > 0 ? held : all
}

/**
 * Of the addresses that the user has, or else of all, the one that the name looks like, else the first that the pool's
 * users are likely to have.
 */
const likely = (
  all: readonly VerifiedAttribute[],
  { pool, username, reachable = all, attributes }: Nobody,
): VerifiedAttribute => {
  const reached = preferring(all, (name) => reachable.includes(name))
  const order = preferring(reached, (name) => attributes?.get(name))
  const form = addressForm(username)
  if (form !== undefined && order.includes(form)) return form
  const { autoVerifiedAttributes = [], usernameAttributes = [], aliasAttributes = [] } = pool
  const common = [...autoVerifiedAttributes, ...usernameAttributes, ...aliasAttributes]
  return order.find((name) => common.includes(name)) ?? order[0] ?? 'email'
}

/**
 * The CodeDeliveryDetails of ForgotPassword for somebody unknown: the same for the same name and
 * pool on every node and day. Raises what would be raised for everybody of the pool.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export const simulatedRecovery = (nobody: Nobody): Delivery =>
  simulate(likely(recoveryOrder(nobody.pool), nobody), nobody)

/** The CodeDeliveryDetails of ResendConfirmationCode for somebody unknown, as above. */
export const simulatedResend = (nobody: Nobody): Delivery => simulate(likely(resendOrder(nobody.pool), nobody), nobody)

/** The masked destination of a one-time code for somebody unknown, by the medium that the challenge names. */
export const simulatedDestination = (attributeName: VerifiedAttribute, nobody: Nobody): string =>
  simulate(attributeName, nobody).destination
