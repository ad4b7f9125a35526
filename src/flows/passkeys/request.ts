import type { Context } from '../../context.ts'
import { MAX_PASSKEYS, type Passkey, userVerification } from '../../domain/passkeys.ts'
import type { Pool } from '../../domain/pool.ts'
import { relyingPartyIdOf } from '../../domain/relying-party.ts'
import type { Attempt } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { CHALLENGE_BYTES } from './registration.ts'

/** Who is to sign: a user, or the stand-in for a name that nobody has. */
export type Signer = Pick<Attempt, 'pool' | 'client' | 'user' | 'isKnown'>

const MINUTE_MS = 60_000

/** How many passkeys of a user can sign in: those of the relying party that the pool has now. */
export const passkeyFactors = async (
  ctx: Pick<Context, 'store' | 'settings'>,
  pool: Pool,
  sub: string,
): Promise<number> => {
  const relyingPartyId = relyingPartyIdOf(pool, ctx.settings.publicUrl)
  return relyingPartyId === undefined ? 0 : ctx.store.passkeys.count(pool.id, sub, relyingPartyId)
}

type Descriptor = Pick<Passkey, 'id' | 'transports'>

/** What nobody's passkey looks like: always the same one for a name, like those of most people's phones. */
const standInDescriptors = (ctx: Context, { poolId, sub }: User): Descriptor[] => [
  { id: ctx.sealer.mac(`fake-passkey|${poolId}`, sub), transports: ['internal', 'hybrid'] },
]

const descriptors = async (ctx: Context, { pool, user, isKnown }: Signer): Promise<readonly Descriptor[]> => {
  // Looked for in any case, as that takes its time.
  const { items } = await ctx.store.passkeys.list(pool.id, user.sub, MAX_PASSKEYS)
  if (!isKnown) return standInDescriptors(ctx, user)
  const ownId = relyingPartyIdOf(pool, ctx.settings.publicUrl)
  return items.filter(({ relyingPartyId }) => relyingPartyId === ownId)
}

/**
 * What a browser is to sign (WebAuthn Level 3, PublicKeyCredentialRequestOptionsJSON) and the
 * challenge in it, in base64url. It takes as long as the client's Session lives.
 */
export const assertionOptions = async (ctx: Context, signer: Signer) => {
  const { pool, client, user } = signer
  const challenge = ctx.random(CHALLENGE_BYTES).toString('base64url')
  const options = {
    challenge,
    timeout: client.settings.authSessionValidity * MINUTE_MS,
    rpId: relyingPartyIdOf(pool, ctx.settings.publicUrl),
    allowCredentials: (await descriptors(ctx, signer)).map(({ id, transports }) => ({
      type: 'public-key',
      id,
      transports,
    })),
    userVerification: userVerification(pool, user),
  }
  return { challenge, options }
}
