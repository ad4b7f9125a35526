import type { Context } from '../../context.ts'
import { assertWritable, writableAttributes } from '../../domain/attributes.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, toCodeDeliveryDetails, verificationDelivery } from '../../domain/delivery.ts'
import { fault } from '../../domain/errors.ts'
import { checkPassword } from '../../domain/password-policy.ts'
import { isCaseSensitive, type Pool } from '../../domain/pool.ts'
import { refuseEarlyAlias } from '../../domain/sign-in-names.ts'
import type { Attributes, User } from '../../domain/user.ts'
import { sendCode } from '../messages/send-code.ts'
import { sealPassword } from '../passwords/verifier.ts'
import { addUser, draftUser } from '../users/create-user.ts'
import { transactUsers } from '../users/save.ts'

/** A sign-up as it is asked for. */
export type SignUpRequest = {
  readonly pool: Pool
  readonly client: Client
  readonly username: string
  readonly password: string
  readonly attributes: Attributes
}

/** A user who signed up, and where the code went, masked; undefined where the pool verifies nothing of theirs. */
export type SignedUp = { readonly user: User; readonly delivery: Delivery | undefined }

/** Whoever signs up proves an address later: it is marked so from the start, as the service does. */
const unproved = (attributes: Attributes): Attributes =>
  new Map([
    ...attributes,
    ...(['email', 'phone_number'] as const)
      .filter((name) => attributes.has(name))
      .map((name) => [`${name}_verified`, 'false'] as const),
  ])

const draft = (ctx: Context, { pool, client, username, attributes }: SignUpRequest): User => {
  assertWritable(writableAttributes(pool.schema, client.settings.writeAttributes), attributes.keys())
  refuseEarlyAlias({ ...pool.settings, caseSensitive: isCaseSensitive(pool) }, attributes)
  const user = draftUser(ctx, pool, { username, attributes, status: 'UNCONFIRMED', requireAll: true })
  return { ...user, attributes: unproved(user.attributes) }
}

/** Refuses everybody where only administrators create users. Pages ask this, too, before they show a form. */
export const refuseClosedSignUp = (pool: Pool): void => {
  if (pool.settings.adminCreateUserConfig.allowAdminCreateUserOnly) {
    throw fault('NotAuthorizedException', 'SignUp is not permitted for this user pool')
  }
}

/**
 * Signs a user up, who is UNCONFIRMED until the code comes back that is sent to an address which the
 * pool verifies: the phone's, if there are both. Raises UsernameExistsException, to every client,
 * for a name that is taken; InvalidParameterException, InvalidPasswordException and
 * NotAuthorizedException for what pool and client refuse.
 */
export const signUp = async (ctx: Context, request: SignUpRequest): Promise<SignedUp> => {
  const { pool, client, password } = request
  refuseClosedSignUp(pool)
  const user = draft(ctx, request)
  checkPassword(pool.settings.policies.passwordPolicy, password)
  const verifier = await sealPassword(ctx, pool, user, password)
  const delivery = verificationDelivery(pool.settings, user.attributes)
  await transactUsers(ctx, async (tx) => {
    await addUser(ctx, tx, pool, user, { verifier, usernameTaken: 'User already exists' })
    if (delivery) await sendCode(ctx, tx, { pool, client, user, purpose: 'sign_up', event: 'sign_up', delivery })
  })
  return { user, delivery: delivery && toCodeDeliveryDetails(delivery) }
}
