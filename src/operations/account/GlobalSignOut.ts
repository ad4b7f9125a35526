import { tokenRevoked } from '../../flows/tokens/verify-access.ts'
import { transactUsers } from '../../flows/users/save.ts'
import { signOutEverywhere } from '../../flows/users/sign-out.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { operation } from '../operation.ts'

/**
 * Signs the token's user out everywhere: every refresh, access and ID token of theirs stops working
 * here, this one included. Who only looks at a signature takes a token until it ends.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
 */
export const GlobalSignOut = operation({
  auth: 'token',
  quota: 'UserUpdate',
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  // It is the one operation of users that declares no UserNotFoundException.
  userGone: tokenRevoked,
  async handle(_input, ctx) {
    const { pool, user } = ctx.caller
    await transactUsers(ctx, async (tx) => {
      const current = await tx.users.find(pool.id, user.sub)
      if (!current) throw tokenRevoked()
      await signOutEverywhere(ctx, tx, pool, current)
    })
    return {}
  },
})
