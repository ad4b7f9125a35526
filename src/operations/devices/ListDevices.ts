import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { QueryLimitType, SearchPaginationTokenType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { listDevices } from './list.ts'

/**
 * Lists the devices of the token's user, the oldest first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
 */
export const ListDevices = operation({
  auth: 'token',
  quota: 'UserResourceRead',
  input: structure({
    AccessToken: required(TokenModelType),
    Limit: QueryLimitType,
    PaginationToken: SearchPaginationTokenType,
  }),
  async handle(input, ctx) {
    return listDevices(ctx, 'ListDevices', ctx.caller, input)
  },
})
