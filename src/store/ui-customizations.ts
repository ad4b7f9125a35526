import type { Kysely, Selectable } from 'kysely'
import { defined } from '../domain/defined.ts'
import { ALL_CLIENTS, type UiCustomization } from '../domain/ui-customization.ts'
import { changed, isStorable } from './rows.ts'
import type { Tables } from './schema.ts'

const toCustomization = (row: Selectable<Tables['ui_customizations']>): UiCustomization => ({
  poolId: row.pool_id,
  scope: row.scope,
  ...defined({
    css: row.css ?? undefined,
    image: row.image === null ? undefined : Buffer.from(row.image, 'base64'),
  }),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** The look of the classic pages. */
export const uiCustomizations = (db: Kysely<Tables>) => ({
  /** What was set for the client or ALL, and nothing in its place. */
  async find(poolId: string, scope: string): Promise<UiCustomization | undefined> {
    if (!isStorable(poolId + scope)) return undefined // they may come from a path
    const row = await db
      .selectFrom('ui_customizations')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('scope', '=', scope)
      .executeTakeFirst()
    return row && toCustomization(row)
  },

  /** Stores it, over what was there but for the date of its creation, and answers that date. */
  async put(customization: UiCustomization): Promise<number> {
    const { poolId, scope, css = null, image, createdAt, updatedAt } = customization
    const columns = { css, image: image?.toString('base64') ?? null, updated_at: updatedAt }
    const { created_at } = await db
      .insertInto('ui_customizations')
      .values({
        pool_id: poolId,
        scope,
        client_id: scope === ALL_CLIENTS ? null : scope,
        created_at: createdAt,
        ...columns,
      })
      .onConflict((conflict) => conflict.columns(['pool_id', 'scope']).doUpdateSet(columns))
      .returning('created_at')
      .executeTakeFirstOrThrow()
    return created_at
  },

  /** False if nothing was set. */
  async remove(poolId: string, scope: string) {
    const result = await db
      .deleteFrom('ui_customizations')
      .where('pool_id', '=', poolId)
      .where('scope', '=', scope)
      .executeTakeFirst()
    return changed(result)
  },
})
