import type { sources } from './sources.ts'
import { EMPTY, EVERYONE, FAR, type Place } from './world.ts'

type Members = Record<string, unknown>

/** An operation that answers in pages. */
export type List = {
  readonly operation: string
  /** What it lists; undefined where there is never a second page. */
  readonly source?: keyof typeof sources
  /** The member that holds the items, and that which names one. */
  readonly items: string
  readonly name: string
  /** The member that says how many are wanted, and the largest number; undefined where nobody can say. */
  readonly size?: readonly [member: string, max: number]
  readonly token: 'NextToken' | 'PaginationToken'
  readonly region?: string
  readonly input: (place: Place) => Members
  /** Other lists of the same operation and pool, to which a token of this one is nothing. */
  readonly others?: (place: Place) => readonly Members[]
  /** Where another Region is another list. */
  readonly otherRegion?: string
}

const inPool = ({ poolId }: Place) => ({ UserPoolId: poolId })
const ofJane = ({ poolId }: Place) => ({ UserPoolId: poolId, Username: 'jane' })
const ofMary = () => [{ Username: 'mary' }]
const byJane = ({ accessToken }: Place) => ({ AccessToken: accessToken })
const byMary = ({ otherToken }: Place) => [{ AccessToken: otherToken }]
const bigPages = { size: ['MaxResults', 60], token: 'NextToken' } as const
const limited = { size: ['Limit', 60], token: 'NextToken' } as const

const ofUsers: readonly List[] = [
  {
    operation: 'ListUsers',
    source: 'users',
    items: 'Users',
    name: 'Username',
    size: ['Limit', 60],
    token: 'PaginationToken',
    input: inPool,
    others: () => [{ Filter: 'status = "Enabled"' }, { Filter: 'username ^= "u"' }, { AttributesToGet: ['sub'] }],
  },
  {
    operation: 'ListUsersInGroup',
    source: 'members',
    items: 'Users',
    name: 'Username',
    ...limited,
    input: ({ poolId }) => ({ UserPoolId: poolId, GroupName: EVERYONE }),
    others: () => [{ GroupName: 'nobody' }],
  },
  { operation: 'ListGroups', source: 'groups', items: 'Groups', name: 'GroupName', ...limited, input: inPool },
  {
    operation: 'AdminListGroupsForUser',
    source: 'groupsOfJane',
    items: 'Groups',
    name: 'GroupName',
    ...limited,
    input: ofJane,
    others: ofMary,
  },
  {
    operation: 'ListDevices',
    source: 'devices',
    items: 'Devices',
    name: 'DeviceKey',
    size: ['Limit', 60],
    token: 'PaginationToken',
    input: byJane,
    others: byMary,
  },
  {
    operation: 'AdminListDevices',
    source: 'devices',
    items: 'Devices',
    name: 'DeviceKey',
    size: ['Limit', 60],
    token: 'PaginationToken',
    input: ofJane,
    others: ofMary,
  },
  {
    operation: 'ListWebAuthnCredentials',
    source: 'passkeys',
    items: 'Credentials',
    name: 'CredentialId',
    size: ['MaxResults', 20],
    token: 'NextToken',
    input: byJane,
    others: byMary,
  },
  {
    operation: 'ListUserSessions',
    source: 'sessions',
    items: 'Sessions',
    name: 'SessionId',
    token: 'NextToken',
    input: byJane,
    others: byMary,
  },
  {
    operation: 'AdminListUserSessions',
    source: 'sessions',
    items: 'Sessions',
    name: 'SessionId',
    token: 'NextToken',
    input: ofJane,
    others: ofMary,
  },
  {
    operation: 'AdminListUserAuthEvents',
    source: 'authEvents',
    items: 'AuthEvents',
    name: 'EventId',
    ...bigPages,
    input: ofJane,
    others: ofMary,
  },
]

const ofPools: readonly List[] = [
  {
    operation: 'ListUserPools',
    source: 'pools',
    items: 'UserPools',
    name: 'Id',
    ...bigPages,
    region: FAR,
    otherRegion: EMPTY,
    input: () => ({}),
  },
  {
    operation: 'ListUserPoolClients',
    source: 'clients',
    items: 'UserPoolClients',
    name: 'ClientId',
    ...bigPages,
    input: inPool,
    others: () => [{ ClientType: 'REGULAR' }, { ClientType: 'DCR' }],
  },
  {
    operation: 'ListIdentityProviders',
    source: 'providers',
    items: 'Providers',
    name: 'ProviderName',
    ...bigPages,
    input: inPool,
  },
  {
    operation: 'ListResourceServers',
    source: 'resourceServers',
    items: 'ResourceServers',
    name: 'Identifier',
    size: ['MaxResults', 50],
    token: 'NextToken',
    input: inPool,
  },
  {
    operation: 'ListUserImportJobs',
    source: 'importJobs',
    items: 'UserImportJobs',
    name: 'JobId',
    size: ['MaxResults', 60],
    token: 'PaginationToken',
    input: inPool,
  },
  { operation: 'ListTerms', source: 'terms', items: 'Terms', name: 'TermsId', ...bigPages, input: inPool },
  {
    operation: 'ListUserPoolClientSecrets',
    items: 'ClientSecrets',
    name: 'ClientSecretId',
    token: 'NextToken',
    input: ({ poolId, clientId }) => ({ UserPoolId: poolId, ClientId: clientId }),
  },
  {
    operation: 'ListUserPoolReplicas',
    items: 'UserPoolReplicas',
    name: 'RegionName',
    token: 'NextToken',
    input: inPool,
  },
]

/** Every list of the model that has pages. */
export const lists: readonly List[] = [...ofUsers, ...ofPools]
