import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { toUserDetails } from './present.ts'

/**
 * Answers a user, by user name, alias or `sub`, with all attributes and the second factors that are turned on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
 */
export const AdminGetUser = operation({
  auth: 'iam',
  quota: 'UserRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    return toUserDetails(await requireUser(ctx, pool, input.Username))
  },
})
