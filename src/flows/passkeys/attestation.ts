import { createHash } from 'node:crypto'
import { isOneCborItem } from '../../domain/cbor.ts'
import { isPasskeyKey, passkeyAlgorithms } from '../../domain/cose.ts'
import { type PasskeyFault, passkeyFault } from '../../domain/passkey-faults.ts'
import { type RegistrationResponse, readClientData } from '../../domain/passkey-response.ts'
import type { Passkey } from '../../domain/passkeys.ts'
import { isAllowedOrigin } from '../../domain/relying-party.ts'
import { loadLibrary, type WebAuthn } from './library.ts'

/** What a new credential must answer. */
export type Expected = {
  readonly challenge: string
  readonly relyingPartyId: string
  readonly requireUserVerification: boolean
}

/** What an authenticator says of a credential that it has made. */
export type NewCredential = Pick<
  Passkey,
  'id' | 'publicKey' | 'signCount' | 'backupEligible' | 'backedUp' | 'aaguid' | 'relyingPartyId'
>

/**
 * Formats of attestations. No options ask for one, so browsers send `none`. The others are checked
 * where they come all the same, as far as that is possible here: formats whose certificates would
 * have the server fetch addresses of the sender's choice are refused.
 */
const formats: readonly string[] = ['none', 'packed', 'fido-u2f', 'tpm']

const MAX_ID_BYTES = 1023

const clientDataFault = (encoded: string, { challenge, relyingPartyId }: Expected): PasskeyFault | undefined => {
  const clientData = readClientData(encoded)
  if (clientData?.type !== 'webauthn.create') return 'malformed'
  if (clientData.challenge !== challenge) return 'noChallenge'
  if (clientData.isFramed || !isAllowedOrigin(relyingPartyId, clientData.origin)) return 'origin'
  return undefined
}

/** The attestation as its parts; undefined for what is none. */
const decode = (library: WebAuthn, encoded: string) => {
  const bytes = Buffer.from(encoded, 'base64url')
  if (!isOneCborItem(bytes)) return undefined
  try {
    const attestation = library.decodeAttestationObject(bytes)
    const data = library.parseAuthenticatorData(attestation.get('authData'))
    const key = data.credentialPublicKey && library.decodeCredentialPublicKey(data.credentialPublicKey)
    const { credentialID } = data
    return key && credentialID && { format: attestation.get('fmt'), data, credentialId: credentialID, key }
  } catch {
    return undefined // other things than the standard says
  }
}

type Decoded = NonNullable<ReturnType<typeof decode>>

/** What of the authenticator's data is refused, in the order of WebAuthn Level 3 section 7.1. */
const dataFault = (decoded: Decoded, id: string, expected: Expected): PasskeyFault | undefined => {
  const { data, key, credentialId, format } = decoded
  const { flags, rpIdHash } = data
  if (credentialId.length > MAX_ID_BYTES || Buffer.from(credentialId).toString('base64url') !== id) return 'malformed'
  const hash = createHash('sha256').update(expected.relyingPartyId).digest()
  if (!hash.equals(rpIdHash)) return 'otherRelyingParty'
  if (!flags.up || (expected.requireUserVerification && !flags.uv)) return 'unsupported'
  if (flags.bs && !flags.be) return 'unsupported'
  if (!isPasskeyKey(key)) return 'unsupported'
  return formats.includes(format) ? undefined : 'unsupported'
}

const verifyStatement = async (library: WebAuthn, response: RegistrationResponse, expected: Expected) => {
  const { id, clientDataJSON, attestationObject } = response
  try {
    const { registrationInfo } = await library.verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: expected.challenge,
      expectedOrigin: readClientData(clientDataJSON)?.origin ?? '',
      expectedRPID: expected.relyingPartyId,
      requireUserVerification: expected.requireUserVerification,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    })
    return registrationInfo
  } catch {
    return undefined // whatever the library does not accept
  }
}

/**
 * Verifies a new credential (WebAuthn Level 3 section 7.1). Raises the errors of `passkeyFault`:
 * what is no credential is malformed, what is one that may not be used here is unsupported.
 */
export const verifyAttestation = async (response: RegistrationResponse, expected: Expected): Promise<NewCredential> => {
  const early = clientDataFault(response.clientDataJSON, expected)
  if (early) throw passkeyFault(early)
  const library = await loadLibrary()
  const decoded = decode(library, response.attestationObject)
  if (!decoded) throw passkeyFault('malformed')
  const late = dataFault(decoded, response.id, expected)
  if (late) throw passkeyFault(late)
  const verified = await verifyStatement(library, response, expected)
  if (!verified) throw passkeyFault('unsupported')
  return {
    id: response.id,
    publicKey: Buffer.from(verified.credential.publicKey).toString('base64url'),
    signCount: verified.credential.counter,
    backupEligible: verified.credentialDeviceType === 'multiDevice',
    backedUp: verified.credentialBackedUp,
    aaguid: verified.aaguid,
    relyingPartyId: expected.relyingPartyId,
  }
}
