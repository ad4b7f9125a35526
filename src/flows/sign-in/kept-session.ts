/**
 * Sessions that the server keeps, sealed as they are. A long one, of a custom sign-in with its rounds,
 * would be too large for the wire; and clients of the service answer the two challenges of a device
 * without the Session that came with them.
 */
import type { Context } from '../../context.ts'
import type { Attempt, Challenge } from '../../domain/sign-in.ts'
import type { Effect } from './step.ts'

/** The model's limit for Session. */
const MAX_LENGTH = 2048
const KEPT = '.kept.'

type Kept = { readonly text: string; readonly expiresAt: number }

/** Keeps a Session that is too long, and gives the text that stands for it. */
export const keepLong = (
  ctx: Context,
  poolId: string,
  { text, expiresAt }: Kept,
): { text: string; effects: Effect[] } => {
  if (text.length <= MAX_LENGTH) return { text, effects: [] }
  const key = ctx.random(32).toString('base64url')
  return { text: poolId + KEPT + key, effects: [(tx) => tx.keptSessions.put(poolId, key, text, expiresAt)] }
}

/** The Session that a text is or stands for; undefined if it is kept no more. */
export const openKept = async (ctx: Context, poolId: string, given: string): Promise<string | undefined> => {
  const prefix = poolId + KEPT
  return given.startsWith(prefix) ? ctx.store.keptSessions.find(poolId, given.slice(prefix.length)) : given
}

/** What a client has to name in place of a Session; it must also come from the same address. */
type DeviceAnswer = Pick<Attempt, 'pool' | 'client' | 'user' | 'via'> & { challenge: Challenge; deviceKey: string }

const deviceSessionKey = (ctx: Context, { pool, client, user, via, challenge, deviceKey }: DeviceAnswer): string =>
  ctx.sealer.mac(
    `kept-session|${pool.id}`,
    JSON.stringify([client.id, user.sub, deviceKey, challenge, via.origin.ipAddress]),
  )

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
  return [(tx) => tx.keptSessions.put(pool.id, key, text, expiresAt)]
}

/** The Session that a device's challenge was asked with, for an answer that comes without one. */
export const sessionOfDevice = async (ctx: Context, answer: DeviceAnswer): Promise<string | undefined> =>
  deviceChallenges.includes(answer.challenge)
    ? ctx.store.keptSessions.find(answer.pool.id, deviceSessionKey(ctx, answer))
    : undefined
