import type { Kysely, Selectable } from 'kysely'
import { type Group, groupKey } from '../domain/group.ts'
import { type AgePosition, changed, toPage } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

const toGroup = (row: Selectable<Tables['groups']>): Group => ({
  poolId: row.pool_id,
  name: row.name,
  description: row.description ?? undefined,
  roleArn: row.role_arn ?? undefined,
  precedence: row.precedence ?? undefined,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const toColumns = (group: Group) => ({
  description: group.description ?? null,
  role_arn: group.roleArn ?? null,
  precedence: group.precedence ?? null,
  updated_at: group.updatedAt,
})

/** Where a list of a user's groups goes on. */
export type GroupPosition = { precedence: number; nameKey: string }

/** Counts last where a group has no precedence. */
const LAST = Number.MAX_SAFE_INTEGER

const listOfUser = statement((db, { poolId, sub }: { poolId: string; sub: string }) =>
  db
    .selectFrom('group_members')
    .innerJoin('groups', (join) =>
      join
        .onRef('groups.pool_id', '=', 'group_members.pool_id')
        .onRef('groups.name_key', '=', 'group_members.name_key'),
    )
    .selectAll('groups')
    .where('group_members.pool_id', '=', poolId)
    .where('group_members.sub', '=', sub),
)

/** Groups and their members. */
export const groups = (db: Kysely<Tables>) => ({
  async find(poolId: string, name: string): Promise<Group | undefined> {
    const row = await db
      .selectFrom('groups')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('name_key', '=', groupKey(name))
      .executeTakeFirst()
    return row && toGroup(row)
  },

  async list(poolId: string, limit: number, after?: AgePosition) {
    let query = db.selectFrom('groups').selectAll().where('pool_id', '=', poolId)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'name_key'), '>', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at')
      .orderBy('name_key')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toGroup, (row) => ({ at: row.created_at, id: row.name_key }))
  },

  async count(poolId: string) {
    const row = await db
      .selectFrom('groups')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pool_id', '=', poolId)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  /** False if the pool has a group of this name. */
  async insert(group: Group) {
    const result = await db
      .insertInto('groups')
      .values({
        pool_id: group.poolId,
        name_key: groupKey(group.name),
        name: group.name,
        created_at: group.createdAt,
        ...toColumns(group),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  async update(group: Group) {
    const result = await db
      .updateTable('groups')
      .set(toColumns(group))
      .where('pool_id', '=', group.poolId)
      .where('name_key', '=', groupKey(group.name))
      .executeTakeFirst()
    return changed(result)
  },

  /** Keeps the group as it is until the transaction ends; false if there is none. */
  async hold(poolId: string, name: string) {
    const row = await db
      .selectFrom('groups')
      .select('name')
      .where('pool_id', '=', poolId)
      .where('name_key', '=', groupKey(name))
      .forNoKeyUpdate()
      .executeTakeFirst()
    return row !== undefined
  },

  /** Deletes the group, and with it all memberships in it; false if there is none. */
  async remove(poolId: string, name: string) {
    const result = await db
      .deleteFrom('groups')
      .where('pool_id', '=', poolId)
      .where('name_key', '=', groupKey(name))
      .executeTakeFirst()
    return changed(result)
  },

  /** Adds a member; false if it is one already. */
  async addMember(poolId: string, name: string, sub: string, now: number) {
    const result = await db
      .insertInto('group_members')
      .values({ pool_id: poolId, name_key: groupKey(name), sub, added_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** How many groups a user is in. */
  async countOfUser(poolId: string, sub: string) {
    const row = await db
      .selectFrom('group_members')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  async removeMember(poolId: string, name: string, sub: string) {
    await db
      .deleteFrom('group_members')
      .where('pool_id', '=', poolId)
      .where('name_key', '=', groupKey(name))
      .where('sub', '=', sub)
      .execute()
  },

  /** The user's groups, those that count most first. */
  async ofUser(poolId: string, sub: string, limit: number, after?: GroupPosition) {
    const rows = await listOfUser.all(db, { poolId, sub })
    // At most 100 groups a user: ordered here, where an absent precedence is simply the last one.
    const position = (row: { precedence: number | null; name_key: string }): GroupPosition => ({
      precedence: row.precedence ?? LAST,
      nameKey: row.name_key,
    })
    const compare = (a: GroupPosition, b: GroupPosition) =>
      a.precedence - b.precedence || (a.nameKey < b.nameKey ? -1 : a.nameKey > b.nameKey ? 1 : 0)
    const ordered = rows
      .toSorted((a, b) => compare(position(a), position(b)))
      .filter((row) => after === undefined || compare(position(row), after) > 0)
    return toPage(ordered.slice(0, limit + 1), limit, toGroup, position)
  },
})
