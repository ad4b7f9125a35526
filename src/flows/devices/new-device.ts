/**
 * Devices of users: keys for new ones, confirming and forgetting them, and the secrets by which they
 * prove themselves. How a sign-in asks for such a proof is in `flows/sign-in`.
 */
import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import { uuid } from '../tokens/issue.ts'

/**
 * The group key of a device: a hyphen and eight characters, as the service's look. It follows from the
 * device's key, so that nothing is kept of a device that is never confirmed.
 */
export const deviceGroupKey = ({ sealer }: Pick<Context, 'sealer'>, poolId: string, key: string): string =>
  `-${sealer.mac(`device-group|${poolId}`, key).slice(0, 8)}`

/** What a sign-in without a device of the user tells its client, which may confirm it as one. */
export const newDevice = (
  ctx: Pick<Context, 'sealer' | 'random'>,
  pool: Pick<Pool, 'id' | 'region'>,
): { key: string; groupKey: string } => {
  const key = `${pool.region}_${uuid(ctx)}`
  return { key, groupKey: deviceGroupKey(ctx, pool.id, key) }
}
