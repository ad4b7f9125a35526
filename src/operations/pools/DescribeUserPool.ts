import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { regionalView, requirePool } from '../require.ts'
import { toUserPool } from './present.ts'

/**
 * Everything that is set on a user pool, and how many users it has.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html
 */
export const DescribeUserPool = operation({
  auth: 'iam',
  quota: 'UserPoolRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const users = await ctx.store.pools.countUsers(pool.id)
    return { UserPool: toUserPool(await regionalView(ctx, pool), { accountId: ctx.settings.accountId, users }) }
  },
})
