import type { Settings } from './refusals.ts'

/** What is stated of a client, and the members of its description, if they are others. */
export type RoundTrip = [name: string, stated: Settings, described?: Record<string, unknown>]

/** Every setting that a client can have, in every form in which it is kept; for a new client and for an update. */
export const roundTrips: RoundTrip[] = [
  ['validities in default units', { RefreshTokenValidity: 3650, AccessTokenValidity: 24, IdTokenValidity: 1 }],
  [
    'validities in units of their own',
    {
      RefreshTokenValidity: 60,
      AccessTokenValidity: 300,
      IdTokenValidity: 1,
      TokenValidityUnits: { RefreshToken: 'minutes', AccessToken: 'seconds', IdToken: 'hours' },
    },
  ],
  [
    'one unit: the reply has all',
    { TokenValidityUnits: { RefreshToken: 'hours' } },
    { TokenValidityUnits: { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'hours' } },
  ],
  ['no units', { TokenValidityUnits: {} }],
  ['a validity of 0, which is 30 days', { RefreshTokenValidity: 0, AccessTokenValidity: 24 }],
  ['attributes', { ReadAttributes: ['email', 'custom:team', 'sub', 'email_verified'], WriteAttributes: ['email'] }],
  ['no attributes to read', { ReadAttributes: [] }],
  [
    'flows, which are a set with an order of its own',
    {
      ExplicitAuthFlows: [
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
      ],
    },
    {
      ExplicitAuthFlows: [
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    },
  ],
  ['legacy flows', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'] }],
  ['no flows', { ExplicitAuthFlows: [] }],
  ['providers', { SupportedIdentityProviders: ['COGNITO'] }],
  ['a provider of the pool', { SupportedIdentityProviders: ['Acme', 'COGNITO'] }],
  ['no providers', { SupportedIdentityProviders: [] }],
  [
    'OAuth',
    {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code', 'implicit'],
      AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
      CallbackURLs: [
        'https://example.com/cb?x=y',
        'http://localhost:3000',
        'http://127.0.0.1/',
        'http://[::1]:8080/cb',
        'myapp://signin',
        'com.example.app:/cb',
      ],
      LogoutURLs: ['https://example.com', 'exp://192.168.0.2'],
      DefaultRedirectURI: 'myapp://signin',
    },
  ],
  ['OAuth off, its settings kept', { AllowedOAuthFlows: ['code'], CallbackURLs: [], AllowedOAuthScopes: [] }],
  [
    'analytics by ARN',
    {
      AnalyticsConfiguration: {
        ApplicationArn: 'arn:aws:mobiletargeting:us-east-1:000000000000:apps/app',
        UserDataShared: true,
      },
    },
  ],
  [
    'analytics by id',
    {
      AnalyticsConfiguration: {
        ApplicationId: 'ab12',
        RoleArn: 'arn:aws:iam::000000000000:role/r',
        ExternalId: 'id',
      },
    },
  ],
  ['whether users are hidden', { PreventUserExistenceErrors: 'ENABLED' }],
  ['users shown', { PreventUserExistenceErrors: 'LEGACY' }],
  ['no revocation', { EnableTokenRevocation: false }],
  ['the life of sessions', { AuthSessionValidity: 15 }],
  [
    'rotation',
    {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
    },
  ],
  [
    'rotation off, its grace period shown as none',
    { RefreshTokenRotation: { Feature: 'DISABLED' } },
    { RefreshTokenRotation: { Feature: 'DISABLED', RetryGracePeriodSeconds: 0 } },
  ],
]
