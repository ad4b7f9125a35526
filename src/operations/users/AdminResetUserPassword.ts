import { recoveryDelivery } from '../../domain/delivery.ts'
import { fault } from '../../domain/errors.ts'
import { mfaMediums } from '../../domain/mfa.ts'
import type { UserStatus } from '../../domain/user.ts'
import { sendCode } from '../../flows/messages/send-code.ts'
import { changeUser, noNames, rereadUser, transactUsers } from '../../flows/users/save.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientMetadataType } from '../../wire/shapes/auth.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/** Users who have a password of their own; being reset again is unverified. */
const resettable: ReadonlySet<UserStatus> = new Set(['CONFIRMED', 'RESET_REQUIRED'])

/**
 * Makes a user's password useless and sends the user a code for a new one, by the pool's way of account
 * recovery. ClientMetadata is for triggers and means nothing here.
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
    await transactUsers(ctx, async (tx) => {
      const current = await rereadUser(tx, user)
      if (!resettable.has(current.status)) {
        throw fault('NotAuthorizedException', 'User password cannot be reset in the current state.')
      }
      const delivery = recoveryDelivery(pool.settings, current.attributes, mfaMediums(pool.settings, current))
      const reset = await changeUser(tx, pool, current, { status: 'RESET_REQUIRED' }, ctx.now(), noNames)
      await sendCode(ctx, tx, { pool, user: reset, purpose: 'forgot_password', event: 'forgot_password', delivery })
    })
    return {}
  },
})
