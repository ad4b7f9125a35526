import { recoveryDelivery } from '../../domain/delivery.ts'
import { fault } from '../../domain/errors.ts'
import { mfaMediums } from '../../domain/mfa.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User, UserStatus } from '../../domain/user.ts'
import { prepareNotice } from '../../flows/messages/notice.ts'
import { sendCode } from '../../flows/messages/send-code.ts'
import { changeUser, noNames, rereadUser, transactUsers } from '../../flows/users/save.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientMetadataType } from '../../wire/shapes/auth.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { plainViaOf } from '../via.ts'

/** Users who have a password of their own; being reset again is unverified. */
const resettable: ReadonlySet<UserStatus> = new Set(['CONFIRMED', 'RESET_REQUIRED'])

/** Where the code goes. Raises NotAuthorizedException for a user who has no password of their own. */
const wayOf = (pool: Pool, user: User) => {
  if (!resettable.has(user.status)) {
    throw fault('NotAuthorizedException', 'User password cannot be reset in the current state.')
  }
  return recoveryDelivery(pool.settings, user.attributes, mfaMediums(pool.settings, user))
}

/**
 * Makes a user's password useless and sends the user a code for a new one, by the pool's way of account
 * recovery.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html
 */
export const AdminResetUserPassword = operation({
  auth: 'iam',
  quota: 'UserAccountRecovery',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const via = plainViaOf(ctx, input.ClientMetadata)
    const about = { ...user, status: 'RESET_REQUIRED' } as const
    const mediums = [wayOf(pool, user).deliveryMedium]
    const notice = await prepareNotice(ctx, { pool, user: about, event: 'forgot_password', mediums, via })
    await transactUsers(ctx, async (tx) => {
      const current = await rereadUser(tx, user)
      const delivery = wayOf(pool, current)
      await changeUser(tx, pool, current, { status: 'RESET_REQUIRED' }, ctx.now(), noNames)
      await sendCode(ctx, tx, notice, { purpose: 'forgot_password', delivery })
    })
    return {}
  },
})
