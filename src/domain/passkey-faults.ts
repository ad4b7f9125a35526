import { type ErrorName, ServiceError } from './errors.ts'

/** What is heard of passkeys. Unverified, all of them. */
const faults = {
  notEnabled: ['WebAuthnNotEnabledException', 'Passkeys are not enabled for the user pool.'],
  noRelyingParty: [
    'WebAuthnConfigurationMissingException',
    'The user pool has neither a relying party ID nor a domain.',
  ],
  tooMany: ['LimitExceededException', 'The user has reached the maximum number of passkeys.'],
  malformed: ['InvalidParameterException', 'Invalid credential.'],
  registered: ['InvalidParameterException', 'The credential is registered already.'],
  noChallenge: ['WebAuthnChallengeNotFoundException', 'The challenge was not found or has expired.'],
  otherClient: ['WebAuthnClientMismatchException', 'The registration was started by another app client.'],
  origin: ['WebAuthnOriginNotAllowedException', 'The origin of the credential is not allowed.'],
  otherRelyingParty: ['WebAuthnRelyingPartyMismatchException', 'The credential is for another relying party.'],
  unsupported: ['WebAuthnCredentialNotSupportedException', 'The credential is not supported.'],
  unknown: ['ResourceNotFoundException', 'The credential does not exist.'],
  assertion: ['NotAuthorizedException', 'The passkey could not be verified.'],
} as const satisfies Record<string, readonly [ErrorName, string]>

/** Something that is wrong with a passkey or what is asked of it. */
export type PasskeyFault = keyof typeof faults

/** The service's error for it. */
export const passkeyFault = (what: PasskeyFault): ServiceError => {
  const [name, message] = faults[what]
  return new ServiceError(name, message)
}
