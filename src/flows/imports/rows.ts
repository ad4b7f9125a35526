import type { Context } from '../../context.ts'
import { fault, ServiceError } from '../../domain/errors.ts'
import { blankHash, type ImportedHash } from '../../domain/import-hash.ts'
import { type ImportRow, type RowForm, readRow, rowTexts } from '../../domain/import-row.ts'
import { isPasswordless, otpFactorsOf } from '../../domain/passwordless.ts'
import type { Pool } from '../../domain/pool.ts'
import { makeSalt } from '../../domain/srp.ts'
import type { User } from '../../domain/user.ts'
import type { LogEntry } from '../../store/import-files.ts'
import type { Queries } from '../../store/index.ts'
import { sealCredential } from '../passwords/credential.ts'
import { draftUser } from '../users/create-user.ts'
import { insertUser } from '../users/save.ts'
import { rememberPassword } from '../users/set-password.ts'
import type { Line } from './file.ts'

/** A row before anything of it is stored: a user to be, or why there is none. */
export type PreparedRow = { readonly row: number; readonly end: number } & (
  | { readonly draft: User; readonly verifier: string | undefined; readonly cost: ImportedHash | undefined }
  | { readonly refused: Omit<LogEntry, 'row'> }
)

const failed = (reason: string) => ({ refused: { outcome: 'FAILED', reason } as const })

/** What a service error says, in one line. */
const inOneLine = (text: string) => text.trim().replace(/\s*\n\s*/g, ' ')

/** Who comes without a password gets one by a code, or signs in by one. */
const withStatus = (pool: Pool, draft: User, password: ImportedHash | undefined): User => {
  const isReady = password !== undefined || (isPasswordless(pool) && otpFactorsOf(pool, draft.attributes).length > 0)
  return { ...draft, status: isReady ? 'CONFIRMED' : 'RESET_REQUIRED' }
}

const draft = (ctx: Context, pool: Pool, { username, attributes, mfa, password }: ImportRow) => {
  const drafted = draftUser(ctx, pool, { username, attributes, status: 'RESET_REQUIRED', requireAll: true })
  const user = { ...withStatus(pool, drafted, password), mfa }
  const salt = () => makeSalt(ctx.random)
  const verifier = password && sealCredential(ctx, user, { form: 'imported', salt: salt(), imported: password })
  return { draft: user, verifier, cost: password && blankHash(password) }
}

/** Makes of a line the user that it asks for, or tells why not. Stores nothing. */
export const prepareRow = (ctx: Context, pool: Pool, form: RowForm, row: number, line: Line): PreparedRow => {
  const at = { row, end: line.end }
  if (line.isLong) return { ...at, ...failed(rowTexts.long) }
  if (line.text === undefined) return { ...at, ...failed(rowTexts.text) }
  if (line.text.trim() === '') return { ...at, refused: { outcome: 'IGNORED', reason: rowTexts.empty } }
  try {
    return { ...at, ...draft(ctx, pool, readRow(pool, form, line.text)) }
  } catch (error) {
    if (error instanceof ServiceError) return { ...at, ...failed(inOneLine(error.message)) }
    ctx.log.error({ err: error, row }, 'a row was not imported')
    return { ...at, ...failed(rowTexts.internal) }
  }
}

/** The same row as one that failed for a reason that is not its own. */
export const withoutUser = ({ row, end }: PreparedRow): PreparedRow => ({ row, end, ...failed(rowTexts.internal) })

/** A name that the user was to have as such is held: the user is here. */
const taken = (pool: Pool) => (source: 'username' | 'email' | 'phone_number' | 'preferred_username') => {
  const isUsername = source === 'username' || pool.settings.usernameAttributes?.some((name) => name === source)
  return fault(
    'UsernameExistsException',
    isUsername ? rowTexts.skipped : `An account with the given ${source} already exists.`,
  )
}

/** Stores the user of a row within a transaction, and tells what became of it. */
export const admitRow = async (
  ctx: Context,
  tx: Queries,
  pool: Pool,
  prepared: PreparedRow,
): Promise<Omit<LogEntry, 'row'> | undefined> => {
  if ('refused' in prepared) return prepared.refused
  const { draft: user, verifier, cost } = prepared
  try {
    await insertUser(tx, pool, user, verifier, { taken: taken(pool) })
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    // The transaction goes on, without what was stored of this one.
    await tx.users.remove(pool.id, user.sub)
    return { outcome: error.message === rowTexts.skipped ? 'SKIPPED' : 'FAILED', reason: inOneLine(error.message) }
  }
  if (verifier !== undefined) await rememberPassword(ctx, tx, pool, { sub: user.sub, verifier })
  if (cost) await tx.importedPasswords.insert(pool.id, user.sub, cost)
  return undefined
}
