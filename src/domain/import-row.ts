import { fault } from './errors.ts'
import { ownColumns, splitRow } from './import-csv.ts'
import { type ImportAlgorithm, type ImportedHash, readImportedHash } from './import-hash.ts'
import { importLimits } from './import-job.ts'
import { canUse } from './mfa.ts'
import { withFactor } from './mfa-preference.ts'
import type { Pool } from './pool.ts'
import { type Attributes, noMfa, type UserMfa } from './user.ts'

/** What a row asks for. */
export type ImportRow = {
  readonly username: string
  readonly attributes: Attributes
  readonly mfa: UserMfa
  readonly password: ImportedHash | undefined
}

/** How the log says what became of a row. The first three are documented, the others unverified. */
export const rowTexts = {
  succeeded: 'The import succeeded.',
  skipped: 'The user already exists.',
  unverified:
    'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).',
  text: 'The User Record is not UTF-8 text.',
  long: `The User Record is longer than ${importLimits.rowLength} characters.`,
  empty: 'The User Record is empty.',
  columns: (found: number, expected: number) => `The User Record has ${found} columns instead of ${expected}.`,
  username: 'The User Record has no valid cognito:username.',
  birthdate: 'The birthdate of the User Record is not of the form mm/dd/yyyy.',
  mfaValue: 'The cognito:mfa_enabled of the User Record is neither true nor false.',
  mfaOn: 'The user pool requires MFA, and cognito:mfa_enabled of the User Record is false.',
  mfaOff: 'The user pool has no MFA, and cognito:mfa_enabled of the User Record is true.',
  mfaPhone: 'cognito:mfa_enabled of the User Record is true without a phone number for text messages.',
  password: (algorithm: string) => `The password_hash of the User Record is no ${algorithm} hash that can be imported.`,
  passwordUnexpected: 'The User Record has a password_hash, and the job no PasswordHashingAlgorithm.',
  internal: 'The User Record could not be imported because of an internal error.',
} as const

const refuse = (text: string) => fault('InvalidParameterException', text)

const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u
const BIRTHDATE = /^(\d{2})\/(\d{2})\/(\d{4})$/

const isBirthdate = (text: string) => {
  const [, month, day, year] = BIRTHDATE.exec(text) ?? []
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day)
}

/** That the address is there as well is a rule of all new users. */
const requireVerified = ({ settings }: Pool, attributes: Attributes) => {
  const flags = settings.autoVerifiedAttributes ?? []
  const isVerified = flags.some((name) => attributes.get(`${name}_verified`)?.toLowerCase() === 'true')
  if (!isVerified) throw refuse(rowTexts.unverified)
}

const readMfa = ({ settings }: Pool, attributes: Attributes, cell: string): UserMfa => {
  const mode = settings.mfaConfiguration
  if (cell === '') return noMfa
  if (!/^(?:true|false)$/i.test(cell)) throw refuse(rowTexts.mfaValue)
  const isOn = cell.toLowerCase() === 'true'
  if (isOn && mode === 'OFF') throw refuse(rowTexts.mfaOff)
  if (!isOn && mode === 'ON') throw refuse(rowTexts.mfaOn)
  if (!isOn || mode === 'ON') return noMfa
  if (!canUse(settings, { attributes, mfa: noMfa }, 'SMS_MFA')) throw refuse(rowTexts.mfaPhone)
  return withFactor(noMfa, 'SMS_MFA', { prefer: true })
}

const readPassword = (algorithm: ImportAlgorithm | undefined, text: string): ImportedHash | undefined => {
  if (text === '') return undefined
  if (!algorithm) throw refuse(rowTexts.passwordUnexpected)
  const imported = { algorithm, text }
  if (!readImportedHash(imported)) throw refuse(rowTexts.password(algorithm))
  return imported
}

/** How the rows of a job's file are read. */
export type RowForm = { readonly header: readonly string[]; readonly algorithm: ImportAlgorithm | undefined }

/**
 * Reads a row of a file. What the schema says of its attributes is not looked at here. Raises
 * InvalidParameterException in words for the log.
 */
export const readRow = (pool: Pool, { header, algorithm }: RowForm, row: string): ImportRow => {
  if (row.length > importLimits.rowLength) throw refuse(rowTexts.long)
  // No column of a database can hold a NUL.
  if (row.includes('\0')) throw refuse(rowTexts.text)
  const cells = splitRow(row)
  if (cells.length !== header.length) throw refuse(rowTexts.columns(cells.length, header.length))
  const values = new Map(header.map((name, at) => [name, cells[at] ?? '']))
  const own = (name: string) => values.get(name) ?? ''
  const notAttributes: ReadonlySet<string> = new Set(Object.values(ownColumns))
  const attributes = new Map([...values].filter(([name, value]) => value !== '' && !notAttributes.has(name)))
  const username = own(ownColumns.username)
  if (!USERNAME.test(username)) throw refuse(rowTexts.username)
  const birthdate = attributes.get('birthdate')
  if (birthdate !== undefined && !isBirthdate(birthdate)) throw refuse(rowTexts.birthdate)
  requireVerified(pool, attributes)
  const mfa = readMfa(pool, attributes, own(ownColumns.mfa))
  return { username, attributes, mfa, password: readPassword(algorithm, own(ownColumns.password)) }
}
