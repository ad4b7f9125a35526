import type { Kysely } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

/** Whether an app has shown its first code. */
export type TokenState = 'pending' | 'verified'

/** An authenticator app of a user. */
export type SoftwareToken = {
  poolId: string
  sub: string
  state: TokenState
  /** Another one for every secret. */
  id: string
  sealedSecret: string
  friendlyName: string | undefined
  /** The time step of the newest code that was used; 0 for none. */
  lastStep: number
}

type Key = { poolId: string; sub: string; state: TokenState }

const findToken = statement((db, { poolId, sub, state }: Key) =>
  db
    .selectFrom('software_tokens')
    .selectAll()
    .where('pool_id', '=', poolId)
    .where('sub', '=', sub)
    .where('state', '=', state),
)

const consumeStep = statement((db, { poolId, sub, state, id, step }: Key & { id: string; step: number }) =>
  db
    .updateTable('software_tokens')
    .set({ last_step: step })
    .where('pool_id', '=', poolId)
    .where('sub', '=', sub)
    .where('state', '=', state)
    .where('token_id', '=', id)
    .where('last_step', '<', step),
)

/** Authenticator apps: of each user one that is verified at most, and one that waits to be. */
export const softwareTokens = (db: Kysely<Tables>) => ({
  async find(poolId: string, sub: string, state: TokenState): Promise<SoftwareToken | undefined> {
    const row = await findToken.first(db, { poolId, sub, state })
    return (
      row && {
        poolId,
        sub,
        state,
        id: row.token_id,
        sealedSecret: row.sealed_secret,
        friendlyName: row.friendly_name ?? undefined,
        lastStep: row.last_step,
      }
    )
  },

  /** Stores one that waits for its first code, in place of another that waits. */
  async putPending({ poolId, sub, id, sealedSecret }: Omit<SoftwareToken, 'state'>, now: number) {
    const columns = { token_id: id, sealed_secret: sealedSecret, friendly_name: null, last_step: 0, created_at: now }
    await db
      .insertInto('software_tokens')
      .values({ pool_id: poolId, sub, state: 'pending', ...columns })
      .onConflict((conflict) => conflict.columns(['pool_id', 'sub', 'state']).doUpdateSet(columns))
      .execute()
  },

  /** Uses the code of a time step up; false if it or a later one was used, or the app is gone or replaced. */
  consumeStep: ({ poolId, sub, state, id }: SoftwareToken, step: number) =>
    consumeStep.changes(db, { poolId, sub, state, id, step }),

  /** Makes the waiting app the verified one, in place of another; false if it waits no more. */
  async activate({ poolId, sub, id, friendlyName }: Omit<SoftwareToken, 'state'>) {
    await db
      .deleteFrom('software_tokens')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('state', '=', 'verified')
      .execute()
    const result = await db
      .updateTable('software_tokens')
      .set({ state: 'verified', friendly_name: friendlyName ?? null })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('state', '=', 'pending')
      .where('token_id', '=', id)
      .executeTakeFirst()
    return changed(result)
  },

  /** Forgets every app of a user. */
  async remove(poolId: string, sub: string) {
    await db.deleteFrom('software_tokens').where('pool_id', '=', poolId).where('sub', '=', sub).execute()
  },
})
