import type { Context } from '../../context.ts'
import { addresses } from '../../domain/address-changes.ts'
import { assertWritable, writableAttributes } from '../../domain/attributes.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, toCodeDeliveryDetails, verificationDelivery } from '../../domain/delivery.ts'
import { allowsEntry } from '../../domain/entry.ts'
import { fault } from '../../domain/errors.ts'
import { checkPassword } from '../../domain/password-policy.ts'
import { otpAddresses, otpFactorsOf } from '../../domain/passwordless.ts'
import { isCaseSensitive, type Pool } from '../../domain/pool.ts'
import { type Admitted, admit } from '../../domain/pre-sign-up.ts'
import type { Via } from '../../domain/sign-in.ts'
import { checkName, refuseEarlyAlias } from '../../domain/sign-in-names.ts'
import type { Attributes, User } from '../../domain/user.ts'
import { recordEvent } from '../events/record.ts'
import { prepareNotice } from '../messages/notice.ts'
import { sendCode } from '../messages/send-code.ts'
import { sealPassword } from '../passwords/verifier.ts'
import { functionOf } from '../triggers/invoke.ts'
import { askPreSignUp, tellPostConfirmation } from '../triggers/sign-up.ts'
import { addUser, draftUser, refuseTakenName } from '../users/create-user.ts'
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
  /** For the function that is asked before. */
  readonly validationData: Attributes
  readonly via: Via
}

/** A user who signed up, and where the code went, masked; undefined where the pool verifies nothing of theirs. */
export type SignedUp = {
  readonly user: User
  readonly delivery: Delivery | undefined
  /** By which the confirmation leads on to a sign-in, where it can. */
  readonly session: string | undefined
}

const USERNAME_TAKEN = 'User already exists'

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
const unproved = (user: User): User => {
  const given = addresses.filter((name) => user.attributes.has(name))
  const marks = given.map((name) => [`${name}_verified`, 'false'] as const)
  return { ...user, attributes: new Map([...user.attributes, ...marks]) }
}

const draft = (ctx: Context, { pool, client, username, attributes }: SignUpRequest): User => {
  checkName(username)
  assertWritable(writableAttributes(pool.schema, client.settings.writeAttributes), attributes.keys())
  refuseEarlyAlias({ ...pool.settings, caseSensitive: isCaseSensitive(pool) }, attributes)
  return draftUser(ctx, pool, { username, attributes, status: 'UNCONFIRMED', requireAll: true })
}

/** Refuses everybody where only administrators create users. Pages ask this, too, before they show a form. */
export const refuseClosedSignUp = (pool: Pool): void => {
  if (pool.settings.adminCreateUserConfig.allowAdminCreateUserOnly) {
    throw fault('NotAuthorizedException', 'SignUp is not permitted for this user pool')
  }
}

/** Asks the pool's function, if it has one, which hears of nobody whose name is taken anyway. */
const admitted = async (ctx: Context, request: SignUpRequest, drafted: User): Promise<Admitted> => {
  const { pool, client } = request
  const user = unproved(drafted)
  if (functionOf(pool, 'preSignUp') === undefined) return { user, takesAliases: false }
  await refuseTakenName(ctx, pool, user, USERNAME_TAKEN)
  const answer = await askPreSignUp(ctx, { ...request, user: drafted, clientId: client.id, source: 'SignUp' })
  return admit(user, answer ?? new Map())
}

/** Where the code goes: nowhere if the function has confirmed the user. */
const confirmationDelivery = ({ settings }: Pool, { status, attributes }: User) =>
  status === 'UNCONFIRMED' ? verificationDelivery(settings, attributes) : undefined

/**
 * Signs a user up, who is UNCONFIRMED until the code comes back that is sent to an address which the
 * pool verifies: the phone's, if there are both. Its function may confirm the user, and refuse them.
 * Raises UsernameExistsException, to every client, for a name that is taken; InvalidParameterException,
 * InvalidPasswordException and NotAuthorizedException for what pool and client refuse; and what the
 * triggers PreSignUp, CustomMessage and PostConfirmation raise, the last with the user stored.
 */
export const signUp = async (ctx: Context, request: SignUpRequest): Promise<SignedUp> => {
  const { pool, client, password, via } = request
  refuseClosedSignUp(pool)
  const drafted = draft(ctx, request)
  if (password === undefined) requireOtp(request, drafted)
  else checkPassword(pool.settings.policies.passwordPolicy, password)
  const { user, takesAliases } = await admitted(ctx, request, drafted)
  const isConfirmed = user.status === 'CONFIRMED'
  const verifier = password === undefined ? undefined : await sealPassword(ctx, pool, user, password)
  const delivery = confirmationDelivery(pool, user)
  const mediums = delivery ? [delivery.deliveryMedium] : []
  const notice = delivery && (await prepareNotice(ctx, { pool, client, user, event: 'sign_up', mediums, via }))
  await transactUsers(ctx, async (tx) => {
    await addUser(ctx, tx, pool, user, { verifier, usernameTaken: USERNAME_TAKEN, forceAliases: takesAliases })
    if (notice) await sendCode(ctx, tx, notice, { purpose: 'sign_up', delivery })
    const response = isConfirmed ? 'Pass' : 'InProgress'
    await recordEvent(ctx, tx, { pool, client, user, via, type: 'SignUp', response })
  })
  if (isConfirmed) {
    await tellPostConfirmation(ctx, { pool, clientId: client.id, user, via, source: 'ConfirmSignUp' })
  }
  const session = signUpSession(ctx, request, user, delivery?.attributeName)
  return { user, delivery: delivery && toCodeDeliveryDetails(delivery), session }
}
