import { required, structure } from '../../wire/schema.ts'
import { QueryLimitType, SearchPaginationTokenType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { listDevices } from './list.ts'
import { requireOwner } from './owner.ts'

/**
 * Lists the devices of a user, the oldest first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListDevices.html
 */
export const AdminListDevices = operation({
  auth: 'iam',
  quota: 'UserResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    Limit: QueryLimitType,
    PaginationToken: SearchPaginationTokenType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireOwner(ctx, pool, input.Username)
    return listDevices(ctx, 'AdminListDevices', { pool, user }, input)
  },
})
