/** Passkeys: registering them and verifying what they sign. Knows no challenges of a sign-in. */
import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { passkeyAlgorithms } from '../../domain/cose.ts'
import { fault } from '../../domain/errors.ts'
import { passkeyFault } from '../../domain/passkey-faults.ts'
import { readRegistrationResponse } from '../../domain/passkey-response.ts'
import { friendlyName, MAX_PASSKEYS, offersPasskeys, type Passkey, userVerification } from '../../domain/passkeys.ts'
import type { Pool } from '../../domain/pool.ts'
import { relyingPartyIdOf } from '../../domain/relying-party.ts'
import type { User } from '../../domain/user.ts'
import type { PasskeyRegistration } from '../../store/passkey-registrations.ts'
import { verifyAttestation } from './attestation.ts'

/** How many random bytes an authenticator signs: twice what WebAuthn section 13.4.3 asks for. */
export const CHALLENGE_BYTES = 32

/** Unverified. Browsers give up after a minute, and apps may take some time until they ask. */
const REGISTRATION_MS = 5 * 60 * 1000
const TIMEOUT_MS = 60_000

/** Who registers a passkey, and by whose token. */
export type Registrant = { readonly pool: Pool; readonly client: Client; readonly user: User }

const requireOffered = (pool: Pool) => {
  if (!offersPasskeys(pool)) throw passkeyFault('notEnabled')
}

/** What a browser is to make a passkey with (WebAuthn Level 3, PublicKeyCredentialCreationOptionsJSON). */
const creationOptions = (
  { pool, user }: Registrant,
  { challenge, relyingPartyId }: PasskeyRegistration,
  passkeys: readonly Passkey[],
) => ({
  authenticatorSelection: {
    requireResidentKey: true,
    residentKey: 'required',
    userVerification: userVerification(pool, user),
  },
  challenge,
  excludeCredentials: passkeys.map(({ id }) => ({ id, type: 'public-key' })),
  pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ alg, type: 'public-key' })),
  rp: { id: relyingPartyId, name: relyingPartyId },
  timeout: TIMEOUT_MS,
  user: { id: Buffer.from(user.sub).toString('base64url'), name: user.username, displayName: user.username },
})

/**
 * Begins the registration of a passkey, in place of one that the user has begun before. Raises
 * WebAuthnNotEnabledException, WebAuthnConfigurationMissingException, and LimitExceededException for
 * a user who has as many as one may have.
 */
export const startRegistration = async (ctx: Context, registrant: Registrant) => {
  const { pool, client, user } = registrant
  requireOffered(pool)
  const relyingPartyId = relyingPartyIdOf(pool, ctx.settings.publicUrl)
  if (relyingPartyId === undefined) throw passkeyFault('noRelyingParty')
  const { items } = await ctx.store.passkeys.list(pool.id, user.sub, MAX_PASSKEYS)
  if (items.length >= MAX_PASSKEYS) throw passkeyFault('tooMany')
  const registration = {
    poolId: pool.id,
    sub: user.sub,
    challenge: ctx.random(CHALLENGE_BYTES).toString('base64url'),
    clientId: client.id,
    relyingPartyId,
    expiresAt: ctx.now() + REGISTRATION_MS,
  }
  await ctx.store.transaction((tx) => tx.passkeyRegistrations.put(registration))
  return creationOptions(registrant, registration, items)
}

/** Stores a passkey and uses its registration up. */
const keep = (ctx: Context, registration: PasskeyRegistration, passkey: Passkey): Promise<void> =>
  ctx.store.transaction(async (tx) => {
    const { poolId, sub } = passkey
    // Held, so that nobody who registers several at once passes the limit.
    if (!(await tx.users.hold(poolId, sub))) throw fault('NotAuthorizedException', 'Access Token has been revoked')
    if (!(await tx.passkeyRegistrations.take(registration))) throw passkeyFault('noChallenge')
    if ((await tx.passkeys.count(poolId, sub)) >= MAX_PASSKEYS) throw passkeyFault('tooMany')
    if (!(await tx.passkeys.insert(passkey))) throw passkeyFault('registered')
  })

/**
 * Ends a registration with the credential that the authenticator has made. The registration is spent
 * with it; one that is refused leaves it. Raises the errors of `passkeyFault`.
 */
export const completeRegistration = async (
  ctx: Context,
  { pool, client, user }: Registrant,
  credential: unknown,
): Promise<void> => {
  requireOffered(pool)
  const response = readRegistrationResponse(credential)
  if (!response) throw passkeyFault('malformed')
  const registration = await ctx.store.passkeyRegistrations.find(pool.id, user.sub)
  if (!registration || registration.expiresAt <= ctx.now()) throw passkeyFault('noChallenge')
  if (registration.clientId !== client.id) throw passkeyFault('otherClient')
  const { challenge, relyingPartyId } = registration
  // The pool has got another one meanwhile.
  if (relyingPartyId !== relyingPartyIdOf(pool, ctx.settings.publicUrl)) throw passkeyFault('otherRelyingParty')
  const requireUserVerification = userVerification(pool, user) === 'required'
  const made = await verifyAttestation(response, { challenge, relyingPartyId, requireUserVerification })
  const { attachment, transports } = response
  await keep(ctx, registration, {
    ...made,
    poolId: pool.id,
    sub: user.sub,
    attachment,
    transports,
    name: friendlyName({ attachment, transports }),
    createdAt: ctx.now(),
    lastUsedAt: undefined,
  })
}
