import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { User } from '../domain/user.ts'
import { afterPrefix, type Page, toPage } from './rows.ts'
import type { Tables } from './schema.ts'
import { toUser, userColumns } from './users.ts'

/** How a text is compared: it is `value`, or begins with it. */
type Match = { value: string; match: 'exact' | 'prefix' }

/** Which users: all, those in a state, those of a text, or the members of a group. */
export type UserSelection =
  | { by: 'all' }
  | { by: 'status'; status: string }
  | { by: 'enabled'; enabled: boolean }
  | ({ by: 'username' | 'sub' } & Match)
  | ({ by: 'attribute'; attribute: string } & Match)
  | { by: 'group'; nameKey: string }

/** Where a list of users goes on: after the user with this sort key and `sub`. */
export type UserPosition = { key: string | number; sub: string }

type UsersQuery = SelectQueryBuilder<Tables, 'users', Record<never, never>>

/** Lists of users. Every one is a range of one index, so that its cost is that of its page. */
export const userLists = (db: Kysely<Tables>) => {
  const byAge = async (narrow: (query: UsersQuery) => UsersQuery, limit: number, after?: UserPosition) => {
    let query = narrow(db.selectFrom('users'))
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('users.created_at', 'users.sub'), '>', tuple(Number(after.key), after.sub)),
      )
    }
    const rows = await query
      .select(userColumns)
      .orderBy('users.created_at')
      .orderBy('users.sub')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toUser, (row) => ({ key: row.created_at, sub: row.sub }))
  }

  const byText = async (
    poolId: string,
    column: 'username' | 'sub',
    { value, match }: Match,
    limit: number,
    after?: UserPosition,
  ) => {
    let query = db.selectFrom('users').select(userColumns).where('pool_id', '=', poolId)
    query = query.where(column, match === 'prefix' ? '>=' : '=', value)
    const end = match === 'prefix' ? afterPrefix(value) : undefined
    if (end !== undefined) query = query.where(column, '<', end)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple(column, 'sub'), '>', tuple(String(after.key), after.sub)),
      )
    }
    const rows = await query
      .orderBy(column)
      .orderBy('sub')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toUser, (row) => ({ key: row[column], sub: row.sub }))
  }

  const byAttribute = async (
    poolId: string,
    { attribute, value, match }: { attribute: string } & Match,
    limit: number,
    after?: UserPosition,
  ) => {
    let query = db
      .selectFrom('user_search')
      .innerJoin('users', (join) =>
        join.onRef('users.pool_id', '=', 'user_search.pool_id').onRef('users.sub', '=', 'user_search.sub'),
      )
      .select(userColumns)
      .select('user_search.value_key')
      .where('user_search.pool_id', '=', poolId)
      .where('user_search.attribute', '=', attribute)
    query = query.where('value_key', match === 'prefix' ? '>=' : '=', value)
    const end = match === 'prefix' ? afterPrefix(value) : undefined
    if (end !== undefined) query = query.where('value_key', '<', end)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('user_search.value_key', 'user_search.sub'), '>', tuple(String(after.key), after.sub)),
      )
    }
    const rows = await query
      .orderBy('user_search.value_key')
      .orderBy('user_search.sub')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toUser, (row) => ({ key: row.value_key, sub: row.sub }))
  }

  const byGroup = async (poolId: string, nameKey: string, limit: number, after?: UserPosition) => {
    let query = db
      .selectFrom('group_members')
      .innerJoin('users', (join) =>
        join.onRef('users.pool_id', '=', 'group_members.pool_id').onRef('users.sub', '=', 'group_members.sub'),
      )
      .select(userColumns)
      .select('group_members.added_at')
      .where('group_members.pool_id', '=', poolId)
      .where('group_members.name_key', '=', nameKey)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('group_members.added_at', 'group_members.sub'), '>', tuple(Number(after.key), after.sub)),
      )
    }
    const rows = await query
      .orderBy('group_members.added_at')
      .orderBy('group_members.sub')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toUser, (row) => ({ key: row.added_at, sub: row.sub }))
  }

  return {
    /** One page of the selected users, oldest first or in the order of the key that is searched. */
    async list(
      poolId: string,
      selection: UserSelection,
      limit: number,
      after?: UserPosition,
    ): Promise<Page<User, UserPosition>> {
      const inPool = (query: UsersQuery) => query.where('users.pool_id', '=', poolId)
      switch (selection.by) {
        case 'all':
          return byAge(inPool, limit, after)
        case 'status':
          return byAge((query) => inPool(query).where('users.status', '=', selection.status), limit, after)
        case 'enabled':
          return byAge((query) => inPool(query).where('users.enabled', '=', selection.enabled ? 1 : 0), limit, after)
        case 'username':
        case 'sub':
          return byText(poolId, selection.by, selection, limit, after)
        case 'attribute':
          return byAttribute(poolId, selection, limit, after)
        case 'group':
          return byGroup(poolId, selection.nameKey, limit, after)
      }
    },
  }
}
