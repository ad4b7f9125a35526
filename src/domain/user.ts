/** Where a user stands; `enabled` is apart from it. */
export type UserStatus =
  | 'UNCONFIRMED'
  | 'CONFIRMED'
  | 'ARCHIVED'
  | 'COMPROMISED'
  | 'UNKNOWN'
  | 'RESET_REQUIRED'
  | 'FORCE_CHANGE_PASSWORD'
  | 'EXTERNAL_PROVIDER'

/** A second factor of a sign-in, by the wire name of its challenge. */
export type MfaFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP'

/** What a user has set up for multi-factor authentication. */
export type UserMfa = {
  /** The factors that are turned on, each once. */
  readonly enabled: readonly MfaFactor[]
  /** One of `enabled`, asked before the others. */
  readonly preferred: MfaFactor | undefined
  /** Whether an authenticator app was registered and verified, turned on or not. */
  readonly softwareToken: boolean
  /** Whether text messages were turned on by the legacy SetUserSettings, which answers tell of as MFAOptions. */
  readonly legacySms: boolean
  /** Whether a passkey that verifies its user is turned on as a second factor. */
  readonly passkey: boolean
}

/** Of a user who has set nothing up. */
export const noMfa: UserMfa = {
  enabled: [],
  preferred: undefined,
  softwareToken: false,
  legacySms: false,
  passkey: false,
}

/** Attribute values by full name (`email`, `custom:team`). A map, so that no name is special. */
export type Attributes = ReadonlyMap<string, string>

/** A user of a pool, without credentials. */
export type User = {
  readonly poolId: string
  readonly sub: string
  /** The stored user name; equals `sub` in pools whose users sign in with e-mail or phone. */
  readonly username: string
  readonly status: UserStatus
  readonly enabled: boolean
  /** Without `sub`. */
  readonly attributes: Attributes
  readonly mfa: UserMfa
  /** Grows with every change of the password: what was proved by an older one is void. */
  readonly passwordVersion: number
  /** When a temporary password stops working, while the user has one. */
  readonly temporaryUntil: number | undefined
  /** Tokens issued before this instant are void (global sign-out, disabling). */
  readonly signedOutAt: number
  /** Grows with every change; updates name the revision that they saw. */
  readonly revision: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** `sub` first, then the attributes in the order in which they were set, as the service lists them. */
export const allAttributes = (user: User): [name: string, value: string][] => [['sub', user.sub], ...user.attributes]
