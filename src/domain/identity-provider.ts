/** The protocol of an identity provider, or the company whose one it is. */
export type ProviderType = 'SAML' | 'Facebook' | 'Google' | 'LoginWithAmazon' | 'SignInWithApple' | 'OIDC'

/** What a SAML identity provider says of itself in its metadata. */
export type SamlIdentity = {
  readonly entityId: string
  /** Where requests are sent with the browser: the HTTP-Redirect binding. */
  readonly signOnUrl: string
  readonly signOutUrl: string | undefined
  /** Base64 of the DER form; a response is signed with the key of one of them. */
  readonly certificates: readonly string[]
  readonly readAt: number
}

/** Settings by name, which may be any text. Their names are those of the wire, `client_id` or `MetadataURL`. */
export type ProviderDetails = Readonly<Record<string, string>>

/** An identity provider of a pool. */
export type IdentityProvider = {
  readonly poolId: string
  readonly name: string
  readonly type: ProviderType
  /** Without its secrets. */
  readonly details: ProviderDetails
  /** Each sealed for its place, by name. */
  readonly sealedSecrets: ProviderDetails
  /** Present exactly for SAML. */
  readonly saml: SamlIdentity | undefined
  /** Pool attribute to claim; `username` stands for the subject. */
  readonly attributeMapping: ProviderDetails
  /** Other names by which sign-in finds it, each unique in the pool. */
  readonly identifiers: readonly string[]
  /** Levels of the pool to values of the provider. */
  readonly acrMapping: ProviderDetails | undefined
  readonly createdAt: number
  readonly updatedAt: number
}

/** What is sealed of the details. Of these, only the client's secret is ever told again. */
export const secretDetails = ['client_secret', 'private_key', 'encryption_private_key'] as const

/** The name by which users of the pool's own are meant where a provider is named. */
export const LOCAL_PROVIDER = 'Cognito'

/** How a request names the subject, whichever claim that is with the provider. */
export const SUBJECT = 'Cognito_Subject'

/** Whether a text is nothing but characters that are seen. A URL drops others, so that it would not be the text that is kept. */
export const isPlain = (text: string): boolean => !/[\s\p{Cc}\p{Cs}]/u.test(text)

/** The parser takes backslashes for slashes, and any number of either; whoever reads the kept text may find another host. */
const WRITTEN_OUT = /^https?:\/\/[^/\\][^\\]*$/i

const localHost = /^([^.:]+|.+\.localhost|.+\.internal|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Whether a text is a URL that a provider may be asked at: with `https`, and where `local` allows it
 * with `http` on hosts that no public server has.
 */
export const isEndpoint = (text: string, { local }: { readonly local: boolean }): boolean => {
  if (!isPlain(text) || !WRITTEN_OUT.test(text) || !URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username || password) return false
  return protocol === 'https:' || (local && protocol === 'http:' && localHost.test(hostname))
}
