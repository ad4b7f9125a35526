import { findAttribute } from '../../domain/attributes.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { parseUserFilter } from '../../domain/user-filter.ts'
import { selectUsers } from '../../flows/users/search.ts'
import type { UserPosition } from '../../store/user-lists.ts'
import { required, structure } from '../../wire/schema.ts'
import { QueryLimitType, SearchPaginationTokenType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { SearchedAttributeNamesListType, UserFilterType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { pageSize } from '../page-size.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool } from '../require.ts'
import { toUserType } from './present.ts'

/** Attributes to answer; undefined for all, also when the list is empty (unverified). */
const checkNames = (pool: Pool, names: readonly string[] = []): ReadonlySet<string> | undefined => {
  if (names.some((name) => name !== 'identities' && !findAttribute(pool.schema, name))) {
    // Unverified.
    throw fault('InvalidParameterException', 'One or more requested attributes do not exist.')
  }
  return names.length > 0 ? new Set(names) : undefined
}

/**
 * Lists the users of a pool: all of them, oldest first, or those whom a filter of one condition lets
 * through, in the order of what it compares. A token goes on with the same filter and attributes only.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export const ListUsers = operation({
  auth: 'iam',
  quota: 'UserList',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    AttributesToGet: SearchedAttributeNamesListType,
    Limit: QueryLimitType,
    PaginationToken: SearchPaginationTokenType,
    Filter: UserFilterType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const names = checkNames(pool, input.AttributesToGet)
    const selection = selectUsers(parseUserFilter(input.Filter ?? ''))
    const scope = ['ListUsers', pool.id, input.Filter ?? '', ...(names ?? [])]
    const after = decodePageToken<UserPosition>(ctx, scope, input.PaginationToken)
    if (!selection) return { Users: [] }
    const { items, next } = await ctx.store.userLists.list(pool.id, selection, pageSize(input.Limit), after)
    return {
      Users: items.map((user) => toUserType(user, names)),
      PaginationToken: next && encodePageToken(ctx, scope, next),
    }
  },
})
