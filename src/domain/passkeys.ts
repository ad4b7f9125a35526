import type { Pool, PoolSettings } from './pool.ts'
import type { User } from './user.ts'

/** How many passkeys a user may have. */
export const MAX_PASSKEYS = 20

/** Where the key of a passkey is: in the device that the user sits at, or in one that goes about. */
export type Attachment = 'platform' | 'cross-platform'

/** A passkey of a user. Its id, its public key and its model are as the authenticator told them at registration. */
export type Passkey = {
  readonly poolId: string
  /** In base64url, without padding. */
  readonly id: string
  readonly sub: string
  /** A COSE key (RFC 9053), in base64url. */
  readonly publicKey: string
  /** Of the last signature; 0 for authenticators that do not count. */
  readonly signCount: number
  readonly transports: readonly string[]
  readonly attachment: Attachment | undefined
  /** Whether the key may be copied to other devices. It never changes. */
  readonly backupEligible: boolean
  readonly backedUp: boolean
  /** The model of the authenticator. */
  readonly aaguid: string
  /** Which relying party it signs for. */
  readonly relyingPartyId: string
  readonly name: string
  readonly createdAt: number
  readonly lastUsedAt: number | undefined
}

/** How the key of a passkey is kept, as tokens tell it: by the platform, or by a thing that goes about (RFC 8176). */
export type PasskeyKind = 'swk' | 'hwk'

/** The kind of a passkey, by where its authenticator was when it was registered. */
export const kindOf = ({ attachment }: Pick<Passkey, 'attachment'>): PasskeyKind =>
  attachment === 'cross-platform' ? 'hwk' : 'swk'

/** What a list of passkeys calls one: what the user would call the thing that holds it. */
export const friendlyName = ({ attachment, transports }: Pick<Passkey, 'attachment' | 'transports'>): string => {
  if (attachment !== 'cross-platform') return 'Passkey'
  return transports.includes('hybrid') ? 'Phone or tablet' : 'Security key'
}

/** Whether the pool lets users begin with a passkey. */
export const offersPasskeys = ({ settings }: Pick<Pool, 'settings'>): boolean =>
  settings.policies.signInPolicy.allowedFirstAuthFactors.includes('WEB_AUTHN')

/** What a pool says of passkeys as second factors. */
type PasskeyPool = { readonly settings: Pick<PoolSettings, 'webAuthnConfiguration'> }

/** Whether the pool takes a passkey that verifies its user for two factors. */
export const offersPasskeyMfa = ({ settings }: PasskeyPool): boolean =>
  settings.webAuthnConfiguration?.factorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION'

/** What is asked of authenticators: that they verify their user, or that they do if they can. */
export const userVerification = (pool: PasskeyPool, user?: Pick<User, 'mfa'>): 'required' | 'preferred' => {
  if (user?.mfa.passkey && offersPasskeyMfa(pool)) return 'required'
  return pool.settings.webAuthnConfiguration?.userVerification ?? 'preferred'
}
