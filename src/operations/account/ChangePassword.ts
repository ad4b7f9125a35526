import { changePassword } from '../../flows/passwords/change.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { PasswordType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { viaOf } from '../via.ts'

/**
 * Changes the password of the token's user by the old one, which a user without a password leaves
 * out. Their sessions go on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
 */
export const ChangePassword = operation({
  auth: 'token',
  quota: 'UserAccountRecovery',
  input: structure({
    PreviousPassword: PasswordType,
    ProposedPassword: required(PasswordType),
    AccessToken: required(TokenModelType),
  }),
  async handle({ PreviousPassword: previous, ProposedPassword: proposed }, ctx) {
    const { pool, client, user } = ctx.caller
    const via = await viaOf(ctx, client, undefined)
    await changePassword(ctx, { pool, client, user, previous, proposed, via })
    return {}
  },
})
