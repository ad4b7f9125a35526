import { fault } from './errors.ts'
import { unverifiedTexts } from './unverified-texts.ts'

/** An auth flow as a client lists it: today's names, or the legacy ones that may not mix with them. */
export type ExplicitAuthFlow =
  | 'ADMIN_NO_SRP_AUTH'
  | 'CUSTOM_AUTH_FLOW_ONLY'
  | 'USER_PASSWORD_AUTH'
  | 'ALLOW_ADMIN_USER_PASSWORD_AUTH'
  | 'ALLOW_CUSTOM_AUTH'
  | 'ALLOW_USER_PASSWORD_AUTH'
  | 'ALLOW_USER_SRP_AUTH'
  | 'ALLOW_REFRESH_TOKEN_AUTH'
  | 'ALLOW_USER_AUTH'
  | 'ALLOW_CLIENT_TOKEN_AUTH'

/** The unit in which a client states how long a token lives. */
export type TimeUnit = 'seconds' | 'minutes' | 'hours' | 'days'

/** A grant of OAuth 2.0 that a client may use. */
export type OAuthFlow = 'code' | 'implicit' | 'client_credentials'

/** Where a client's events would be published: a Pinpoint project. Kept, and means nothing here. */
export type AnalyticsConfiguration = {
  applicationId?: string
  applicationArn?: string
  roleArn?: string
  externalId?: string
  userDataShared?: boolean
}

/** What an administrator sets on an app client; names as in PoolSettings. */
export type ClientSettings = {
  refreshTokenValidity: number
  accessTokenValidity?: number
  idTokenValidity?: number
  tokenValidityUnits: { accessToken?: TimeUnit; idToken?: TimeUnit; refreshToken?: TimeUnit }
  readAttributes?: string[]
  writeAttributes?: string[]
  explicitAuthFlows?: ExplicitAuthFlow[]
  supportedIdentityProviders?: string[]
  callbackURLs?: string[]
  logoutURLs?: string[]
  defaultRedirectURI?: string
  allowedOAuthFlows?: OAuthFlow[]
  allowedOAuthScopes?: string[]
  allowedOAuthFlowsUserPoolClient: boolean
  analyticsConfiguration?: AnalyticsConfiguration
  preventUserExistenceErrors?: 'LEGACY' | 'ENABLED'
  enableTokenRevocation: boolean
  enablePropagateAdditionalUserContextData: boolean
  /** Minutes that a challenge Session lives, 3 to 15. */
  authSessionValidity: number
  refreshTokenRotation?: { feature: 'ENABLED' | 'DISABLED'; retryGracePeriodSeconds: number }
  /** How long a session of the sign-in pages is used silently. Set by an operation of its own, and shown by one. */
  sessionConfiguration?: { maxValidityMinutes: number }
}

/**
 * How an application registered a client by itself (RFC 7591): with an access token of another client's own, with one of
 * a user, or as anybody may.
 */
export type Registration = 'authenticated' | 'user' | 'open'

/** Whether administrators stand behind a client: they made it, or gave its application the secret of one. Users are anybody. */
export const isVouchedFor = ({ registration }: { readonly registration?: Registration | undefined }): boolean =>
  registration === undefined || registration === 'authenticated'

/** An app client of a pool. */
export type Client = {
  readonly id: string
  readonly poolId: string
  readonly name: string
  readonly settings: Readonly<ClientSettings>
  /** Of a client that registered itself. */
  readonly registration?: Registration
  readonly createdAt: number
  readonly updatedAt: number
}

/** One of a client's secrets, opened. */
export type ClientSecret = { readonly id: string; readonly value: string; readonly createdAt: number }

/** Insists that an administrator may manage the client's secrets. Raises InvalidParameterException for one that registered itself. */
export const requireManagedSecrets = ({ registration }: Pick<Client, 'registration'>): void => {
  if (registration) throw fault('InvalidParameterException', unverifiedTexts.secretRegistered)
}

/** Whether the client's callers must not learn which users exist. */
export const hidesUsers = (client: Client) => client.settings.preventUserExistenceErrors === 'ENABLED'
