import type { Context } from '../../context.ts'
import { type Client, hidesUsers } from '../../domain/client.ts'
import { type Device, noDevice } from '../../domain/devices.ts'
import { allowsEntry, choosesFirst, type SignInEntry } from '../../domain/entry.ts'
import { fault } from '../../domain/errors.ts'
import { offeredChallenges } from '../../domain/first-factor.ts'
import type { Pool } from '../../domain/pool.ts'
import { relyingPartyIdOf } from '../../domain/relying-party.ts'
import type { Attempt, FirstChallenge, Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { AttemptKey } from '../../store/attempts.ts'
import { passkeyFactors } from '../passkeys/request.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { uuid } from '../tokens/issue.ts'
import { findUser } from '../users/find.ts'
import { standInUser } from '../users/stand-in.ts'

/** Who signs in: a user, or the stand-in for the name that was given and that nobody has. */
export type Subject = Pick<Attempt, 'name' | 'user' | 'isKnown'>

/**
 * The user of a pool by name, or the one that `elsewhere` finds. Where there is none, a client that hides that
 * gets a stand-in. Raises UserNotFoundException to others.
 */
export const identify = async (
  ctx: Context,
  { pool, client }: { readonly pool: Pool; readonly client: Client },
  name: string,
  elsewhere: () => Promise<User | undefined>,
): Promise<Subject> => {
  const user = (await findUser(ctx, pool, name)) ?? (await elsewhere())
  if (!user && !hidesUsers(client)) throw fault('UserNotFoundException')
  return { name, user: user ?? standInUser(ctx, pool, name), isKnown: user !== undefined }
}

/** The user's device of a key, in a pool that tracks devices. Raises ResourceNotFoundException if there is none. */
export const findDevice = async (
  ctx: Context,
  pool: Pool,
  user: User,
  key: string | undefined,
): Promise<Device | undefined> => {
  if (!key || !pool.settings.deviceConfiguration) return undefined
  const device = await ctx.store.devices.find(pool.id, user.sub, key)
  if (!device) throw noDevice()
  return device
}

type Offered = Pick<Attempt, 'pool' | 'client' | 'entry' | 'user' | 'isKnown'>

/**
 * What of a pool's first factors a sign-in may begin with. Pages take passwords of every client, the others
 * where the API would take them, too; they prove no password by SRP.
 */
const limited = ({ client, entry }: Offered, offered: readonly FirstChallenge[]): readonly FirstChallenge[] => {
  if (entry !== 'pages') return offered
  return allowsEntry(client, 'choice') ? offered.filter((name) => name !== 'PASSWORD_SRP') : ['PASSWORD']
}

/** What is offered to nobody's name: what the pool has for somebody who has it all. */
const offerToNobody = (ctx: Context, offered: Offered): readonly FirstChallenge[] => {
  const { pool, user } = offered
  const passkeys = relyingPartyIdOf(pool, ctx.settings.publicUrl) !== undefined
  return limited(offered, offeredChallenges(pool, user, { password: true, passkeys }))
}

/** What a user can begin with now. What a user has is looked for in nobody's name as well, as that takes its time. */
const offer = async (ctx: Context, offered: Offered): Promise<readonly FirstChallenge[]> => {
  const { pool, user, isKnown } = offered
  const [verifier, passkeys] = await Promise.all([
    ctx.store.users.verifier(pool.id, user.sub),
    passkeyFactors(ctx, pool, user.sub),
  ])
  if (!isKnown) return offerToNobody(ctx, offered)
  return limited(offered, offeredChallenges(pool, user, { password: verifier !== undefined, passkeys: passkeys > 0 }))
}

/** What a sign-in has from its start. */
export type Start = Subject & {
  readonly pool: Pool
  readonly client: Client
  readonly entry: SignInEntry
  readonly via: Via
  readonly deviceKey: string | undefined
}

/** An attempt with nothing proved. */
export const newAttempt = async (ctx: Context, start: Start): Promise<Attempt> => {
  const { deviceKey, ...rest } = start
  const device = await findDevice(ctx, rest.pool, rest.user, deviceKey)
  const offered = choosesFirst(rest.entry) ? await offer(ctx, rest) : []
  return { ...rest, device, offered, eventId: uuid(ctx), proved: new Set() }
}

/**
 * The attempt with which a sign-in begins. A client that hides who exists takes a user who can begin
 * with nothing for nobody, since nothing else would be heard of a user alone.
 */
export const firstAttempt = async (ctx: Context, start: Start): Promise<Attempt> => {
  const attempt = await newAttempt(ctx, start)
  const { pool, client, entry, name, offered } = attempt
  if (!choosesFirst(entry) || offered.length > 0 || !hidesUsers(client)) return attempt
  // It is not nobody's.
  if (attempt.device) throw noDevice()
  const standIn = standInUser(ctx, pool, name)
  const nobody = { ...attempt, user: standIn, isKnown: false }
  return { ...nobody, offered: offerToNobody(ctx, nobody) }
}

/** Whose failures of a kind are counted: the user's, by whatever name they come, or those of nobody's name. */
export const failuresOf = (ctx: Context, { pool, user, isKnown, name }: Attempt, kind: string): AttemptKey =>
  attemptKey(ctx, pool, isKnown ? user : undefined, name, kind)
