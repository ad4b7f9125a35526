import type { CreateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider'

/** What both CreateUserPoolClient and UpdateUserPoolClient state. */
export type Settings = Omit<
  CreateUserPoolClientCommandInput,
  'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'
>

/** A case, what it states of a client, and the error with its exact message; DOING stands for creating or updating. */
export type Refusal = [name: string, change: Settings, error: string, message: string]

const IPE = 'InvalidParameterException'
const FLOW = 'InvalidOAuthFlowException'
const application = 'arn:aws:mobiletargeting:us-east-1:000000000000:apps/app'
const role = 'arn:aws:iam::000000000000:role/r'
const analytics =
  'Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid'
const range = 'Invalid range for token validity.'
const order = 'Access and Id Token expiration times must be less than or equal to refresh token expiration times.'
const write = 'Invalid write attributes specified while DOING a client'
const oauth = { AllowedOAuthFlowsUserPoolClient: true, CallbackURLs: ['https://example.com'] }

const badUrls: [url: string, message: string][] = [
  ['http://example.com/cb', 'http://example.com/cb cannot use the HTTP protocol.'],
  ['http://localhost.example.com', 'http://localhost.example.com cannot use the HTTP protocol.'],
  ['http://127.0.0.2', 'http://127.0.0.2 cannot use the HTTP protocol.'],
  ['HTTP://EXAMPLE.COM', 'HTTP://EXAMPLE.COM cannot use the HTTP protocol.'],
  ['https://example.com/#top', 'https://example.com/#top cannot use fragment'],
  ['myapp://x#', 'myapp://x# cannot use fragment'],
  ...[
    'example.com',
    '/callback',
    '//example.com',
    'https://',
    'javascript:alert(1)',
    'JavaScript://%0aalert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'https://user@example.com',
    'http://localhost@example.com',
    'http://localhost\\@example.com',
    'https:example.com@evil.example',
  ].map((url): [string, string] => [url, `${url} is not a valid URL.`]),
]

/** Refused alike when a public client is made and when it is updated, in a pool that requires `email` and has `custom:team`. */
export const refusals: Refusal[] = [
  [
    'legacy flows among others',
    { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] },
    IPE,
    "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
  ],
  [
    'the refresh flow beside rotation',
    {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED' },
    },
    IPE,
    'ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.',
  ],
  ['access tokens that live too long', { AccessTokenValidity: 25 }, IPE, range],
  [
    'access tokens that live too short',
    { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } },
    IPE,
    range,
  ],
  ['ID tokens that live too long', { IdTokenValidity: 2, TokenValidityUnits: { IdToken: 'days' } }, IPE, range],
  ['ID tokens that live too short', { IdTokenValidity: 299, TokenValidityUnits: { IdToken: 'seconds' } }, IPE, range],
  ['refresh tokens that live too long', { RefreshTokenValidity: 3651 }, IPE, range],
  [
    'refresh tokens that live too short',
    { RefreshTokenValidity: 59, TokenValidityUnits: { RefreshToken: 'minutes' } },
    IPE,
    range,
  ],
  ['V10 a validity of 863,000 years', { RefreshTokenValidity: 315_360_000 }, IPE, range],
  [
    'V10 a validity beyond the model',
    { RefreshTokenValidity: 9_007_199_254_740_991 },
    IPE,
    "1 validation error detected: Value '9007199254740991' at 'refreshTokenValidity' failed to satisfy constraint: Member must have value less than or equal to 315360000",
  ],
  [
    'access tokens that outlive refresh tokens',
    {
      AccessTokenValidity: 2,
      RefreshTokenValidity: 60,
      TokenValidityUnits: { RefreshToken: 'minutes' },
    },
    IPE,
    order,
  ],
  [
    'ID tokens that outlive refresh tokens',
    { IdTokenValidity: 61, RefreshTokenValidity: 1, TokenValidityUnits: { IdToken: 'minutes', RefreshToken: 'hours' } },
    IPE,
    order,
  ],
  ...['sub', 'email_verified', 'phone_number_verified', 'custom:other', 'dev:custom:level', 'Email', '__proto__'].map(
    (name): Refusal => [`${name} to be written`, { WriteAttributes: ['email', name] }, IPE, write],
  ),
  ['a required attribute not to be written', { WriteAttributes: ['name'] }, IPE, write],
  ...['custom:other', 'team', 'constructor'].map(
    (name): Refusal => [
      `${name} to be read`,
      { ReadAttributes: ['email', name] },
      IPE,
      'Invalid read attributes specified while DOING a client',
    ],
  ),
  [
    'an unknown provider',
    { SupportedIdentityProviders: ['COGNITO', 'Google'] },
    IPE,
    'The provider Google does not exist for User Pool POOL',
  ],
  [
    'more context without a secret',
    { EnablePropagateAdditionalUserContextData: true },
    IPE,
    'Client Secret is required to set EnablePropagateAdditionalUserContextData as true',
  ],
  ...badUrls.flatMap(([url, message]): Refusal[] => [
    [`to call back ${url}`, { CallbackURLs: ['https://example.com', url] }, IPE, message],
    [`to log out to ${url}`, { LogoutURLs: [url] }, IPE, message],
  ]),
  [
    'a default that is not in the list',
    { CallbackURLs: ['https://example.com'], DefaultRedirectURI: 'https://example.com/' },
    IPE,
    'The default redirect URI https://example.com/ is not in the callback URIs list.',
  ],
  [
    'client_credentials with another flow',
    { AllowedOAuthFlows: ['client_credentials', 'code'] },
    FLOW,
    'client_credentials flow can not be selected along with code flow or implicit flow.',
  ],
  [
    'client_credentials without a secret',
    { AllowedOAuthFlows: ['client_credentials'] },
    FLOW,
    'client_credentials flow can not be selected if client does not have a client secret.',
  ],
  ...[{ AllowedOAuthFlows: ['code' as const] }, { AllowedOAuthScopes: ['openid'] }, {}].map(
    (part): Refusal => [
      `OAuth with ${Object.keys(part)} alone`,
      { ...oauth, ...part },
      IPE,
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    ],
  ),
  ...(['code', 'implicit'] as const).map(
    (flow): Refusal => [
      `${flow} without a callback`,
      { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: [flow], AllowedOAuthScopes: ['openid'] },
      FLOW,
      'CallbackUrls can not be empty when code flow or implicit flow is selected',
    ],
  ),
  [
    'an unknown scope',
    { ...oauth, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid', 'api/read'] },
    'ScopeDoesNotExistException',
    'Invalid scope requested: api/read',
  ],
  ['analytics of nothing', { AnalyticsConfiguration: { UserDataShared: true } }, IPE, analytics],
  ['analytics in part', { AnalyticsConfiguration: { ApplicationId: 'ab12', RoleArn: role } }, IPE, analytics],
  [
    'analytics in both forms',
    { AnalyticsConfiguration: { ApplicationArn: application, RoleArn: role } },
    IPE,
    analytics,
  ],
  [
    'analytics in another Region',
    { AnalyticsConfiguration: { ApplicationArn: application.replace('us-east-1', 'eu-west-1') } },
    IPE,
    'The integration with Pinpoint is not supported for the requested eu-west-1 region.',
  ],
  [
    'an empty URL',
    { LogoutURLs: [''] },
    IPE,
    "1 validation error detected: Value '[]' at 'logoutURLs' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+]",
  ],
  [
    'V41 a URL with a line break',
    { CallbackURLs: ['https://example.com/\r\nSet-Cookie:x=y'] },
    IPE,
    "1 validation error detected: Value '[https://example.com/\r\nSet-Cookie:x=y]' at 'callbackURLs' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+]",
  ],
  [
    'a flow that is none',
    { AllowedOAuthFlows: ['token' as 'code'] },
    IPE,
    "1 validation error detected: Value '[token]' at 'allowedOAuthFlows' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [implicit, client_credentials, code]]",
  ],
]
