import { Orphaned } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { editPool, untilUndisturbed } from '../../flows/save-settings.ts'
import type { OperationContext } from '../operation.ts'
import { isAbroad } from '../require.ts'

type Tags = Pool['tags']

/**
 * Changes the tags of a pool as they are by then, or those of its replica where the request was signed
 * for that Region; `edit` is asked again when another change came between.
 */
export const editTags = async (ctx: OperationContext<'iam'>, pool: Pool, edit: (tags: Tags) => Tags): Promise<void> => {
  if (!isAbroad(ctx, pool)) {
    return editPool(ctx, pool, (current) => ({ ...current, tags: edit(current.tags) }))
  }
  await untilUndisturbed(() =>
    ctx.store.transaction(async (tx) => {
      const replica = await tx.poolReplicas.find(pool.id)
      if (replica?.region !== ctx.caller.region) throw new Orphaned()
      return (await tx.poolReplicas.replaceTags(replica, edit(replica.tags))) || undefined
    }),
  )
}
