import { DeleteResult, type InsertResult, UpdateResult } from 'kysely'

/** Whether a conditional statement found its row. */
export const changed = (result: UpdateResult | DeleteResult | InsertResult) => {
  if (result instanceof UpdateResult) return result.numUpdatedRows > 0n
  if (result instanceof DeleteResult) return result.numDeletedRows > 0n
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Whether a column can hold a text at all. Asked for one with NUL, PostgreSQL raises an error in place of finding none. */
export const isStorable = (text: string) => !text.includes('\0')

/** The end of a half-open range of all texts that begin with `prefix`, in byte order; undefined where it has none. */
export const afterPrefix = (prefix: string): string | undefined => {
  const points = [...prefix.toWellFormed()].map((character) => character.codePointAt(0) ?? 0)
  while (points.at(-1) === 0x10ffff) points.pop()
  const last = points.pop()
  if (last === undefined) return undefined
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1) // past the surrogates
}

/** One page of a list: the items and, when there are more, the position of the last one. */
export type Page<T, P> = { items: T[]; next: P | undefined }

/** Makes a page of rows that were read with a limit of `limit + 1`. */
export const toPage = <R, T, P>(rows: R[], limit: number, item: (row: R) => T, position: (row: R) => P): Page<T, P> => {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(item),
    next: rows.length > limit && last !== undefined ? position(last) : undefined,
  }
}

/** A place in a list ordered by age. */
export type AgePosition = { at: number; id: string }
