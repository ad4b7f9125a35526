import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, deliveryTo, mediumOf, toCodeDeliveryDetails } from '../../domain/delivery.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool, VerifiedAttribute } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { checkCode, takeCode } from '../codes.ts'
import { spendAttempt } from '../limits.ts'
import { prepareNotice } from '../messages/notice.ts'
import { sendCode } from '../messages/send-code.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { aliasTaken, changeUser, rereadUser, transactUsers } from './save.ts'

/** A user's address that is to be proved. */
export type AddressToVerify = {
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly name: VerifiedAttribute
  readonly via: Via
}

/** Where the code goes: to an address that waits to become the user's, else to the one that is. */
const destinationOf = async (ctx: Context, { pool, user, name }: AddressToVerify): Promise<Delivery> => {
  const sent = await ctx.store.codes.find(pool.id, user.sub, `verify:${name}`)
  const delivery =
    sent && sent.expiresAt > ctx.now()
      ? { attributeName: name, deliveryMedium: mediumOf[name], destination: sent.destination }
      : deliveryTo(user.attributes, name)
  // Unverified.
  if (!delivery) throw fault('InvalidParameterException', `The user has no ${name} to verify.`)
  return delivery
}

/**
 * Sends a code that proves the user's address, or the one that is to replace it, in place of an older
 * code. Resolves with where it went, masked. Raises LimitExceededException,
 * CodeDeliveryFailureException, what CustomMessage raises, and InvalidParameterException for a user without such an address.
 */
export const requestVerification = async (ctx: Context, request: AddressToVerify): Promise<Delivery> => {
  const { pool, client, user, name, via } = request
  await spendAttempt(ctx, attemptKey(ctx, pool, user, user.username, 'attributeCode'), 'attributeCode')
  const delivery = await destinationOf(ctx, request)
  const mediums = [delivery.deliveryMedium]
  const notice = await prepareNotice(ctx, { pool, client, user, event: 'verify_attribute', mediums, via })
  await ctx.store.transaction((tx) => sendCode(ctx, tx, notice, { purpose: `verify:${name}`, delivery }))
  return toCodeDeliveryDetails(delivery)
}

/**
 * Proves an address by its code: it is the user's and verified from then on, also where it waited for
 * the proof to replace another. Raises CodeMismatchException, ExpiredCodeException,
 * LimitExceededException, and AliasExistsException for an address that another user has.
 */
export const verifyAttribute = async (
  ctx: Context,
  { pool, user, name }: Omit<AddressToVerify, 'client' | 'via'>,
  given: string,
): Promise<void> => {
  await spendAttempt(ctx, attemptKey(ctx, pool, user, user.username, 'verifyAttribute'), 'verifyAttribute')
  const code = await checkCode(ctx, user, `verify:${name}`, given)
  await transactUsers(ctx, async (tx) => {
    const current = await rereadUser(tx, user)
    await takeCode(tx, code)
    const attributes = new Map([...current.attributes, [name, code.destination], [`${name}_verified`, 'true']])
    await changeUser(tx, pool, current, { attributes }, ctx.now(), { taken: aliasTaken })
  })
}
