import type { Context } from '../../context.ts'
import { type AttributeOutcome, addresses, changeAttributes } from '../../domain/address-changes.ts'
import { checkDeletedAttributes, checkUpdatedAttributes } from '../../domain/attribute-checks.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, toCodeDeliveryDetails } from '../../domain/delivery.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { Attributes, User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import type { CodePurpose } from '../codes.ts'
import { spendWithin } from '../limits.ts'
import { type Notice, prepareNotice } from '../messages/notice.ts'
import { sendCode } from '../messages/send-code.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { aliasTaken, changeUser, rereadUser, transactUsers } from './save.ts'

/** A change of a user's attributes as it is asked for. */
export type AttributeUpdate = {
  readonly pool: Pool
  readonly user: User
  /** New values by full name; a blank one removes the attribute. */
  readonly changes: Attributes
  /**
   * Whether the caller's word makes an address a verified one (administrators): then a verified alias
   * moves here from another user, who keeps the address unverified. For all others the caller has
   * made sure by `assertWritable` that `changes` say nothing of it.
   */
  readonly vouches: boolean
  /** Through which the user changes them. */
  readonly client?: Client
  readonly via: Via
}

type Update = { readonly before: User; readonly after: Attributes; readonly touched: readonly string[] }

/** Voids the codes that went elsewhere than to the addresses of now: what they would prove is past. */
const voidCodes = async (tx: Queries, { before, after, touched }: Update) => {
  const { poolId, sub } = before
  const removeIf = async (purpose: CodePurpose, isVoid: (destination: string) => boolean) => {
    const code = await tx.codes.find(poolId, sub, purpose)
    if (code && isVoid(code.destination)) await tx.codes.remove(poolId, sub, purpose)
  }
  for (const name of addresses.filter((address) => touched.includes(address))) {
    const [former, current] = [before.attributes.get(name), after.get(name)]
    await removeIf(`verify:${name}`, (destination) => destination !== current)
    if (former === current) continue
    await removeIf('sign_up', (destination) => destination === former)
    await removeIf('forgot_password', (destination) => destination === former)
  }
}

type Stored = {
  readonly pool: Pool
  readonly before: User
  readonly touched: readonly string[]
  readonly force: boolean
}

const store = async (
  ctx: Context,
  tx: Queries,
  { pool, before, touched, force }: Stored,
  { attributes }: AttributeOutcome,
) => {
  await changeUser(tx, pool, before, { attributes }, ctx.now(), { taken: aliasTaken, force })
  await voidCodes(tx, { before, after: attributes, touched })
}

const outcomeFor = ({ pool, changes }: AttributeUpdate, { attributes: before }: User): AttributeOutcome =>
  changeAttributes({
    settings: pool.settings,
    before,
    changes: checkUpdatedAttributes(pool.schema, before, changes),
  })

/** What new addresses are told, if any is to be proved; found before the transaction of the change. */
const noticeFor = (ctx: Context, { pool, client, via }: AttributeUpdate, user: User, outcome: AttributeOutcome) => {
  const { attributes, toProve } = outcome
  if (toProve.length === 0) return undefined
  const mediums = toProve.map(({ deliveryMedium }) => deliveryMedium)
  const changed = { ...user, attributes }
  return prepareNotice(ctx, { pool, ...(client && { client }), user: changed, event: 'update_attribute', mediums, via })
}

/** Makes the change to the user as they are now; undefined where that needs words that were not found for it. */
const makeChange = (ctx: Context, update: AttributeUpdate, notice: Notice | undefined) =>
  transactUsers(ctx, async (tx) => {
    const { pool, user, changes, vouches } = update
    const before = await rereadUser(tx, user)
    const outcome = outcomeFor(update, before)
    const { toProve } = outcome
    if (toProve.length > 0 && !notice) return undefined
    if (!vouches && toProve.length > 0) {
      await spendWithin(ctx, tx, attemptKey(ctx, pool, before, before.username, 'newAddress'), 'newAddress')
    }
    await store(ctx, tx, { pool, before, touched: [...changes.keys()], force: vouches }, outcome)
    if (!notice) return toProve
    for (const delivery of toProve) {
      await sendCode(ctx, tx, notice, { purpose: `verify:${delivery.attributeName}`, delivery })
    }
    return toProve
  })

/**
 * Changes a user's attributes and sends a code to each new address that the pool verifies by itself;
 * the codes are for `verify:email` and `verify:phone_number`, their `destination` is the new address,
 * which replaces the stored one only when the code comes back if the pool says so in
 * AttributesRequireVerificationBeforeUpdate. Codes for former addresses are void. Resolves with where
 * codes went, masked. Raises InvalidParameterException for what the schema refuses,
 * AliasExistsException for a name that another user has, and what CustomMessage raises. Users who write to
 * new address after new address, which may be anybody's, get TooManyRequestsException.
 */
export const updateAttributes = async (ctx: Context, update: AttributeUpdate): Promise<readonly Delivery[]> => {
  let { user } = update
  for (;;) {
    const notice = await noticeFor(ctx, update, user, outcomeFor(update, user))
    const deliveries = await makeChange(ctx, update, notice)
    if (deliveries) return deliveries.map(toCodeDeliveryDetails)
    // Another request changed the address in between, so that this one brings a new one after all.
    user = await rereadUser(ctx.store, user)
  }
}

/**
 * Deletes attributes of a user, with an address what was proved of it and the code that would prove
 * it. Raises InvalidParameterException for attributes that the pool does not have, requires, or
 * keeps from changing.
 */
export const deleteAttributes = async (
  ctx: Context,
  { pool, user, names: deleted }: { pool: Pool; user: User; names: readonly string[] },
): Promise<void> =>
  transactUsers(ctx, async (tx) => {
    const before = await rereadUser(tx, user)
    const removed = checkDeletedAttributes(pool.schema, deleted)
    const changes = { set: new Map<string, string>(), removed }
    const outcome = changeAttributes({ settings: pool.settings, before: before.attributes, changes })
    await store(ctx, tx, { pool, before, touched: deleted, force: false }, outcome)
  })
