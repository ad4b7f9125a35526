import type { Kysely, Selectable } from 'kysely'
import type { AssetCategory, Branding, BrandingAsset, ColorMode } from '../domain/branding.ts'
import { defined } from '../domain/defined.ts'
import type { ImageFormat } from '../domain/image-format.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

const toBranding = (row: Selectable<Tables['brandings']>): Branding => ({
  poolId: row.pool_id,
  id: row.branding_id,
  clientId: row.client_id,
  usesProvidedValues: row.uses_provided_values === 1,
  settings: JSON.parse(row.settings),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const toAsset = (row: Selectable<Tables['branding_assets']>): BrandingAsset => ({
  // All three are written by `putAssets` alone.
  category: row.category as AssetCategory,
  colorMode: row.color_mode as ColorMode,
  extension: row.extension as ImageFormat,
  bytes: Buffer.from(row.bytes, 'base64'),
  ...defined({ resourceId: row.resource_id ?? undefined }),
})

const toColumns = (branding: Branding) => ({
  uses_provided_values: Number(branding.usesProvidedValues),
  settings: JSON.stringify(branding.settings),
})

type Key = Pick<Branding, 'poolId' | 'id'>

/** The looks of managed login, and their images. */
export const brandings = (db: Kysely<Tables>) => ({
  async find(poolId: string, id: string): Promise<Branding | undefined> {
    const row = await db
      .selectFrom('brandings')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('branding_id', '=', id.toLowerCase())
      .executeTakeFirst()
    return row && toBranding(row)
  },

  async findByClient(poolId: string, clientId: string): Promise<Branding | undefined> {
    const row = await db
      .selectFrom('brandings')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('client_id', '=', clientId)
      .executeTakeFirst()
    return row && toBranding(row)
  },

  async count(poolId: string) {
    const row = await db
      .selectFrom('brandings')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pool_id', '=', poolId)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  /** False if the client has one. */
  async insert(branding: Branding) {
    const result = await db
      .insertInto('brandings')
      .values({
        pool_id: branding.poolId,
        branding_id: branding.id,
        client_id: branding.clientId,
        created_at: branding.createdAt,
        updated_at: branding.updatedAt,
        ...toColumns(branding),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** Writes `after` over the branding as it was at `before`; false if it changed since, or is gone. */
  async replace(before: Branding, after: Branding) {
    const result = await db
      .updateTable('brandings')
      .set({ ...toColumns(after), updated_at: after.updatedAt })
      .where('pool_id', '=', before.poolId)
      .where('branding_id', '=', before.id)
      .where('updated_at', '=', before.updatedAt)
      .executeTakeFirst()
    return changed(result)
  },

  /** Deletes it with its images; false if there is none. */
  async remove(poolId: string, id: string) {
    const result = await db
      .deleteFrom('brandings')
      .where('pool_id', '=', poolId)
      .where('branding_id', '=', id.toLowerCase())
      .executeTakeFirst()
    return changed(result)
  },

  /** Its images, in the order in which they were stated. */
  async assets({ poolId, id }: Key): Promise<BrandingAsset[]> {
    const rows = await db
      .selectFrom('branding_assets')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('branding_id', '=', id)
      .orderBy('position')
      .execute()
    return rows.map(toAsset)
  },

  /** Stores images in place of those that it has. */
  async putAssets({ poolId, id }: Key, assets: readonly BrandingAsset[]) {
    await db.deleteFrom('branding_assets').where('pool_id', '=', poolId).where('branding_id', '=', id).execute()
    if (assets.length === 0) return
    const rows = assets.map(({ category, colorMode, extension, bytes, resourceId = null }, position) => ({
      pool_id: poolId,
      branding_id: id,
      position,
      category,
      color_mode: colorMode,
      extension,
      resource_id: resourceId,
      bytes: bytes.toString('base64'),
    }))
    await db.insertInto('branding_assets').values(rows).execute()
  },
})
