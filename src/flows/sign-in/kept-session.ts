/**
 * Sessions that the server keeps. A long one, of a custom sign-in with its rounds, would be too large
 * for the wire; and clients of the service answer the two challenges of a device without the Session
 * that came with them. They are hashed by what finds them and sealed once more, so that nobody who
 * reads the database goes on with them.
 */
import type { Context } from '../../context.ts'
import type { Attempt, Challenge } from '../../domain/sign-in.ts'
import type { Effect } from './step.ts'

/** The model's limit for Session. */
const MAX_LENGTH = 2048
const KEPT = '.kept.'

type Kept = { readonly text: string; readonly expiresAt: number }

const rowKey = (ctx: Context, poolId: string, known: readonly string[]): string =>
  ctx.sealer.mac(`kept-session|${poolId}`, JSON.stringify(known))

const sealContext = (poolId: string, key: string) => `kept-session|${poolId}|${key}`

const keep = (ctx: Context, poolId: string, key: string, { text, expiresAt }: Kept): Effect => {
  const sealed = ctx.sealer.seal(sealContext(poolId, key), text)
  return (tx) => tx.keptSessions.put(poolId, key, sealed, expiresAt)
}

const findKept = async (ctx: Context, poolId: string, key: string): Promise<string | undefined> => {
  const sealed = await ctx.store.keptSessions.find(poolId, key)
  return sealed === undefined ? undefined : ctx.sealer.open(sealContext(poolId, key), sealed)
}

/** Keeps a Session that is too long, and gives the text that stands for it. */
export const keepLong = (
  ctx: Context,
  poolId: string,
  { text, expiresAt }: Kept,
): { text: string; effects: Effect[] } => {
  if (text.length <= MAX_LENGTH) return { text, effects: [] }
  const secret = ctx.random(32).toString('base64url')
  const kept = keep(ctx, poolId, rowKey(ctx, poolId, [secret]), { text, expiresAt })
  return { text: poolId + KEPT + secret, effects: [kept] }
}

/** The Session that a text is or stands for; undefined if it is kept no more. */
export const openKept = async (ctx: Context, poolId: string, given: string): Promise<string | undefined> => {
  const prefix = poolId + KEPT
  return given.startsWith(prefix) ? findKept(ctx, poolId, rowKey(ctx, poolId, [given.slice(prefix.length)])) : given
}

/** What a client has to name in place of a Session; it must also come from the same address. */
type DeviceAnswer = Pick<Attempt, 'pool' | 'client' | 'user' | 'via'> & { challenge: Challenge; deviceKey: string }

const deviceSessionKey = (ctx: Context, { pool, client, user, via, challenge, deviceKey }: DeviceAnswer): string =>
  rowKey(ctx, pool.id, [client.id, user.sub, deviceKey, challenge, via.origin.ipAddress])

const deviceChallenges: readonly Challenge[] = ['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER']

/** Keeps the Session of a device's challenge for a client that will not send it back. */
export const keepForDevice = (
  ctx: Context,
  attempt: Attempt,
  { challenge, text, expiresAt }: Kept & { challenge: Challenge },
): Effect[] => {
  const { pool, device } = attempt
  if (!device || !deviceChallenges.includes(challenge)) return []
  const key = deviceSessionKey(ctx, { ...attempt, challenge, deviceKey: device.key })
  return [keep(ctx, pool.id, key, { text, expiresAt })]
}

/** The Session that a device's challenge was asked with, for an answer that comes without one. */
export const sessionOfDevice = async (ctx: Context, answer: DeviceAnswer): Promise<string | undefined> =>
  deviceChallenges.includes(answer.challenge) ? findKept(ctx, answer.pool.id, deviceSessionKey(ctx, answer)) : undefined
