import { getPriority, setPriority } from 'node:os'

/** How much nicer workers are, of twenty steps; the system allows no more than 19 in all. */
const STEPS = 10
const NICEST = 19

/**
 * Lets the calling thread run after those that serve requests, where the system knows priorities of threads
 * (Linux, setpriority(2)): a serving thread that must wait for its turn leaves processors idle, for the workers then
 * wait for what it would have given them. Elsewhere, and where a sandbox forbids it, nothing changes.
 */
export const runAfterServing = (): void => {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, Math.min(getPriority(0) + STEPS, NICEST))
  } catch {} // a sandbox forbids it: only speed is lost
}
