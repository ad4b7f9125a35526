import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { operation } from '../operation.ts'
import { toAuthFactors } from './auth-factors.ts'

/**
 * Tells the token's user by which factors they can sign in, first and second.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
 */
export const GetUserAuthFactors = operation({
  auth: 'token',
  quota: 'UserRead',
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  async handle(_input, ctx) {
    return toAuthFactors(ctx, ctx.caller.pool, ctx.caller.user)
  },
})
