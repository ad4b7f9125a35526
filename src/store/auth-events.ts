import type { Kysely, Selectable } from 'kysely'
import type { AuthEvent, EventFeedback, EventRisk, EventType } from '../domain/auth-event.ts'
import { type AgePosition, changed, toPage } from './rows.ts'
import type { Tables } from './schema.ts'

type Row = Selectable<Tables['auth_events']>

const toFeedback = ({ feedback_value: value, feedback_provider: provider, feedback_at: at }: Row) =>
  value === null || provider === null || at === null ? undefined : ({ value, provider, at } as EventFeedback)

// What is of a type of a few words was written by `put` and `setFeedback` alone.
const toEvent = (row: Row): AuthEvent => ({
  poolId: row.pool_id,
  id: row.event_id,
  sub: row.sub,
  clientId: row.client_id,
  type: row.type as EventType,
  response: row.response as AuthEvent['response'],
  challenges: JSON.parse(row.challenges) as AuthEvent['challenges'],
  context: { ipAddress: row.ip_address, deviceName: row.device_name, timezone: row.timezone ?? undefined },
  risk: {
    decision: row.risk_decision as EventRisk['decision'],
    level: (row.risk_level ?? undefined) as EventRisk['level'],
    compromised: row.compromised === 1,
  },
  createdAt: row.created_at,
  feedback: toFeedback(row),
})

const toRow = (event: AuthEvent): Row => ({
  pool_id: event.poolId,
  event_id: event.id,
  sub: event.sub,
  client_id: event.clientId,
  type: event.type,
  response: event.response,
  challenges: JSON.stringify(event.challenges),
  ip_address: event.context.ipAddress,
  device_name: event.context.deviceName,
  timezone: event.context.timezone ?? null,
  risk_decision: event.risk.decision,
  risk_level: event.risk.level ?? null,
  compromised: event.risk.compromised ? 1 : 0,
  created_at: event.createdAt,
  feedback_value: event.feedback?.value ?? null,
  feedback_provider: event.feedback?.provider ?? null,
  feedback_at: event.feedback?.at ?? null,
})

/** What users did, in pools that watch them. */
export const authEvents = (db: Kysely<Tables>) => ({
  /** Stores an event. One that is there goes on, in what came of it: unless it has ended, which it does once. */
  async put(event: AuthEvent) {
    const row = toRow(event)
    const { response, challenges } = row
    await db
      .insertInto('auth_events')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['pool_id', 'event_id'])
          .doUpdateSet({ response, challenges })
          .where('auth_events.response', '=', 'InProgress'),
      )
      .execute()
  },

  /** A user's event. */
  async find(poolId: string, sub: string, eventId: string): Promise<AuthEvent | undefined> {
    const row = await db
      .selectFrom('auth_events')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('event_id', '=', eventId)
      .where('sub', '=', sub)
      .executeTakeFirst()
    return row && toEvent(row)
  },

  /** The user's newest event of a type, if it has not ended. */
  async findOpen(poolId: string, sub: string, type: EventType): Promise<AuthEvent | undefined> {
    const row = await db
      .selectFrom('auth_events')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('type', '=', type)
      .orderBy('created_at', 'desc')
      .orderBy('event_id', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row?.response === 'InProgress' ? toEvent(row) : undefined
  },

  /** The events of a user since a moment, newest first. */
  async list(poolId: string, sub: string, since: number, limit: number, after?: AgePosition) {
    let query = db
      .selectFrom('auth_events')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('created_at', '>=', since)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'event_id'), '<', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy('event_id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toEvent, (row) => ({ at: row.created_at, id: row.event_id }))
  },

  /** Notes what was said of a user's event; false if there is no such event. */
  async setFeedback(poolId: string, sub: string, eventId: string, { value, provider, at }: EventFeedback) {
    const result = await db
      .updateTable('auth_events')
      .set({ feedback_value: value, feedback_provider: provider, feedback_at: at })
      .where('pool_id', '=', poolId)
      .where('event_id', '=', eventId)
      .where('sub', '=', sub)
      .executeTakeFirst()
    return changed(result)
  },

  /** Forgets events from before a moment; at most `limit`. */
  async purge(before: number, limit: number) {
    const old = await db
      .selectFrom('auth_events')
      .select(['pool_id', 'event_id'])
      .where('created_at', '<', before)
      .limit(limit)
      .execute()
    for (const { pool_id, event_id } of old) {
      await db.deleteFrom('auth_events').where('pool_id', '=', pool_id).where('event_id', '=', event_id).execute()
    }
  },
})
