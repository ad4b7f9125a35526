import type { Passkey } from '../../domain/passkeys.ts'
import { toTimestamp } from '../../wire/casing.ts'

/** A passkey as lists tell of it. */
export const toCredentialDescription = (passkey: Passkey) => ({
  CredentialId: passkey.id,
  FriendlyCredentialName: passkey.name,
  RelyingPartyId: passkey.relyingPartyId,
  AuthenticatorAttachment: passkey.attachment,
  AuthenticatorTransports: [...passkey.transports],
  CreatedAt: toTimestamp(passkey.createdAt),
})
