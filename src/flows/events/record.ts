/**
 * What users did, as pools that watch them keep it: written in the transaction of what it tells of. How
 * risky it was is not assessed here.
 */
import type { Context } from '../../context.ts'
import { type AuthEvent, eventContext, noRisk } from '../../domain/auth-event.ts'
import type { Client } from '../../domain/client.ts'
import { eventRecord } from '../../domain/log-record.ts'
import type { Pool } from '../../domain/pool.ts'
import { watches } from '../../domain/risk.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { uuid } from '../tokens/issue.ts'
import { queueLog } from './log.ts'

/** Something that a user did at a client. */
export type Happening = Pick<AuthEvent, 'type' | 'response'> & {
  readonly pool: Pool
  readonly client: Pick<Client, 'id'>
  readonly user: Pick<User, 'sub' | 'username'>
  readonly via: Via
  /** Of an event that may be there. */
  readonly id?: string | undefined
  readonly challenges?: AuthEvent['challenges']
}

/** For how long events are kept. */
export const EVENT_LIFE_MS = 2 * 365 * 24 * 60 * 60 * 1000

/** Keeps what happened, in a pool that watches its users. The user must be there by then. */
export const recordEvent = async (ctx: Context, tx: Queries, happening: Happening): Promise<void> => {
  const { pool, client, user, via, type, response, id, challenges = [] } = happening
  if (!watches(pool)) return
  const event: AuthEvent = {
    poolId: pool.id,
    id: id ?? uuid(ctx),
    sub: user.sub,
    clientId: client.id,
    type,
    response,
    challenges,
    context: eventContext(via),
    risk: noRisk,
    createdAt: ctx.now(),
    feedback: undefined,
  }
  await tx.authEvents.put(event)
  const { requestId, told } = via
  const details = { username: user.username, requestId, hasContextData: told !== undefined, at: event.createdAt }
  await queueLog(ctx, tx, eventRecord(event, details))
}

/** Keeps that something ended well which had begun with an event of its own, or with nobody's watching. */
export const concludeEvent = async (
  ctx: Context,
  tx: Queries,
  happening: Omit<Happening, 'response' | 'id'>,
): Promise<void> => {
  const { pool, user, type } = happening
  if (!watches(pool)) return
  const open = await tx.authEvents.findOpen(pool.id, user.sub, type)
  await recordEvent(ctx, tx, { ...happening, response: 'Pass', id: open?.id })
}
