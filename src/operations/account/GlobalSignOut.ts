import { rereadUser, transactUsers } from '../../flows/users/save.ts'
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
  async handle(_input, ctx) {
    const { pool, user } = ctx.caller
    await transactUsers(ctx, async (tx) => signOutEverywhere(ctx, tx, pool, await rereadUser(tx, user)))
    return {}
  },
})
