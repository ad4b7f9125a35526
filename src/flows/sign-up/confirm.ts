import type { Context } from '../../context.ts'
import { addresses } from '../../domain/address-changes.ts'
import { type Client, hidesUsers } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { checkCode, takeCode } from '../codes.ts'
import { discreetly } from '../discretion.ts'
import { concludeEvent } from '../events/record.ts'
import { spendAttempt } from '../limits.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { tellPostConfirmation } from '../triggers/sign-up.ts'
import { findUser } from '../users/find.ts'
import { aliasTaken, changeUser, rereadUser, transactUsers } from '../users/save.ts'
import { standInUser } from '../users/stand-in.ts'
import { confirmationSession, takeSignUpSession } from './session.ts'
import { notConfirmable, requireUnconfirmed } from './unconfirmed.ts'

/** A confirmation as it is asked for. */
export type Confirmation = {
  readonly pool: Pool
  readonly client: Client
  readonly username: string
  readonly code: string
  /** Whether the address, if it is another user's alias, is taken from them. */
  readonly forceAlias: boolean
  /** Of the sign-up, if the client sends it. */
  readonly session: string | undefined
  readonly via: Via
}

/** The user's address that the code went to, which proves it. */
const provedAddress = ({ attributes }: User, destination: string) => {
  const proved = addresses.find((name) => attributes.get(name) === destination)
  // The address was changed since, so that the code proves nothing of the user any more.
  if (proved === undefined) throw fault('ExpiredCodeException')
  return proved
}

/**
 * Confirms a sign-up by its code, which proves the address that it went to. Of parallel requests one
 * succeeds. Resolves with a Session for the sign-in that follows, where a code could sign the user in.
 * Raises CodeMismatchException, ExpiredCodeException, AliasExistsException (the code stays good),
 * LimitExceededException, and for clients that may know it why nobody can be confirmed. A client that
 * hides users hears CodeMismatchException of every wrong code, whoever there is. An error of PostConfirmation
 * is the answer although the user is confirmed.
 */
export const confirmSignUp = async (ctx: Context, request: Confirmation): Promise<string | undefined> => {
  const { pool, client, username, forceAlias } = request
  const found = await findUser(ctx, pool, username)
  await spendAttempt(ctx, attemptKey(ctx, pool, found, username, 'confirmSignUp'), 'confirmSignUp')
  const user = await discreetly(
    client,
    () => requireUnconfirmed(found, notConfirmable),
    async () => {
      // Looks for a code and writes a guess down as for a user, whose own code, if they have one, stays as it is.
      await checkCode(ctx, standInUser(ctx, pool, username), 'sign_up', request.code, { discreet: true })
      throw fault('CodeMismatchException')
    },
  )
  const code = await checkCode(ctx, user, 'sign_up', request.code, { discreet: hidesUsers(client) })
  const spend = request.session ? await takeSignUpSession(ctx, request, user, request.session) : undefined
  const { confirmed, session } = await transactUsers(ctx, async (tx) => {
    await spend?.(tx)
    const current = requireUnconfirmed(await rereadUser(tx, user), notConfirmable)
    await takeCode(tx, code)
    const address = provedAddress(current, code.destination)
    const attributes = new Map([...current.attributes, [`${address}_verified`, 'true']])
    const rules = { taken: aliasTaken, force: forceAlias }
    const confirmed = await changeUser(tx, pool, current, { status: 'CONFIRMED', attributes }, ctx.now(), rules)
    await concludeEvent(ctx, tx, { ...request, user: confirmed, type: 'SignUp' })
    return { confirmed, session: confirmationSession(ctx, request, confirmed, address) }
  })
  const occasion = { pool, clientId: client.id, user: confirmed, via: request.via }
  await tellPostConfirmation(ctx, { ...occasion, source: 'ConfirmSignUp' })
  return session
}
