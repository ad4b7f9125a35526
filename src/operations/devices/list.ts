import type { Context } from '../../context.ts'
import { requireTracking } from '../../domain/devices.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { AgePosition } from '../../store/rows.ts'
import { pageSize } from '../page-size.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { toDeviceType } from './present.ts'

/** Which page of a list. */
type PageRequest = { readonly Limit?: number | undefined; readonly PaginationToken?: string | undefined }

/**
 * One page of the devices of a user, the oldest first. `operation` names whose page tokens these are.
 * Raises InvalidUserPoolConfigurationException where the pool tracks none.
 */
export const listDevices = async (
  ctx: Context,
  operation: string,
  { pool, user }: { pool: Pool; user: User },
  { Limit, PaginationToken }: PageRequest,
) => {
  requireTracking(pool)
  const scope = [operation, pool.id, user.sub]
  const after = decodePageToken<AgePosition>(ctx, scope, PaginationToken)
  const { items, next } = await ctx.store.devices.list(pool.id, user.sub, pageSize(Limit), after)
  return {
    Devices: items.map(toDeviceType(ctx, pool, user)),
    PaginationToken: encodePageToken(ctx, scope, next),
  }
}
