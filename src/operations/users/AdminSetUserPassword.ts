import { prepareNewPassword } from '../../flows/passwords/verifier.ts'
import { rereadUser, transactUsers } from '../../flows/users/save.ts'
import { setPassword } from '../../flows/users/set-password.ts'
import { boolean, required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { PasswordType, UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Gives a user a password, whatever the user's status: a lasting one, and the user is CONFIRMED; or,
 * without Permanent, a temporary one that the user changes at the next sign-in. Sessions go on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html
 */
export const AdminSetUserPassword = operation({
  auth: 'iam',
  quota: 'UserAccountRecovery',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    Password: required(PasswordType),
    Permanent: boolean,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const verifier = await prepareNewPassword(ctx, pool, user, input.Password)
    const status = input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD'
    await transactUsers(ctx, async (tx) => {
      await setPassword(ctx, tx, pool, await rereadUser(tx, user), { verifier, status })
    })
    return {}
  },
})
