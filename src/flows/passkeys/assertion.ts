import type { Context } from '../../context.ts'
import { passkeyFault } from '../../domain/passkey-faults.ts'
import { type AssertionResponse, readAssertionResponse, readClientData } from '../../domain/passkey-response.ts'
import { kindOf, type Passkey, type PasskeyKind, userVerification } from '../../domain/passkeys.ts'
import { isAllowedOrigin, relyingPartyIdOf } from '../../domain/relying-party.ts'
import type { Queries } from '../../store/index.ts'
import { loadLibrary } from './library.ts'
import type { Signer } from './request.ts'

/** A public key (the base point of P-256) whose signatures are tried where there is no passkey, as it takes as long. */
const STAND_IN_KEY = Buffer.from(
  'a501020326200121582' +
    '06b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
    '225820' +
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  'hex',
)

type Claim = {
  response: AssertionResponse
  challenge: string
  relyingPartyId: string
  requireUserVerification: boolean
}

/** What the authenticator says with a right signature; undefined for any other. */
const verifySignature = async (publicKey: Uint8Array<ArrayBuffer>, claim: Claim) => {
  const { response, challenge, relyingPartyId, requireUserVerification } = claim
  const { id, clientDataJSON, authenticatorData, signature } = response
  const clientData = readClientData(clientDataJSON)
  if (clientData?.type !== 'webauthn.get' || clientData.challenge !== challenge) return undefined
  if (clientData.isFramed || !isAllowedOrigin(relyingPartyId, clientData.origin)) return undefined
  const library = await loadLibrary()
  try {
    const { verified, authenticationInfo } = await library.verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: clientData.origin,
      expectedRPID: relyingPartyId,
      // Counted by ourselves, after the signature: the count of a forged one says nothing.
      credential: { id, publicKey, counter: 0 },
      requireUserVerification,
    })
    return verified ? authenticationInfo : undefined
  } catch {
    return undefined // whatever the library does not accept
  }
}

/** The passkey of a credential's id, if the signer has it for this relying party and the credential names them or nobody. */
const findOwn = async (ctx: Context, { pool, user, isKnown }: Signer, { id, userHandle }: AssertionResponse) => {
  const passkey = await ctx.store.passkeys.find(pool.id, id)
  const relyingPartyId = relyingPartyIdOf(pool, ctx.settings.publicUrl)
  const isOwn = isKnown && passkey?.sub === user.sub && passkey.relyingPartyId === relyingPartyId
  const isNamed = userHandle === undefined || userHandle === Buffer.from(user.sub).toString('base64url')
  return isOwn && isNamed ? passkey : undefined
}

/** A passkey that has signed, and the change that its use is. */
export type Assertion = {
  readonly passkey: Passkey
  readonly kind: PasskeyKind
  readonly userVerified: boolean
  readonly keepUse: (tx: Queries) => Promise<void>
}

/**
 * Verifies what a passkey has signed (WebAuthn Level 3 section 7.2). Raises NotAuthorizedException,
 * always the same, for anything else than a right signature of a passkey of the signer, and in the
 * change for one whose passkey was deleted or has counted on meanwhile.
 */
export const verifyAssertion = async (
  ctx: Context,
  signer: Signer,
  { challenge, credential }: { challenge: string | undefined; credential: string },
): Promise<Assertion> => {
  const response = readAssertionResponse(credential)
  const relyingPartyId = relyingPartyIdOf(signer.pool, ctx.settings.publicUrl)
  if (!response || challenge === undefined || relyingPartyId === undefined) throw passkeyFault('assertion')
  const passkey = await findOwn(ctx, signer, response)
  const requireUserVerification = userVerification(signer.pool, signer.user) === 'required'
  const publicKey = new Uint8Array(passkey ? Buffer.from(passkey.publicKey, 'base64url') : STAND_IN_KEY)
  const said = await verifySignature(publicKey, { response, challenge, relyingPartyId, requireUserVerification })
  if (!passkey || !said) throw passkeyFault('assertion')
  if ((said.credentialDeviceType === 'multiDevice') !== passkey.backupEligible) throw passkeyFault('assertion')
  const { poolId, id, sub, signCount } = passkey
  const use = { signCount: said.newCounter, backedUp: said.credentialBackedUp, at: ctx.now() }
  if (signCount > 0 && use.signCount <= signCount) {
    ctx.log.warn({ poolId, sub, passkeyId: id }, 'a passkey has not counted on: there may be a copy of its key')
    throw passkeyFault('assertion')
  }
  return {
    passkey,
    kind: kindOf(passkey),
    userVerified: said.userVerified,
    keepUse: async (tx) => {
      if (!(await tx.passkeys.use(passkey, use))) throw passkeyFault('assertion')
    },
  }
}
