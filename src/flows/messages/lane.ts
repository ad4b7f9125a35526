import type { FailureKind } from '../../domain/delivery-failure.ts'

/** Failures in a row after which a way out is taken for broken. */
const TROUBLED_AFTER = 3

/** What a lane does with its items. */
export type LaneOptions<T> = {
  /** How many items go at a time. */
  readonly width: number
  /** How many more may wait in it. */
  readonly room: number
  /** Sends an item; answers how it failed. Never rejects. */
  send(item: T): Promise<FailureKind | undefined>
  /** Gives items up that have not been sent, because the way is broken or closed. Never rejects. */
  putOff(items: readonly T[]): Promise<void>
}

/** The traffic on one way out. */
export type Lane<T> = {
  /** Whether no more items may wait in it. */
  isFull(): boolean
  /** What to do with an item: let it in, or count it as failed without a try. */
  advice(): 'send' | 'postpone'
  push(item: T): void
  /** Puts off what waits; resolves when what is on its way is through. */
  close(): Promise<void>
}

/**
 * A way out that lets `width` items go at a time and holds those that wait, so that they are not in
 * the other lane's way. While it is broken one item at a time tries it, and the others are put off
 * as if they had tried: a server that hangs is found out once and not by each message.
 */
export const makeLane = <T>({ width, room, send, putOff }: LaneOptions<T>): Lane<T> => {
  const waiting: T[] = []
  const underWay = new Set<Promise<void>>()
  let failures = 0
  const isTroubled = () => failures >= TROUBLED_AFTER

  const go = async (item: T) => {
    const failure = await send(item)
    failures = failure === 'down' ? failures + 1 : 0
    if (isTroubled()) await putOff(waiting.splice(0))
  }

  const advance = () => {
    while (underWay.size < (isTroubled() ? 1 : width)) {
      const item = waiting.shift()
      if (item === undefined) return
      const going = go(item).finally(() => {
        underWay.delete(going)
        advance()
      })
      underWay.add(going)
    }
  }

  return {
    isFull: () => waiting.length >= room,
    advice: () => (isTroubled() && underWay.size > 0 ? 'postpone' : 'send'),
    push(item) {
      waiting.push(item)
      advance()
    },
    async close() {
      await putOff(waiting.splice(0))
      await Promise.all(underWay)
    },
  }
}
