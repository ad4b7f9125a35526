import { accepted, metadata } from '../operations/providers/fixture.ts'
import { as, type Family, type Member, type Members, newPool, once, refused } from './family.ts'

const shared = once((call) => newPool(call, { AutoVerifiedAttributes: ['email'] }))
const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`

export const group: Family = {
  name: 'groups',
  create: 'CreateGroup',
  update: 'UpdateGroup',
  describe: 'GetGroup',
  shown: ['Group'],
  keys: ['UserPoolId', 'GroupName'],
  place: async (call, index) => ({ UserPoolId: await shared(call), GroupName: `group-${index}` }),
  members: {
    Description: { samples: ['one', 'two'], omitted: 'kept' },
    RoleArn: { samples: [role('one'), role('two')], omitted: 'kept' },
    Precedence: { samples: [7, 0], omitted: 'kept' },
  },
}

const scope = (name: string) => ({ ScopeName: name, ScopeDescription: `may ${name}` })

export const resourceServer: Family = {
  name: 'resource servers',
  create: 'CreateResourceServer',
  update: 'UpdateResourceServer',
  describe: 'DescribeResourceServer',
  shown: ['ResourceServer'],
  keys: ['UserPoolId', 'Identifier'],
  place: async (call, index) => ({ UserPoolId: await shared(call), Identifier: `https://api-${index}` }),
  creating: { Name: 'api' },
  updating: { Name: 'api' },
  members: {
    Name: { samples: ['one', 'two'] },
    Scopes: { samples: [[scope('read'), scope('write')], [scope('other')]], initial: [] },
  },
}

const keys = ['UserPoolId', 'ProviderName', 'ProviderType']
const providers = {
  create: 'CreateIdentityProvider',
  update: 'UpdateIdentityProvider',
  describe: 'DescribeIdentityProvider',
  shown: ['IdentityProvider'],
  keys,
}
const providerMembers: Record<string, Member> = {
  AttributeMapping: {
    samples: [
      { username: 'sub', email: 'email' },
      { username: 'id', name: 'full_name', nickname: '' },
    ],
    initial: { username: 'sub' },
    omitted: 'kept',
    empties: { AttributeMapping: { username: 'sub' } },
  },
  IdpIdentifiers: { samples: [['example.com', 'example.org'], ['other']], initial: [], omitted: 'kept' },
}
/** No two providers of a pool have an identifier in common, so that each family has its own pool for each. */
const identified = (family: Omit<Family, 'place'>, make: (index: number) => Members): Family => ({
  ...family,
  place: async (call, index) => ({ UserPoolId: await newPool(call), ...make(index) }),
})

const { client_secret: _, ...withoutSecret } = accepted.OIDC
const oidcDetails = { ...accepted.OIDC, attributes_url_add_attributes: 'false' }

export const oidc: Family = identified(
  {
    ...providers,
    name: 'OIDC providers',
    creating: { ProviderDetails: accepted.OIDC },
    members: {
      ...providerMembers,
      ProviderDetails: {
        samples: [
          as(accepted.OIDC, oidcDetails),
          as(
            { ...withoutSecret, client_id: 'other', attributes_request_method: 'POST' },
            {
              ...withoutSecret,
              attributes_url_add_attributes: 'false',
              client_id: 'other',
              attributes_request_method: 'POST',
            },
          ),
        ],
        omitted: 'kept',
        empties: { ProviderDetails: refused() },
      },
      AcrMapping: { samples: [{ Level1: 'low', Level2: 'high' }, { Level4: 'top' }], omitted: 'kept' },
    },
  },
  () => ({ ProviderName: 'Acme', ProviderType: 'OIDC' }),
)

const google = (id: string) => ({ ...accepted.Google, client_id: id })
const googleEndpoints = {
  attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
  attributes_url_add_attributes: 'true',
  authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
  oidc_issuer: 'https://accounts.google.com',
  token_request_method: 'POST',
  token_url: 'https://www.googleapis.com/oauth2/v4/token',
}
const onlyOidc = {
  AcrMapping: { why: 'For OIDC alone.', refused: { stated: { AcrMapping: { Level1: 'low' } } } },
}

export const googleProvider: Family = identified(
  {
    ...providers,
    name: 'Google providers',
    creating: { ProviderDetails: accepted.Google },
    members: {
      ...providerMembers,
      ProviderDetails: {
        samples: ['one', 'two'].map((id) => as(google(id), { ...google(id), ...googleEndpoints })),
        omitted: 'kept',
        empties: { ProviderDetails: refused() },
      },
    },
    exceptions: onlyOidc,
  },
  () => ({ ProviderName: 'Google', ProviderType: 'Google' }),
)

const files = [metadata(), metadata({ entityId: 'https://idp.example/other' })]
const saml = (file: string | undefined, more: Members) => ({ MetadataFile: file, ...more })
const flags = [
  { IDPSignout: 'true', IDPInit: 'true', EncryptedResponses: 'false', RequestSigningAlgorithm: 'rsa-sha256' },
  { IDPSignout: 'false' },
]

export const samlProvider: Family = identified(
  {
    ...providers,
    name: 'SAML providers',
    creating: { ProviderDetails: saml(files[0], {}) },
    members: {
      ...providerMembers,
      AttributeMapping: {
        samples: [{ email: 'urn:mail' }, { name: 'urn:name', nickname: '' }],
        omitted: 'kept',
        initial: {},
      },
      ProviderDetails: {
        samples: flags.map((more, index) => saml(files[index], more)),
        omitted: 'kept',
        empties: { ProviderDetails: refused() },
        // What is read of the metadata is shown beside what was stated.
        read: ({ ProviderDetails }) => {
          const shown = Object.entries(ProviderDetails as Members)
          return Object.fromEntries(
            shown.filter(([name]) => !/^(S[SL]ORedirectBindingURI|ActiveEncryptionCertificate)$/.test(name)),
          )
        },
      },
    },
    exceptions: onlyOidc,
  },
  () => ({ ProviderName: 'Corp', ProviderType: 'SAML' }),
)

/** Jobs never change by a request. */
export const importJob: Family = {
  name: 'import jobs',
  create: 'CreateUserImportJob',
  describe: 'DescribeUserImportJob',
  shown: ['UserImportJob'],
  keys: ['UserPoolId', 'JobId'],
  place: async (call) => ({ UserPoolId: await shared(call) }),
  named: (answer) => ({ JobId: (answer.UserImportJob as Members).JobId }),
  creating: { JobName: 'job', CloudWatchLogsRoleArn: role('logs') },
  members: {
    JobName: { samples: ['one', 'two'] },
    CloudWatchLogsRoleArn: { samples: [role('one'), role('two')] },
    PasswordHashingAlgorithm: { samples: ['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256'] },
  },
}
