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
