import { fault } from '../../domain/errors.ts'
import { checkPassword, generatePassword } from '../../domain/password-policy.ts'
import { isPasswordless, otpFactorsOf } from '../../domain/passwordless.ts'
import type { Pool } from '../../domain/pool.ts'
import { NO_CLIENT } from '../../domain/trigger-event.ts'
import type { User } from '../../domain/user.ts'
import { sealPassword } from '../../flows/passwords/verifier.ts'
import { functionOf } from '../../flows/triggers/invoke.ts'
import { askPreSignUp } from '../../flows/triggers/sign-up.ts'
import { addUser, draftUser, refuseTakenName } from '../../flows/users/create-user.ts'
import { invite, prepareInvitation } from '../../flows/users/invite.ts'
import { rereadUser, transactUsers } from '../../flows/users/save.ts'
import { setPassword, temporaryUntil } from '../../flows/users/set-password.ts'
import { boolean, type Infer, required, structure } from '../../wire/schema.ts'
import { ClientMetadataType } from '../../wire/shapes/auth.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import {
  AttributeListType,
  DeliveryMediumListType,
  MessageActionType,
  PasswordType,
  UsernameType,
} from '../../wire/shapes/user.ts'
import { fromAttributeList } from '../attribute-list.ts'
import { type OperationContext, operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { plainViaOf } from '../via.ts'
import { toUserType } from './present.ts'

const shape = structure({
  UserPoolId: required(UserPoolIdType),
  Username: required(UsernameType),
  UserAttributes: AttributeListType,
  ValidationData: AttributeListType,
  TemporaryPassword: PasswordType,
  ForceAliasCreation: boolean,
  MessageAction: MessageActionType,
  DesiredDeliveryMediums: DeliveryMediumListType,
  ClientMetadata: ClientMetadataType,
})

type Request = { readonly pool: Pool; readonly input: Infer<typeof shape> }
type Administration = OperationContext<'iam'>

/** Who has no password must be in reach of a code. The case is documented, its text unverified. */
const requireAddress = (pool: Pool, { attributes }: User) => {
  if (otpFactorsOf(pool, attributes).length > 0) return
  throw fault(
    'InvalidParameterException',
    'A user without a password must have an email or phone number to sign in with.',
  )
}

const temporaryPassword = (ctx: Administration, { pool, input }: Request) =>
  input.TemporaryPassword ?? generatePassword(pool.settings.policies.passwordPolicy, ctx.random)

const USERNAME_TAKEN = 'User account already exists'

/** Lets the pool's function refuse the user. What it says of confirming them counts for sign-ups alone. */
const askFunction = async (ctx: Administration, { pool, input }: Request, user: User) => {
  if (functionOf(pool, 'preSignUp') === undefined) return
  await refuseTakenName(ctx, pool, user, USERNAME_TAKEN)
  await askPreSignUp(ctx, {
    ...{ pool, user, clientId: NO_CLIENT, source: 'AdminCreateUser' },
    validationData: fromAttributeList(input.ValidationData),
    via: plainViaOf(ctx, input.ClientMetadata),
  })
}

/** What the user is written, unless the request wants nothing written. The function that words it hears no ClientMetadata. */
const invitationOf = async (
  ctx: Administration,
  { pool, input }: Request,
  user: User,
  password: string | undefined,
) => {
  if (input.MessageAction === 'SUPPRESS') return undefined
  const { DesiredDeliveryMediums: mediums } = input
  return prepareInvitation(ctx, { pool, user, password, mediums, via: plainViaOf(ctx) })
}

const requireInvited = ({ input }: Request, { status }: User) => {
  if (status === 'FORCE_CHANGE_PASSWORD') return
  const reason = `Resend not possible. ${input.Username} status is not FORCE_CHANGE_PASSWORD`
  throw fault('UnsupportedUserStateException', reason)
}

const create = async (ctx: Administration, request: Request): Promise<User> => {
  const { pool, input } = request
  const password =
    input.TemporaryPassword === undefined && isPasswordless(pool) ? undefined : temporaryPassword(ctx, request)
  const user = draftUser(ctx, pool, {
    username: input.Username,
    attributes: fromAttributeList(input.UserAttributes),
    status: password === undefined ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    requireAll: false,
  })
  if (password === undefined) requireAddress(pool, user)
  else checkPassword(pool.settings.policies.passwordPolicy, password)
  await askFunction(ctx, request, user)
  const verifier = password === undefined ? undefined : await sealPassword(ctx, pool, user, password)
  const invitation = await invitationOf(ctx, request, user, password)
  await transactUsers(ctx, async (tx) => {
    await addUser(ctx, tx, pool, user, {
      verifier,
      usernameTaken: USERNAME_TAKEN,
      forceAliases: input.ForceAliasCreation ?? false,
    })
    if (invitation) await invite(ctx, tx, invitation)
  })
  return user
}

const resend = async (ctx: Administration, request: Request): Promise<User> => {
  const { pool, input } = request
  const user = await requireUser(ctx, pool, input.Username)
  const password = temporaryPassword(ctx, request)
  checkPassword(pool.settings.policies.passwordPolicy, password)
  // Not compared with former ones: the same invitation may go out again, and the operation declares no such error.
  const verifier = await sealPassword(ctx, pool, user, password)
  requireInvited(request, user)
  const renewedUntil = temporaryUntil(ctx, pool)
  const invitation = await invitationOf(ctx, request, { ...user, temporaryUntil: renewedUntil }, password)
  return transactUsers(ctx, async (tx) => {
    const current = await rereadUser(tx, user)
    requireInvited(request, current)
    const renewed = await setPassword(ctx, tx, pool, current, { verifier, status: 'FORCE_CHANGE_PASSWORD' })
    if (invitation) await invite(ctx, tx, invitation)
    return renewed
  })
}

/**
 * Creates a user with a temporary password, given or generated, and invites the user with it by SMS
 * or as DesiredDeliveryMediums says; nobody without an address is written to. RESEND gives a user who
 * did not come yet another temporary password, SUPPRESS writes to nobody. Where a code signs users in
 * and the request has no password, the user has none and is CONFIRMED at once.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export const AdminCreateUser = operation({
  auth: 'iam',
  quota: 'UserCreation',
  input: shape,
  async handle(input, ctx) {
    const request = { pool: await requirePool(ctx, input.UserPoolId), input }
    const user = await (input.MessageAction === 'RESEND' ? resend(ctx, request) : create(ctx, request))
    return { User: toUserType(user) }
  },
})
