import type { Schema } from './attributes.ts'
import type { ImportAlgorithm } from './import-hash.ts'
import { completionMessages } from './import-job.ts'

/** In the order of the service's template. */
const standardColumns = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'email_verified',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'phone_number_verified',
  'address',
  'updated_at',
] as const

/** The columns that are no attributes. */
export const ownColumns = {
  mfa: 'cognito:mfa_enabled',
  username: 'cognito:username',
  password: 'password_hash',
} as const

/** The columns of an import into a pool with this schema. That of passwords is not among them (unverified). */
export const csvHeader = (schema: Schema): string[] => [
  ...standardColumns,
  ...schema.map(({ name }) => name).filter((name) => name.startsWith('custom:')),
  ownColumns.mfa,
  ownColumns.username,
]

const SPACE = 0x20

/** Without blanks and control characters around it: JavaScript's own trimming would take a byte order mark as well. */
const trimmed = (text: string) => {
  let [start, end] = [0, text.length]
  while (start < end && text.charCodeAt(start) <= SPACE) start++
  while (end > start && text.charCodeAt(end - 1) <= SPACE) end--
  return text.slice(start, end)
}

/**
 * The cells of a row, trimmed. `\,` is a comma within a cell, and nothing else is special: quotes
 * and whatever a spreadsheet would take for a formula are text like any other.
 */
export const splitRow = (row: string): string[] => {
  const cells: string[] = []
  let cell = ''
  for (const part of row.split(',')) {
    if (part.endsWith('\\')) {
      cell += `${part.slice(0, -1)},`
      continue
    }
    cells.push(trimmed(cell + part))
    cell = ''
  }
  // A backslash at the very end has no comma to escape.
  return cell === '' ? cells : [...cells, trimmed(`${cell.slice(0, -1)}\\`)]
}

/** What is wrong with a file's header, in words of `completionMessages`; undefined when it is right. */
export const headerFault = (
  columns: readonly string[],
  schema: Schema,
  algorithm: ImportAlgorithm | undefined,
): string | undefined => {
  const expected = csvHeader(schema)
  const others = columns.filter((name) => name !== ownColumns.password)
  const isWhole = new Set(columns).size === columns.length && others.length === expected.length
  if (!isWhole || expected.some((name) => !others.includes(name))) return completionMessages.header
  if (algorithm && others.length === columns.length) return completionMessages.passwordColumn
  return undefined
}
