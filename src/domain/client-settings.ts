import type { AnalyticsConfiguration, ClientSettings, ExplicitAuthFlow } from './client.ts'
import { defined } from './defined.ts'

/** The settings that a request may state of a client. */
export type ClientInput = Partial<
  Omit<
    ClientSettings,
    'refreshTokenRotation' | 'analyticsConfiguration' | 'tokenValidityUnits' | 'sessionConfiguration'
  >
> & {
  tokenValidityUnits?: ClientSettings['tokenValidityUnits']
  analyticsConfiguration?: AnalyticsConfiguration
  refreshTokenRotation?: { feature: 'ENABLED' | 'DISABLED'; retryGracePeriodSeconds?: number }
}

/** Flows are a set. The service lists its members in this order, as far as that was seen. */
const flowOrder: readonly ExplicitAuthFlow[] = [
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_CLIENT_TOKEN_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH_FLOW_ONLY',
  'USER_PASSWORD_AUTH',
]

/** Units that are stated in part are filled in with the defaults; none stay none. */
const validityUnits = (given: ClientSettings['tokenValidityUnits'] = {}): ClientSettings['tokenValidityUnits'] => {
  if (Object.keys(given).length === 0) return {}
  return { accessToken: 'hours', idToken: 'hours', refreshToken: 'days', ...given }
}

/** The service shows a grace period that was left out as none. */
const rotation = (given: ClientInput['refreshTokenRotation']): ClientSettings['refreshTokenRotation'] =>
  given && { feature: given.feature, retryGracePeriodSeconds: given.retryGracePeriodSeconds ?? 0 }

/**
 * The settings of a client as a request states them, new or not: what an update leaves out goes back
 * to its default like in a creation. They are only as good as `input`: `checkClient` is to see them.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export const clientSettings = (input: ClientInput): ClientSettings => {
  const flows = input.explicitAuthFlows
  return defined({
    refreshTokenValidity: input.refreshTokenValidity ?? 30,
    accessTokenValidity: input.accessTokenValidity,
    idTokenValidity: input.idTokenValidity,
    tokenValidityUnits: validityUnits(input.tokenValidityUnits),
    readAttributes: input.readAttributes,
    writeAttributes: input.writeAttributes,
    explicitAuthFlows: flows && flowOrder.filter((flow) => flows.includes(flow)),
    supportedIdentityProviders: input.supportedIdentityProviders,
    callbackURLs: input.callbackURLs,
    logoutURLs: input.logoutURLs,
    defaultRedirectURI: input.defaultRedirectURI,
    allowedOAuthFlows: input.allowedOAuthFlows,
    allowedOAuthScopes: input.allowedOAuthScopes,
    allowedOAuthFlowsUserPoolClient: input.allowedOAuthFlowsUserPoolClient ?? false,
    analyticsConfiguration: input.analyticsConfiguration,
    preventUserExistenceErrors: input.preventUserExistenceErrors,
    enableTokenRevocation: input.enableTokenRevocation ?? true,
    enablePropagateAdditionalUserContextData: input.enablePropagateAdditionalUserContextData ?? false,
    authSessionValidity: input.authSessionValidity ?? 3,
    refreshTokenRotation: rotation(input.refreshTokenRotation),
  })
}
