import type { Kysely, Selectable } from 'kysely'
import { changed, isStorable } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

/** A message on its way, or delivered to the inbox of dev mode. Its text and code are sealed. */
export type StoredMessage = {
  id: string
  poolId: string
  recipient: string
  medium: 'EMAIL' | 'SMS'
  /** The way that it takes. */
  route: string
  sealedBody: string
  attempts: number
  nextAttemptAt: number
  deliveredAt: number | undefined
  createdAt: number
}

const toMessage = (row: Selectable<Tables['messages']>): StoredMessage => ({
  id: row.message_id,
  poolId: row.pool_id,
  recipient: row.recipient,
  medium: row.medium as StoredMessage['medium'], // written by `insert` alone
  route: row.route,
  sealedBody: row.sealed_body,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  deliveredAt: row.delivered_at ?? undefined,
  createdAt: row.created_at,
})

/** The messages that are not delivered and take none of these routes. */
const queued = (db: Kysely<Tables>, except: readonly string[]) => {
  const query = db.selectFrom('messages').where('delivered_at', 'is', null)
  return except.length > 0 ? query.where('route', 'not in', except) : query
}

const insertOne = statement((db, message: Omit<StoredMessage, 'deliveredAt'> & { deliveredAt: number | null }) =>
  db.insertInto('messages').values({
    message_id: message.id,
    pool_id: message.poolId,
    recipient: message.recipient,
    medium: message.medium,
    route: message.route,
    sealed_body: message.sealedBody,
    attempts: message.attempts,
    next_attempt_at: message.nextAttemptAt,
    delivered_at: message.deliveredAt,
    created_at: message.createdAt,
  }),
)

/** The queue of messages: written with the change that they tell of, delivered afterwards. */
export const messages = (db: Kysely<Tables>) => ({
  async insert(message: StoredMessage) {
    await insertOne.changes(db, { ...message, deliveredAt: message.deliveredAt ?? null })
  },

  /** The messages that are due, oldest first, but for those that take some routes. */
  async due(now: number, limit: number, except: readonly string[] = []): Promise<StoredMessage[]> {
    const rows = await queued(db, except)
      .selectAll()
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .limit(limit)
      .execute()
    return rows.map(toMessage)
  },

  /** When the next message is due, if one waits, likewise. */
  async nextDueAt(except: readonly string[] = []): Promise<number | undefined> {
    const row = await queued(db, except)
      .select('next_attempt_at')
      .orderBy('next_attempt_at')
      .limit(1)
      .executeTakeFirst()
    return row?.next_attempt_at
  },

  /** Takes a due message for one try, until `until`; false if another node took it. */
  async claim(message: StoredMessage, until: number) {
    const result = await db
      .updateTable('messages')
      .set({ attempts: message.attempts + 1, next_attempt_at: until })
      .where('message_id', '=', message.id)
      .where('attempts', '=', message.attempts)
      .where('delivered_at', 'is', null)
      .executeTakeFirst()
    return changed(result)
  },

  /** Makes a claimed message due at another time; false if it was claimed again since, or is gone. */
  async retryAt({ id, attempts }: Pick<StoredMessage, 'id' | 'attempts'>, at: number) {
    const result = await db
      .updateTable('messages')
      .set({ next_attempt_at: at })
      .where('message_id', '=', id)
      .where('attempts', '=', attempts)
      .executeTakeFirst()
    return changed(result)
  },

  /** Removes a claimed message that was not delivered; false likewise. */
  async giveUp({ id, attempts }: Pick<StoredMessage, 'id' | 'attempts'>) {
    const result = await db
      .deleteFrom('messages')
      .where('message_id', '=', id)
      .where('attempts', '=', attempts)
      .executeTakeFirst()
    return changed(result)
  },

  async markDelivered(messageId: string, now: number) {
    await db.updateTable('messages').set({ delivered_at: now }).where('message_id', '=', messageId).execute()
  },

  async remove(messageId: string) {
    await db.deleteFrom('messages').where('message_id', '=', messageId).execute()
  },

  /** Delivered messages, newest first; those to `recipient` alone if one is given. */
  async delivered(recipient: string | undefined, limit: number): Promise<StoredMessage[]> {
    if (recipient !== undefined && !isStorable(recipient)) return [] // it comes from a URL
    let query = db.selectFrom('messages').selectAll().where('delivered_at', 'is not', null)
    if (recipient !== undefined) query = query.where('recipient', '=', recipient)
    const rows = await query.orderBy('created_at', 'desc').orderBy('message_id', 'desc').limit(limit).execute()
    return rows.map(toMessage)
  },
})
