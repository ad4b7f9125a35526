import type { ProviderType } from './identity-provider.ts'
import type { Attributes } from './user.ts'

/** An identity at a provider, and the user of the pool as whom it signs in. */
export type LinkedIdentity = {
  readonly poolId: string
  readonly provider: string
  /** `Cognito_Subject`, or the pool attribute to which the provider's claim is mapped. */
  readonly attribute: string
  /** The subject, or the value of that claim, to the letter. */
  readonly userId: string
  readonly sub: string
  readonly providerType: ProviderType
  /** The entity id of a SAML provider. */
  readonly issuer: string | undefined
  /** Whether the user was made for it, at its first sign-in. */
  readonly isPrimary: boolean
  readonly createdAt: number
}

/** What an identity is found by: of a provider, and nothing else that it may have in common with others. */
export type IdentityKey = Pick<LinkedIdentity, 'poolId' | 'provider' | 'attribute' | 'userId'>

/** Identities that may be linked to a user. */
export const MAX_LINKED = 5
/** Longer than any subject; longer values fail sign-ins. */
export const MAX_USER_ID_LENGTH = 2048

const IDENTITIES = 'identities'

/** The attributes of a user with these identities: one JSON text for all of them, none for none. */
export const withIdentities = (attributes: Attributes, identities: readonly LinkedIdentity[]): Attributes => {
  const changed = new Map(attributes)
  changed.delete(IDENTITIES)
  if (identities.length === 0) return changed
  const entries = identities.map((identity) => ({
    userId: identity.userId,
    providerName: identity.provider,
    providerType: identity.providerType,
    issuer: identity.issuer ?? null,
    primary: identity.isPrimary,
    dateCreated: identity.createdAt,
  }))
  return changed.set(IDENTITIES, JSON.stringify(entries))
}

/**
 * The claim that an `identities` attribute makes: a list, in which `primary` and `dateCreated` are
 * texts, as ID tokens of the service have them (unverified).
 */
export const identitiesClaim = (text: string): unknown =>
  (JSON.parse(text) as Record<string, unknown>[]).map((entry) => ({
    ...entry,
    primary: String(entry.primary),
    dateCreated: String(entry.dateCreated),
  }))
