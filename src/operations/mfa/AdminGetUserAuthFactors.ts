import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { toAuthFactors } from './auth-factors.ts'

/**
 * Tells by which factors a user can sign in, first and second.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUserAuthFactors.html
 */
export const AdminGetUserAuthFactors = operation({
  auth: 'iam',
  quota: 'UserRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    return toAuthFactors(ctx, pool, await requireUser(ctx, pool, input.Username))
  },
})
