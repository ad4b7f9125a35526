import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { allowsSrp } from '../../domain/credential.ts'
import { allowsEntry, choosesFirst, type Entry, type SignInEntry } from '../../domain/entry.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { proveClient } from '../client-proof.ts'
import { withFailures } from '../events/sign-in.ts'
import { refreshTokens } from '../tokens/refresh.ts'
import { askPreAuthentication } from '../triggers/authentication.ts'
import { migrateUser } from '../users/migrate.ts'
import { checkBeforeFunction, checkBeforeProof } from './account-state.ts'
import { advance } from './advance.ts'
import { afterSignUp } from './after-sign-up.ts'
import { firstAttempt, identify } from './attempt.ts'
import { requireParameter, requireUsername } from './parameters.ts'
import type { Given, Outcome } from './step.ts'
import type { EarlierOnPages } from './step-up.ts'
import { ways } from './ways.ts'

/** A sign-in as it is asked for. `given` has the wire's names, as clients send them in a map. */
export type SignInRequest = {
  readonly pool: Pool
  readonly client: Client
  readonly entry: Entry
  readonly given: Given
  readonly session: string | undefined
  readonly via: Via
  /** Of a sign-in on the pages that is to reach a higher level than the one before it. */
  readonly earlier?: EarlierOnPages | undefined
}

/** Pages are the server's own: nobody proves a client to them. */
const isOwn = (entry: Entry) => entry === 'pages'

/** What a client hears whose flows do not include the one it asks for. */
const notAllowed: Record<Entry, string> = {
  password: 'USER_PASSWORD_AUTH flow not enabled for this client',
  'admin-password': 'Auth flow not enabled for this client',
  srp: 'USER_SRP_AUTH is not enabled for the client.',
  custom: 'CUSTOM_AUTH is not enabled for the client.',
  choice: 'USER_AUTH is not enabled for the client.',
  refresh: 'REFRESH_TOKEN_AUTH is not enabled for the client.',
  // Every client allows it.
  pages: 'Auth flow not enabled for this client',
}

const beginsWithSrp = ({ entry, given }: SignInRequest) =>
  entry === 'srp' || (entry === 'custom' && given.CHALLENGE_NAME === 'SRP_A')

const refuseFlow = (request: SignInRequest): void => {
  const { pool, client, entry } = request
  if (!allowsEntry(client, entry)) throw fault('InvalidParameterException', notAllowed[entry])
  if (beginsWithSrp(request) && !allowsSrp(pool.passwordMode)) throw fault('InvalidParameterException', notAllowed.srp)
}

/** What comes as ClientMetadata with the start of a sign-in reaches none of the triggers that follow it. */
const unsaid = (via: Via): Via => ({ ...via, metadata: undefined })

/** The password that a sign-in begins with, as it is. */
const plainPassword = ({ entry, given }: SignInRequest): string | undefined => {
  if (entry !== 'refresh' && choosesFirst(entry))
    return given.PREFERRED_CHALLENGE === 'PASSWORD' ? given.PASSWORD : undefined
  return entry === 'password' || entry === 'admin-password' ? given.PASSWORD : undefined
}

/** A user of another system, who comes with a password that only it knows. */
const fromElsewhere = async (ctx: Context, request: SignInRequest, name: string): Promise<User | undefined> => {
  const password = plainPassword(request)
  return password ? migrateUser(ctx, { ...request, name, password, source: 'Authentication' }) : undefined
}

const signIn = async (ctx: Context, request: SignInRequest, entry: SignInEntry): Promise<Outcome> => {
  const { pool, client, given } = request
  const way = ways[entry]
  const username = requireUsername(given)
  way.check(request)
  if (!isOwn(entry)) await proveClient(ctx, client, { username, secretHash: given.SECRET_HASH })
  const subject = await identify(ctx, request, username, () => fromElsewhere(ctx, request, username))
  const unproved = { ...subject, pool, client, entry }
  await checkBeforeFunction(ctx, unproved)
  await askPreAuthentication(ctx, { ...subject, ...request })
  await checkBeforeProof(ctx, unproved)
  const deviceKey = given.DEVICE_KEY
  const via = unsaid(request.via)
  const attempt = await firstAttempt(ctx, { ...subject, pool, client, entry, via, deviceKey })
  const { session } = request
  const isAfterSignUp = entry === 'choice' && session
  const move = () => (isAfterSignUp ? afterSignUp(ctx, attempt, given, session) : way.move(ctx, attempt, request))
  const moved = await withFailures(ctx, attempt, given.PASSWORD === undefined ? undefined : 'PASSWORD', move)
  return withFailures(ctx, moved.attempt, undefined, () => advance(ctx, { ...moved, spends: undefined }))
}

const refresh = async (ctx: Context, { pool, client, given, via }: SignInRequest): Promise<Outcome> => {
  const token = requireParameter(given, 'REFRESH_TOKEN')
  const proof = { secretHash: given.SECRET_HASH, deviceKey: given.DEVICE_KEY }
  const refreshed = { pool, client, token, via: unsaid(via), source: 'RefreshTokens', ...proof } as const
  return { kind: 'tokens', tokens: await refreshTokens(ctx, refreshed) }
}

/**
 * Begins a sign-in. Raises InvalidParameterException for a flow that the client does not allow and
 * for missing parameters, and what the account's state and the proofs demand.
 */
export const begin = async (ctx: Context, request: SignInRequest): Promise<Outcome> => {
  const { entry } = request
  refuseFlow(request)
  return entry === 'refresh' ? refresh(ctx, request) : signIn(ctx, request, entry)
}
