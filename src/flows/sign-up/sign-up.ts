import type { Context } from '../../context.ts'
import { assertWritable, writableAttributes } from '../../domain/attributes.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, toCodeDeliveryDetails, verificationDelivery } from '../../domain/delivery.ts'
import { allowsEntry } from '../../domain/entry.ts'
import { fault } from '../../domain/errors.ts'
import { checkPassword } from '../../domain/password-policy.ts'
import { otpAddresses, otpFactorsOf } from '../../domain/passwordless.ts'
import { isCaseSensitive, type Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import { refuseEarlyAlias } from '../../domain/sign-in-names.ts'
import type { Attributes, User } from '../../domain/user.ts'
import { recordEvent } from '../events/record.ts'
import { sendCode } from '../messages/send-code.ts'
import { sealPassword } from '../passwords/verifier.ts'
import { addUser, draftUser } from '../users/create-user.ts'
import { transactUsers } from '../users/save.ts'
import { signUpSession } from './session.ts'

/** A sign-up as it is asked for. */
export type SignUpRequest = {
  readonly pool: Pool
  readonly client: Client
  readonly username: string
  /** Needless where a code signs the user in. */
  readonly password: string | undefined
  readonly attributes: Attributes
  readonly via: Via
}

/** A user who signed up, and where the code went, masked; undefined where the pool verifies nothing of theirs. */
export type SignedUp = {
  readonly user: User
  readonly delivery: Delivery | undefined
  /** By which the confirmation leads on to a sign-in, where it can. */
  readonly session: string | undefined
}

/** What the service said when passwords were still required by its model. */
const NO_PASSWORD =
  "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null"

/** Who has no password must be in reach of a code, and of a client that takes it. */
const requireOtp = ({ pool, client }: SignUpRequest, { attributes }: User): void => {
  const verified = pool.settings.autoVerifiedAttributes ?? []
  const isReached = otpFactorsOf(pool, attributes).some((factor) => verified.includes(otpAddresses[factor]))
  if (isReached && allowsEntry(client, 'choice')) return
  throw fault('InvalidParameterException', NO_PASSWORD)
}

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
  if (password === undefined) requireOtp(request, user)
  else checkPassword(pool.settings.policies.passwordPolicy, password)
  const verifier = password === undefined ? undefined : await sealPassword(ctx, pool, user, password)
  const delivery = verificationDelivery(pool.settings, user.attributes)
  await transactUsers(ctx, async (tx) => {
    await addUser(ctx, tx, pool, user, { verifier, usernameTaken: 'User already exists' })
    if (delivery) await sendCode(ctx, tx, { pool, client, user, purpose: 'sign_up', event: 'sign_up', delivery })
    await recordEvent(ctx, tx, { pool, client, user, via: request.via, type: 'SignUp', response: 'InProgress' })
  })
  const session = signUpSession(ctx, request, user, delivery?.attributeName)
  return { user, delivery: delivery && toCodeDeliveryDetails(delivery), session }
}
