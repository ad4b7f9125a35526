/** How much of the machine others took during a run: without it nobody can tell a slow server from a busy machine. */
import { existsSync, readFileSync } from 'node:fs'

/** Processor time in the kernel's ticks: of the whole machine, spent by anybody, and spent by us. */
type Ticks = { all: number; busy: number; own: number }

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)

/** See proc(5): /proc/stat begins with all processors together; fields 14 to 17 are ours and our ended children's. */
function readTicks(): Ticks {
  const machine = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? ''
  // user, nice, system, idle, iowait, irq, softirq, steal
  const states = machine.split(/\s+/).slice(1, 9).map(Number)
  const all = sum(states)
  const idle = sum(states.slice(3, 5))
  // The second field is the program's name in parentheses, and may hold spaces.
  const own = readFileSync('/proc/self/stat', 'utf8').split(') ')[1] ?? ''
  return { all, busy: all - idle, own: sum(own.split(' ').slice(11, 15).map(Number)) }
}

/**
 * Starts watching; the function it gives answers the part of all processor time that was neither idle nor ours,
 * stolen time included. To be asked when every child has ended: only then is their time known to be ours.
 */
export function watchOthers(): () => number | undefined {
  if (!existsSync('/proc/self/stat')) return () => undefined
  const before = readTicks()
  return () => {
    const after = readTicks()
    const others = after.busy - before.busy - (after.own - before.own)
    return Math.max(0, others) / (after.all - before.all)
  }
}
