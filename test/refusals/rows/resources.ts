import { newPrefix } from '../../operations/domains/fixture.ts'
import { csvOf, upload } from '../../operations/imports/fixture.ts'
import { accepted } from '../../operations/providers/fixture.ts'
import { textAt } from '../make.ts'
import { importJob, provider, scope, terms } from '../place.ts'
import { and, ofClient, ofPool, type Row, type Rows } from './row.ts'

/** A client of the request's own. */
const ownClient: Row = async ({ poolId, make }) => ({ UserPoolId: poolId, ClientId: (await make.client()).clientId })
const confidential: Row = async ({ poolId, make }) => ({
  UserPoolId: poolId,
  ClientId: (await make.client({ GenerateSecret: true })).clientId,
})

const clients: Rows = {
  AddUserPoolClientSecret: confidential,
  CreateUserPoolClient: and(ofPool, { ClientName: 'client' }),
  DeleteUserPoolClient: ownClient,
  DeleteUserPoolClientSecret: async (at, calls) => {
    const named = await confidential(at, calls)
    const added = await calls.call('AddUserPoolClientSecret', named)
    return { ...named, ClientSecretId: textAt(added, 'ClientSecretDescriptor', 'ClientSecretId') }
  },
  DescribeUserPoolClient: ofClient,
  ListUserPoolClientSecrets: ofClient,
  ListUserPoolClients: ofPool,
  UpdateUserPoolClient: and(ownClient, { ClientName: 'renamed' }),
}

/** A domain of a pool of the request's own. */
const ownDomain: Row = async ({ make }) => ({ UserPoolId: await make.pool(), Domain: newPrefix() })
const madeDomain: Row = async (at, calls) => {
  const named = await ownDomain(at, calls)
  await calls.call('CreateUserPoolDomain', named)
  return named
}

const looks: Rows = {
  CreateManagedLoginBranding: and(ownClient, { UseCognitoProvidedValues: true }),
  CreateTerms: and(ownClient, terms),
  CreateUserPoolDomain: ownDomain,
  DeleteManagedLoginBranding: async (at, calls) => {
    const named = await ownClient(at, calls)
    const made = await calls.call('CreateManagedLoginBranding', { ...named, UseCognitoProvidedValues: true })
    const ManagedLoginBrandingId = textAt(made, 'ManagedLoginBranding', 'ManagedLoginBrandingId')
    return { UserPoolId: at.poolId, ManagedLoginBrandingId }
  },
  DeleteTerms: async (at, calls) => {
    const made = await calls.call('CreateTerms', { ...(await ownClient(at, calls)), ...terms })
    return { UserPoolId: at.poolId, TermsId: textAt(made, 'Terms', 'TermsId') }
  },
  DeleteUserPoolDomain: madeDomain,
  DescribeManagedLoginBranding: and(ofPool, ({ brandingId }) => ({ ManagedLoginBrandingId: brandingId })),
  DescribeManagedLoginBrandingByClient: ofClient,
  DescribeTerms: and(ofPool, ({ termsId }) => ({ TermsId: termsId })),
  DescribeTermsByClient: and(ofClient, { TermsName: terms.TermsName }),
  DescribeUserPoolDomain: ({ domain }) => ({ Domain: domain }),
  GetUICustomization: ofClient,
  ListTerms: ofPool,
  SetUICustomization: and(ofClient, { CSS: '.banner-customizable { background-color: red; }' }),
  UpdateManagedLoginBranding: and(ofPool, ({ brandingId }) => ({ ManagedLoginBrandingId: brandingId })),
  UpdateTerms: and(ofPool, ({ termsId }) => ({ TermsId: termsId })),
  UpdateUserPoolDomain: and(madeDomain, { ManagedLoginVersion: 1 }),
}

const named =
  (kind: string, member: string): Row =>
  ({ poolId, make }) => ({ UserPoolId: poolId, [member]: make.newName(kind) })

/** Something of the request's own that `create` makes. */
const made =
  (row: Row, create: string, more = {}): Row =>
  async (at, calls) => {
    const input = await row(at, calls)
    await calls.call(create, { ...input, ...more })
    return input
  }

const newGroup = named('group', 'GroupName')
const newProvider = named('provider', 'ProviderName')
const newServer = named('server', 'Identifier')
const group: Row = ({ poolId, group }) => ({ UserPoolId: poolId, GroupName: group })

const members: Rows = {
  CreateGroup: newGroup,
  CreateIdentityProvider: and(newProvider, provider),
  CreateResourceServer: and(newServer, { Name: 'server' }),
  DeleteGroup: made(newGroup, 'CreateGroup'),
  DeleteIdentityProvider: made(newProvider, 'CreateIdentityProvider', provider),
  DeleteResourceServer: made(newServer, 'CreateResourceServer', { Name: 'server' }),
  DescribeIdentityProvider: and(ofPool, ({ provider }) => ({ ProviderName: provider })),
  DescribeResourceServer: and(ofPool, ({ resourceServer }) => ({ Identifier: resourceServer })),
  GetGroup: group,
  GetIdentityProviderByIdentifier: and(ofPool, ({ identifier }) => ({ IdpIdentifier: identifier })),
  ListGroups: ofPool,
  ListIdentityProviders: ofPool,
  ListResourceServers: ofPool,
  ListUsers: ofPool,
  ListUsersInGroup: group,
  UpdateGroup: and(group, { Description: 'another' }),
  UpdateIdentityProvider: and(ofPool, ({ provider }) => ({
    ProviderName: provider,
    ProviderDetails: { ...accepted.OIDC, client_id: 'another' },
  })),
  UpdateResourceServer: and(ofPool, ({ resourceServer }) => ({
    Identifier: resourceServer,
    Name: 'another',
    Scopes: [scope],
  })),
}

const job: Row = ({ poolId, jobId }) => ({ UserPoolId: poolId, JobId: jobId })

const imports: Rows = {
  CreateUserImportJob: and(ofPool, importJob),
  DescribeUserImportJob: job,
  ListUserImportJobs: and(ofPool, { MaxResults: 1 }),
  StartUserImportJob: async ({ make }, { call, sdk }) => {
    const UserPoolId = await make.pool({ AutoVerifiedAttributes: ['email'] })
    const created = await call('CreateUserImportJob', { UserPoolId, ...importJob })
    await upload(textAt(created, 'UserImportJob', 'PreSignedUrl'), await csvOf(sdk, UserPoolId, []))
    return { UserPoolId, JobId: textAt(created, 'UserImportJob', 'JobId') }
  },
  StopUserImportJob: job,
}

/** Requests about what is in a pool besides users. */
export const resources: Rows = { ...clients, ...looks, ...members, ...imports }
