import type { Context } from '../../context.ts'
import { type Client, hidesUsers } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { allowsEntry, type Entry } from '../../domain/sign-in.ts'
import { proveClient } from '../client-proof.ts'
import { attemptKey, attemptSecret } from '../passwords/lockout.ts'
import { isPasswordOf } from '../passwords/verifier.ts'
import { refreshTokens } from '../tokens/refresh.ts'
import { findUser } from '../users/find.ts'
import { checkAfterPassword, checkBeforePassword } from './account-state.ts'
import { advance } from './advance.ts'
import { requireParameter } from './parameters.ts'
import { beginSrp } from './srp.ts'
import type { Outcome } from './step.ts'

/** A sign-in as it is asked for. `parameters` have the wire's names, as clients send them in a map. */
export type SignInRequest = {
  pool: Pool
  client: Client
  entry: Entry
  parameters: Readonly<Record<string, string>>
}

/** What a client hears whose flows do not include the one it asks for. */
const notAllowed: Record<Entry, string> = {
  password: 'USER_PASSWORD_AUTH flow not enabled for this client',
  'admin-password': 'Auth flow not enabled for this client',
  srp: 'USER_SRP_AUTH is not enabled for the client.',
  custom: 'CUSTOM_AUTH is not enabled for the client.',
  choice: 'USER_AUTH is not enabled for the client.',
  refresh: 'REFRESH_TOKEN_AUTH is not enabled for the client.',
}

const withPassword = async (ctx: Context, { pool, client, parameters }: SignInRequest): Promise<Outcome> => {
  const username = requireParameter(parameters, 'USERNAME')
  const password = requireParameter(parameters, 'PASSWORD')
  await proveClient(ctx, client, { username, secretHash: parameters.SECRET_HASH })
  const user = await findUser(ctx, pool, username)
  if (!user && !hidesUsers(client)) throw fault('UserNotFoundException')
  if (user) checkBeforePassword(client, user)
  const key = attemptKey(ctx, pool, user, username, 'password')
  const isRight = await attemptSecret(ctx, key, () => isPasswordOf(ctx, pool, user, username, password))
  if (!user || !isRight) throw fault('NotAuthorizedException')
  checkAfterPassword(ctx, user)
  const attempt = { pool, client, user, proved: new Set(['PASSWORD'] as const) }
  return advance(ctx, { attempt, effects: [], spends: undefined })
}

const withRefreshToken = async (ctx: Context, { pool, client, parameters }: SignInRequest): Promise<Outcome> => {
  const token = requireParameter(parameters, 'REFRESH_TOKEN')
  return {
    kind: 'tokens',
    tokens: await refreshTokens(ctx, { pool, client, token, secretHash: parameters.SECRET_HASH }),
  }
}

/** How each kind of sign-in begins. One that is not here is refused by name. */
const entries: Readonly<Partial<Record<Entry, (ctx: Context, request: SignInRequest) => Promise<Outcome>>>> = {
  password: withPassword,
  'admin-password': withPassword,
  srp: beginSrp,
  refresh: withRefreshToken,
}

/**
 * Begins a sign-in. Raises InvalidParameterException for a flow that the client does not allow and
 * for missing parameters, and what the account's state and the proofs demand.
 */
export const begin = async (ctx: Context, request: SignInRequest): Promise<Outcome> => {
  const { client, entry } = request
  if (!allowsEntry(client, entry)) throw fault('InvalidParameterException', notAllowed[entry])
  const start = entries[entry]
  if (!start) {
    const flow = notAllowed[entry].split(' ', 1)[0]
    throw fault('UnsupportedOperationException', `The flow ${flow} is not supported by this version of Cenote.`)
  }
  return start(ctx, request)
}
