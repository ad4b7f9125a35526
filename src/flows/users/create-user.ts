import type { Context } from '../../context.ts'
import { checkNewAttributes } from '../../domain/attribute-checks.ts'
import { fault, type ServiceError } from '../../domain/errors.ts'
import { isCaseSensitive, type Pool } from '../../domain/pool.ts'
import { usernameAttribute, withAddress } from '../../domain/sign-in-names.ts'
import { type Attributes, noMfa, type User, type UserStatus } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { uuid } from '../tokens/issue.ts'
import { keysOf, type NameSource, sourceOf } from './names.ts'
import { insertUser } from './save.ts'
import { rememberPassword, temporaryUntil } from './set-password.ts'

/** A user as a request asks for them. */
export type UserRequest = {
  /** The Username of the request: an address, where the pool names its users by one. */
  readonly username: string
  readonly attributes: Attributes
  /** UNCONFIRMED, CONFIRMED, or FORCE_CHANGE_PASSWORD, whose password ends after the pool's days. */
  readonly status: UserStatus
  /** Whether attributes that the schema requires must be there; administrators may leave them out. */
  readonly requireAll: boolean
}

/**
 * Checks a request for a new user and drafts that user: its `sub`, its username (the `sub` again
 * where an address stands for it, which becomes the attribute), its attributes. Nothing is stored
 * yet: the draft is whose password can be sealed. Raises InvalidParameterException.
 */
export const draftUser = (ctx: Pick<Context, 'now' | 'random'>, pool: Pool, request: UserRequest): User => {
  const address = usernameAttribute({ ...pool.settings, caseSensitive: isCaseSensitive(pool) }, request.username)
  const named = address ? withAddress(request.attributes, address, request.username) : request.attributes
  const attributes = checkNewAttributes(pool.schema, named, request)
  const sub = uuid(ctx)
  const now = ctx.now()
  return {
    poolId: pool.id,
    sub,
    username: address ? sub : request.username,
    status: request.status,
    enabled: true,
    attributes,
    mfa: noMfa,
    temporaryUntil: request.status === 'FORCE_CHANGE_PASSWORD' ? temporaryUntil(ctx, pool) : undefined,
    signedOutAt: 0,
    passwordVersion: 0,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  }
}

/** How a drafted user is stored. */
export type Admission = {
  /** The sealed verifier; undefined for a user who has no password. */
  readonly verifier: string | undefined
  /** What is said of a username that is taken. */
  readonly usernameTaken: string
  /** Whether a verified e-mail or phone alias is taken from the user who has it. */
  readonly forceAliases?: boolean
}

const nameTaken =
  (usernameTaken: string) =>
  (source: NameSource): ServiceError =>
    fault(
      'UsernameExistsException',
      source === 'username' ? usernameTaken : `An account with the given ${source} already exists.`,
    )

/** Refuses a drafted user whose user name is taken, before others are asked about them. Raises UsernameExistsException. */
export const refuseTakenName = async (ctx: Context, pool: Pool, draft: User, usernameTaken: string): Promise<void> => {
  for (const key of keysOf(pool, draft).names) {
    if ((await ctx.store.users.nameHolder(pool.id, key)) === undefined) continue
    throw nameTaken(usernameTaken)(sourceOf(pool, draft, key))
  }
}

/**
 * Stores a drafted user, within a transaction of `transactUsers`. Raises UsernameExistsException for
 * a username, an address or an alias that another user has: of parallel requests one succeeds.
 */
export const addUser = async (
  ctx: Pick<Context, 'now'>,
  tx: Queries,
  pool: Pool,
  draft: User,
  { verifier, usernameTaken, forceAliases = false }: Admission,
): Promise<void> => {
  await insertUser(tx, pool, draft, verifier, { force: forceAliases, taken: nameTaken(usernameTaken) })
  if (verifier !== undefined) await rememberPassword(ctx, tx, pool, { sub: draft.sub, verifier })
}
