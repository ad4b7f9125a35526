import { SetRiskConfigurationCommand, SetUICustomizationCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Example } from '../example.ts'
import { plain, prepared, type Step, watched } from '../prepare.ts'
import { domain, facebook, weather } from '../steps.ts'
import { riskConfiguration } from './messages.ts'
import { css, writtenCss } from './style-sheet.ts'

const pool = '--user-pool-id us-west-2_aaaaaaaaa'
const UserPoolId = 'us-west-2_aaaaaaaaa'
const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const styled: Step = async ({ sdk, poolId }) => {
  await sdk.send(new SetUICustomizationCommand({ UserPoolId: poolId, CSS: css, ImageFile: logo }))
  return undefined
}

const assessed: Step = async ({ sdk, poolId }) => {
  await sdk.send(new SetRiskConfigurationCommand({ UserPoolId: poolId, ...riskConfiguration }))
  return undefined
}

/** What surrounds a pool: domains, providers, resource servers, styles, risks. */
export const surroundings: readonly Example[] = [
  {
    command: 'create-user-pool-domain',
    line: `${pool} --domain my-new-domain`,
    prepare: prepared(plain),
    shows: ['ManagedLoginVersion'],
  },
  {
    command: 'delete-user-pool-domain',
    line: `${pool} --domain my-domain`,
    prepare: prepared(plain, [domain('my-domain')]),
  },
  {
    command: 'describe-user-pool-domain',
    line: '--domain my-domain',
    prepare: prepared(plain, [domain('my-domain')]),
    output: {
      DomainDescription: {
        UserPoolId,
        AWSAccountId: '111111111111',
        Domain: 'my-domain',
        S3Bucket: 'aws-cognito-prod-pdx-assets',
        CloudFrontDistribution: 'aaaaaaaaaaaaa.cloudfront.net',
        Version: '20190128175402',
        Status: 'ACTIVE',
        CustomDomainConfig: {},
      },
    },
    newer: ['DomainDescription.ManagedLoginVersion'],
    absent: { 'DomainDescription.S3Bucket': 'The server has the files of its pages itself.' },
    differs: { 'DomainDescription.CloudFrontDistribution': 'The server itself answers for its domains.' },
  },
  {
    command: 'delete-identity-provider',
    line: `${pool} --provider-name Facebook`,
    prepare: prepared(plain, [facebook]),
  },
  {
    command: 'describe-identity-provider',
    line: `${pool} --provider-name Facebook`,
    prepare: prepared(plain, [facebook]),
    output: {
      IdentityProvider: {
        UserPoolId,
        ProviderName: 'Facebook',
        ProviderType: 'Facebook',
        ProviderDetails: {
          attributes_url: 'https://graph.facebook.com/me?fields=',
          attributes_url_add_attributes: 'true',
          authorize_scopes: 'myscope',
          authorize_url: 'https://www.facebook.com/v2.9/dialog/oauth',
          client_id: '11111',
          client_secret: '11111',
          token_request_method: 'GET',
          token_url: 'https://graph.facebook.com/v2.9/oauth/access_token',
        },
        AttributeMapping: { username: 'id' },
        IdpIdentifiers: [],
        LastModifiedDate: 1548105901.736,
        CreationDate: 1548105901.736,
      },
    },
    newer: ['IdentityProvider.ProviderDetails.api_version'],
    differs: { 'IdentityProvider.ProviderDetails.attributes_url': 'The version of the API is part of it now.' },
  },
  {
    command: 'delete-resource-server',
    line: `${pool} --identifier weather.example.com`,
    prepare: prepared(plain, [weather]),
  },
  {
    command: 'describe-resource-server',
    line: `${pool} --identifier weather.example.com`,
    prepare: prepared(plain, [weather]),
    output: {
      ResourceServer: {
        UserPoolId,
        Identifier: 'weather.example.com',
        Name: 'Weather',
        Scopes: [
          { ScopeName: 'weather.update', ScopeDescription: 'Update weather forecast' },
          { ScopeName: 'weather.read', ScopeDescription: 'Read weather forecasts' },
          { ScopeName: 'weather.delete', ScopeDescription: 'Delete a weather forecast' },
        ],
      },
    },
  },
  {
    command: 'update-resource-server',
    line: `${pool} --identifier weather.example.com --name Weather --scopes ScopeName=NewScope,ScopeDescription="New scope description"`,
    prepare: prepared(plain, [weather]),
    output: {
      ResourceServer: {
        UserPoolId,
        Identifier: 'weather.example.com',
        Name: 'Happy',
        Scopes: [{ ScopeName: 'NewScope', ScopeDescription: 'New scope description' }],
      },
    },
    differs: { 'ResourceServer.Name': 'The documented answer has a name that its own line does not give: Weather.' },
  },
  {
    command: 'describe-risk-configuration',
    line: pool,
    prepare: prepared(watched, [assessed]),
    output: { RiskConfiguration: { UserPoolId, ...riskConfiguration } },
    newer: ['RiskConfiguration.LastModifiedDate'],
  },
  {
    command: 'set-risk-configuration',
    line: `${pool} --compromised-credentials-risk-configuration EventFilter=SIGN_UP,Actions={EventAction=NO_ACTION}`,
    prepare: prepared(watched),
    output: {
      RiskConfiguration: {
        UserPoolId,
        CompromisedCredentialsRiskConfiguration: { EventFilter: ['SIGN_UP'], Actions: { EventAction: 'NO_ACTION' } },
      },
    },
    newer: ['RiskConfiguration.LastModifiedDate'],
  },
  {
    command: 'get-ui-customization',
    line: pool,
    prepare: prepared(plain, [domain('get-styled'), styled]),
    output: {
      UICustomization: {
        UserPoolId,
        ClientId: 'ALL',
        ImageUrl: 'https://aaaaaaaaaaaaa.cloudfront.net/us-west-2_aaaaaaaaa/ALL/20190128231240/assets/images/image.jpg',
        CSS: css,
        CSSVersion: '20190128231240',
      },
    },
    newer: ['UICustomization.LastModifiedDate', 'UICustomization.CreationDate'],
    differs: { 'UICustomization.ImageUrl': 'The server has the picture itself.' },
  },
  {
    command: 'set-ui-customization',
    line: `${pool} --css "${writtenCss}"`,
    mended: {
      line: `${pool} --css $'${writtenCss}'`,
      why: 'Between such quotes, \\n and \\t stay two characters, and "ntmax-width" is no property of CSS.',
    },
    prepare: prepared(plain, [domain('set-styled')]),
    output: { UICustomization: { UserPoolId, ClientId: 'ALL', CSS: css, CSSVersion: '20190129172214' } },
    newer: ['UICustomization.LastModifiedDate', 'UICustomization.CreationDate'],
  },
]
