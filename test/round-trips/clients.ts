import { as, type Family, type Members, newClient, newPool, once, refused } from './family.ts'

const scopedPool = once(async (call) => {
  const UserPoolId = await newPool(call)
  await call('CreateResourceServer', {
    UserPoolId,
    Identifier: 'api',
    Name: 'api',
    Scopes: [{ ScopeName: 'read', ScopeDescription: 'r' }],
  })
  return UserPoolId
})

const role = 'arn:aws:iam::000000000000:role/r'
const urls = { CallbackURLs: ['https://a.example/cb', 'https://b.example/cb'] }
const rotation = (Feature: string, RetryGracePeriodSeconds: number) => ({ Feature, RetryGracePeriodSeconds })

/** Every one of them has a secret, which some settings need. */
export const client: Family = {
  name: 'app clients',
  create: 'CreateUserPoolClient',
  update: 'UpdateUserPoolClient',
  describe: 'DescribeUserPoolClient',
  shown: ['UserPoolClient'],
  keys: ['UserPoolId', 'ClientId'],
  place: async (call) => ({ UserPoolId: await scopedPool(call) }),
  named: (answer) => ({ ClientId: (answer.UserPoolClient as Members).ClientId }),
  creating: { ClientName: 'app', ClientSecret: 'a'.repeat(24) },
  members: {
    ClientName: { samples: ['one', 'two'], omitted: 'kept' },
    ClientSecret: { samples: ['b'.repeat(24), 'c'.repeat(64)] },
    RefreshTokenValidity: { samples: [7, 3650, as(0, 0)], initial: 30 },
    AccessTokenValidity: { samples: [2, 24] },
    IdTokenValidity: { samples: [3, 24] },
    TokenValidityUnits: {
      samples: [
        { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'hours' },
        as({ RefreshToken: 'days' }, { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' }),
      ],
      initial: {},
    },
    ReadAttributes: { samples: [['email', 'name'], ['sub']] },
    WriteAttributes: { samples: [['email', 'name'], ['nickname']] },
    ExplicitAuthFlows: { samples: [['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], ['USER_PASSWORD_AUTH']] },
    SupportedIdentityProviders: { samples: [['COGNITO']] },
    CallbackURLs: { samples: [urls.CallbackURLs, ['myapp://signin']] },
    LogoutURLs: { samples: [['https://a.example/out'], ['https://b.example/out', 'http://localhost/']] },
    DefaultRedirectURI: { samples: urls.CallbackURLs, beside: urls },
    AllowedOAuthFlows: { samples: [['code'], ['code', 'implicit']] },
    AllowedOAuthScopes: { samples: [['openid', 'api/read'], ['email']] },
    AllowedOAuthFlowsUserPoolClient: {
      samples: [true, false],
      initial: false,
      beside: { ...urls, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid'] },
    },
    AnalyticsConfiguration: {
      samples: [
        { ApplicationArn: 'arn:aws:mobiletargeting:us-east-1:000000000000:apps/app', UserDataShared: true },
        { ApplicationId: 'ab12', RoleArn: role, ExternalId: 'id', UserDataShared: false },
      ],
      empties: { AnalyticsConfiguration: refused() },
    },
    PreventUserExistenceErrors: { samples: ['ENABLED', 'LEGACY'] },
    EnableTokenRevocation: { samples: [false, true], initial: true },
    EnablePropagateAdditionalUserContextData: { samples: [true, false], initial: false },
    AuthSessionValidity: { samples: [15, 4], initial: 3 },
    RefreshTokenRotation: {
      samples: [rotation('ENABLED', 30), rotation('DISABLED', 5), as({ Feature: 'ENABLED' }, rotation('ENABLED', 0))],
    },
  },
  exceptions: { GenerateSecret: { why: 'It asks for a secret, and ClientSecret shows that one.' } },
}

const trackingPool = once(async (call) => {
  const UserPoolId = await newPool(call)
  const tracking = { UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 5 } }
  await call('SetUserPoolSessionConfiguration', { UserPoolId, ...tracking })
  return UserPoolId
})

/** How long a client uses sessions of the pages. */
export const clientSessions: Family = {
  name: 'session configurations of clients',
  create: 'SetUserPoolClientSessionConfiguration',
  update: 'SetUserPoolClientSessionConfiguration',
  describe: 'GetUserPoolClientSessionConfiguration',
  shown: [],
  keys: ['UserPoolId', 'ClientId'],
  place: async (call) => {
    const UserPoolId = await trackingPool(call)
    return { UserPoolId, ClientId: await newClient(call, UserPoolId) }
  },
  creating: { SSOSession: { MaxValidityMinutes: 60 } },
  members: { SSOSession: { samples: [{ MaxValidityMinutes: 30 }, { MaxValidityMinutes: 45 }] } },
}
