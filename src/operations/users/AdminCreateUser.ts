import { fault } from '../../domain/errors.ts'
import { checkPassword, generatePassword } from '../../domain/password-policy.ts'
import { isPasswordless, otpFactorsOf } from '../../domain/passwordless.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { sealPassword } from '../../flows/passwords/verifier.ts'
import { addUser, draftUser } from '../../flows/users/create-user.ts'
import { invite } from '../../flows/users/invite.ts'
import { rereadUser, transactUsers } from '../../flows/users/save.ts'
import { setPassword } from '../../flows/users/set-password.ts'
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
  const verifier = password === undefined ? undefined : await sealPassword(ctx, pool, user, password)
  await transactUsers(ctx, async (tx) => {
    await addUser(ctx, tx, pool, user, {
      verifier,
      usernameTaken: 'User account already exists',
      forceAliases: input.ForceAliasCreation ?? false,
    })
    if (input.MessageAction === 'SUPPRESS') return
    await invite(ctx, tx, { pool, user, password, mediums: input.DesiredDeliveryMediums })
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
  return transactUsers(ctx, async (tx) => {
    const current = await rereadUser(tx, user)
    if (current.status !== 'FORCE_CHANGE_PASSWORD') {
      const reason = `Resend not possible. ${input.Username} status is not FORCE_CHANGE_PASSWORD`
      throw fault('UnsupportedUserStateException', reason)
    }
    const renewed = await setPassword(ctx, tx, pool, current, { verifier, status: 'FORCE_CHANGE_PASSWORD' })
    await invite(ctx, tx, { pool, user: renewed, password, mediums: input.DesiredDeliveryMediums })
    return renewed
  })
}

/**
 * Creates a user with a temporary password, given or generated, and invites the user with it by SMS
 * or as DesiredDeliveryMediums says; nobody without an address is written to. RESEND gives a user who
 * did not come yet another temporary password, SUPPRESS writes to nobody. Where a code signs users in
 * and the request has no password, the user has none and is CONFIRMED at once. ValidationData and
 * ClientMetadata are for triggers and mean nothing here.
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
