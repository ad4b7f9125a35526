import type { RequestContext } from './condition-keys.ts'
import type { Part, Variable } from './template.ts'

/** Whether `subject` matches; the context gives policy variables their values. */
export type Matcher = (subject: string, context: RequestContext) => boolean

const ANY_CHARACTER = Symbol('any character')
type Piece = string | typeof ANY_CHARACTER

/** What stands between two asterisks: text of known length, once variables have their values. */
type Run = { readonly pieces: readonly Piece[]; readonly length: number }
type OpenRun = readonly (Piece | Variable)[]

/** Cuts a pattern at its asterisks. */
const toRuns = (parts: readonly Part[], wildcards: boolean): OpenRun[] => {
  const runs: (Piece | Variable)[][] = [[]]
  for (const part of parts) {
    if ('read' in part) runs.at(-1)?.push(part)
    else if ('literal' in part) runs.at(-1)?.push(part.literal)
    else if (!wildcards) runs.at(-1)?.push(part.text)
    else {
      for (const token of part.text.split(/([*?])/)) {
        if (token === '*') runs.push([])
        else if (token === '?') runs.at(-1)?.push(ANY_CHARACTER)
        else if (token !== '') runs.at(-1)?.push(token)
      }
    }
  }
  return runs
}

const resolve = (piece: Piece | Variable, context: RequestContext | undefined): Piece | undefined =>
  typeof piece === 'object' ? ((context && piece.read(context)[0]) ?? piece.fallback) : piece

/** Undefined when a variable has no value: such a pattern matches nothing. */
const close = (run: OpenRun, ignoreCase: boolean, context: RequestContext | undefined): Run | undefined => {
  const pieces: Piece[] = []
  let length = 0
  for (const part of run) {
    const piece = resolve(part, context)
    if (piece === undefined) return undefined
    const text = typeof piece === 'string' && ignoreCase ? piece.toLowerCase() : piece
    length += typeof text === 'string' ? text.length : 1
    pieces.push(text)
  }
  return { pieces, length }
}

const standsAt = ({ pieces }: Run, subject: string, start: number) => {
  let position = start
  for (const piece of pieces) {
    if (piece === ANY_CHARACTER) position++
    else if (!subject.startsWith(piece, position)) return false
    else position += piece.length
  }
  return true
}

/**
 * The first and the last run are anchored; each run between takes the leftmost place still free. No other
 * choice could match where this one does not, so there is nothing to try again: the time is at most the
 * length of the subject times that of the pattern.
 */
const matches = (runs: readonly Run[], subject: string) => {
  const first = runs[0]
  const last = runs.at(-1)
  if (!first || !last) return false
  if (runs.length === 1) return subject.length === first.length && standsAt(first, subject, 0)
  const end = subject.length - last.length
  let position = first.length
  if (position > end || !standsAt(first, subject, 0) || !standsAt(last, subject, end)) return false
  for (const run of runs.slice(1, -1)) {
    while (position + run.length <= end && !standsAt(run, subject, position)) position++
    if (position + run.length > end) return false
    position += run.length
  }
  return true
}

/**
 * Compiles policy text in which `*` stands for any run of characters and `?` for one (a UTF-16 code unit);
 * with `wildcards` off, both for themselves. The value of a variable never acts as a wildcard, and a
 * variable without one makes the whole text match nothing.
 */
export const compilePattern = (
  parts: readonly Part[],
  { wildcards, ignoreCase = false }: { readonly wildcards: boolean; readonly ignoreCase?: boolean },
): Matcher => {
  const openRuns = toRuns(parts, wildcards)
  const closeAll = (context: RequestContext | undefined) => {
    const runs: Run[] = []
    for (const openRun of openRuns) {
      const run = close(openRun, ignoreCase, context)
      if (!run) return undefined
      runs.push(run)
    }
    return runs
  }
  const constantRuns = parts.some((part) => 'read' in part) ? undefined : closeAll(undefined)
  return (subject, context) => {
    const runs = constantRuns ?? closeAll(context)
    return runs !== undefined && matches(runs, ignoreCase ? subject.toLowerCase() : subject)
  }
}
