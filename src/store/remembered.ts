/** How many rows are remembered of a table. */
const MAX_REMEMBERED = 1000

/** Forbids changes of a value and of all that it holds: others are given it as well. */
const freeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) freeze(inner)
  return Object.freeze(value)
}

/**
 * What was made of rows, given again as long as a row's stamp is the same, which no two of its committed states
 * share. Not for what a transaction sees, which may be undone.
 */
export const remembered = <T>() => {
  const kept = new Map<string, { readonly stamp: string; readonly value: T }>()
  return {
    get(id: string, stamp: string): T | undefined {
      const known = kept.get(id)
      return known?.stamp === stamp ? known.value : undefined
    },
    /** Remembers a value, and gives it. */
    put(id: string, stamp: string, value: T): T {
      if (kept.size >= MAX_REMEMBERED) kept.clear()
      kept.set(id, { stamp, value: freeze(value) })
      return value
    },
  }
}
