/**
 * Messages to users: written to the queue with the change that they tell of, and delivered
 * afterwards by a loop that every node runs. Each is delivered once, or twice if a node dies
 * between handing it over and storing that it did.
 */
import type { Context } from '../../context.ts'
import type { OutgoingMessage } from '../../outbound/index.ts'
import type { Queries } from '../../store/index.ts'
import type { StoredMessage } from '../../store/messages.ts'
import { noteUndelivered } from '../events/undelivered.ts'
import { attempt, type Claimed, delayAfter, endOf, named, putOff } from './attempt.ts'
import { trimInbox } from './inbox.ts'
import { type Lane, makeLane } from './lane.ts'
import { pace } from './pacing.ts'
import { openMessage } from './queue.ts'
import { deliveryOf } from './transports.ts'

/** How many messages are looked at together. */
const PAGE = 25
/** How many messages of one route are on their way at once, and how many more are claimed for it. */
const LANE_WIDTH = 5
const LANE_ROOM = 1000
/** For how long a claimed message is nobody else's. */
const LEASE_MS = 60_000
/** How long a stop waits for messages on their way. */
const STOP_MS = 10_000

/** What becomes of a due message now. */
type Plan = {
  readonly stored: StoredMessage
  readonly step: 'send' | 'postpone' | 'expire' | 'keep'
  readonly message?: OutgoingMessage
}

/** The lane of a message's way. */
type LaneFor = (stored: StoredMessage) => Lane<Claimed>

const planFor = (ctx: Context, laneFor: LaneFor, stored: StoredMessage, now: number): Plan => {
  const message = openMessage(ctx, stored)
  const transport = message && deliveryOf(ctx, message)
  if (message && !transport && ctx.settings.keepsInbox) return { stored, step: 'keep' }
  if (!message?.isDecoy && endOf(stored, message) <= now) return { stored, step: 'expire' }
  if (message && transport) return { stored, step: laneFor(stored).advice(), message }
  ctx.log.error(named(stored), message ? 'a message has no way out' : 'a message is sealed by an unknown key')
  return { stored, step: 'postpone' }
}

const expire = async (ctx: Context, tx: Queries, stored: StoredMessage) => {
  await tx.messages.remove(stored.id)
  await noteUndelivered(ctx, tx, stored, 'too old')
}

/** Stores what each plan changes; answers the plans whose message was not taken by another node. */
const takeAll = (ctx: Context, plans: readonly Plan[], now: number): Promise<Plan[]> =>
  ctx.store.transaction(async (tx) => {
    const taken: Plan[] = []
    for (const plan of plans) {
      const { stored, step } = plan
      const attempts = stored.attempts + 1
      const until = now + (step === 'send' ? LEASE_MS : delayAfter(attempts))
      if (!(await tx.messages.claim(stored, until))) continue
      if (step === 'keep') await tx.messages.markDelivered(stored.id, now)
      if (step === 'expire') await expire(ctx, tx, stored)
      taken.push({ ...plan, stored: { ...stored, attempts } })
    }
    return taken
  })

const withPatience = async (work: Promise<unknown>) => {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, STOP_MS)
  })
  await Promise.race([work, patience])
  clearTimeout(timer)
}

/**
 * Delivers messages as they become due, until stopped. A stop waits a while for those on their way. `room` is how many
 * may wait in a lane.
 */
export const startDelivery = (ctx: Context, room = LANE_ROOM): { stop(): Promise<void> } => {
  let stopping = false
  let keptSinceTrim = Number.POSITIVE_INFINITY
  const openLane = () =>
    makeLane<Claimed>({
      width: LANE_WIDTH,
      room,
      send: (claimed) => attempt(ctx, claimed),
      putOff: (claimed) => putOff(ctx, claimed, { delayed: !stopping }),
    })
  /** One for each route that messages took so far. */
  const lanes = new Map<string, Lane<Claimed>>()
  const laneFor: LaneFor = ({ route }) => {
    const lane = lanes.get(route) ?? openLane()
    lanes.set(route, lane)
    return lane
  }

  const carryOut = ({ stored, step, message }: Plan, now: number) => {
    if (step === 'expire') ctx.log.error({ ...named(stored), reason: 'too old' }, 'gave up on a message')
    if (step === 'keep') keptSinceTrim++
    if (step === 'send' && message) laneFor(stored).push({ stored, message, until: now + LEASE_MS })
  }

  /** Answers in how many milliseconds there is more to do, as far as that is known. */
  const look = async (): Promise<number> => {
    const now = ctx.now()
    // What waits for a lane to have room is not in the way of what does not.
    const full = [...lanes].filter(([, lane]) => lane.isFull()).map(([route]) => route)
    const due = await ctx.store.messages.due(now, PAGE, full)
    if (due.length === 0) {
      const nextDueAt = await ctx.store.messages.nextDueAt(full)
      return nextDueAt === undefined ? Number.POSITIVE_INFINITY : nextDueAt - now
    }
    const plans = due.map((stored) => planFor(ctx, laneFor, stored, now))
    const taken = await takeAll(ctx, plans, now)
    for (const plan of taken) carryOut(plan, now)
    if (await trimInbox(ctx, keptSinceTrim)) keptSinceTrim = 0
    return due.length === PAGE && taken.length > 0 ? 0 : Number.POSITIVE_INFINITY
  }

  const pacing = pace(() =>
    look().catch((error) => {
      ctx.log.error({ err: error }, 'the queue of messages cannot be read')
      return Number.POSITIVE_INFINITY
    }),
  )
  const unsubscribe = ctx.outbound.onWake(pacing.wake)
  return {
    async stop() {
      unsubscribe()
      await pacing.stop()
      stopping = true
      await withPatience(Promise.all([...lanes.values()].map((lane) => lane.close())))
    },
  }
}
