import { isDeepStrictEqual } from 'node:util'
import { fault } from './errors.ts'
import type { LogConfiguration } from './log-delivery.ts'
import type { Pool, PoolSettings } from './pool.ts'
import { tierFault } from './pool-tiers.ts'
import { unverifiedRiskTexts } from './unverified-risk-texts.ts'

/** The second Region under whose name a pool answers. There is one set of users, so that nothing is copied. */
export type Replica = {
  readonly poolId: string
  readonly region: string
  readonly status: 'ACTIVE' | 'INACTIVE'
  /** A replica has tags of its own. */
  readonly tags: Readonly<Record<string, string>>
  /** What it logs, beside what the pool does. */
  readonly logs: readonly LogConfiguration[]
  readonly createdAt: number
}

/** What can be asked of a replica in any state: what administrators read, and what is its own or repeats what the pool has. */
const always: readonly string[] = [
  'AdminGetDevice',
  'AdminGetUser',
  'AdminListDevices',
  'AdminListGroupsForUser',
  'AdminListUserAuthEvents',
  'CreateUserPoolDomain',
  'DeleteUserPoolDomain',
  'DescribeIdentityProvider',
  'DescribeManagedLoginBranding',
  'DescribeManagedLoginBrandingByClient',
  'DescribeResourceServer',
  'DescribeRiskConfiguration',
  'DescribeTerms',
  'DescribeUserPool',
  'DescribeUserPoolClient',
  'GetGroup',
  'GetLogDeliveryConfiguration',
  'GetSigningCertificate',
  'GetUICustomization',
  'GetUserPoolMfaConfig',
  'ListGroups',
  'ListIdentityProviders',
  'ListResourceServers',
  'ListTagsForResource',
  'ListTerms',
  'ListUserPoolClients',
  'ListUserPoolClientSecrets',
  'ListUserPoolReplicas',
  'ListUsers',
  'ListUsersInGroup',
  'SetLogDeliveryConfiguration',
  'SetRiskConfiguration',
  'SetUserPoolMfaConfig',
  'TagResource',
  'UntagResource',
  'UpdateUserPool',
  'UpdateUserPoolDomain',
  'UpdateUserPoolReplica',
]

/** What needs an active one. What users send unsigned names no Region, and reaches the pool itself. */
const whileActive: readonly string[] = [
  'AdminInitiateAuth',
  'AdminRespondToAuthChallenge',
  'AdminUpdateAuthEventFeedback',
  'AdminUserGlobalSignOut',
  'GetIdentityProviderByIdentifier',
]

/** Operations that do not declare OperationNotEnabledException: for them there is no pool in that Region. */
const undeclared: readonly string[] = [
  'AddUserPoolClientSecret',
  'CreateIdentityProvider',
  'DeleteIdentityProvider',
  'DeleteUserPoolClientSecret',
  'GetIdentityProviderByIdentifier',
  'UpdateIdentityProvider',
]

const refusal = (operation: string, { status }: Pick<Replica, 'status'>): string | undefined => {
  if (always.includes(operation)) return undefined
  if (!whileActive.includes(operation)) return unverifiedRiskTexts.replicaElsewhere
  return status === 'ACTIVE' ? undefined : unverifiedRiskTexts.replicaInactive
}

/** Insists that a replica answers an operation in its state. Raises OperationNotEnabledException, or ResourceNotFoundException. */
export const requireEnabled = (operation: string, replica: Pick<Replica, 'poolId' | 'status'>): void => {
  const text = refusal(operation, replica)
  if (text === undefined) return
  if (!undeclared.includes(operation)) throw fault('OperationNotEnabledException', text)
  throw fault('ResourceNotFoundException', `User pool ${replica.poolId} does not exist.`)
}

const plain = (value: object): unknown => JSON.parse(JSON.stringify(value))

/** Insists that a request to a replica repeats what its pool has. Raises InvalidParameterException. */
export const requireRepeated = (before: object, after: object): void => {
  if (isDeepStrictEqual(plain(before), plain(after))) return
  throw fault('InvalidParameterException', unverifiedRiskTexts.replicaSettings)
}

/** Whether an ARN is of a key that is the same in several Regions. */
export const isMultiRegionKey = (arn: string): boolean => /^arn:[\w-]+:kms:[^:]+:\d+:key\/mrk-\w+$/.test(arn)

/**
 * Insists that a pool with these settings can have a replica. Raises FeatureUnavailableInTierException in a
 * Lite pool, and InvalidParameterException without a multi-Region key.
 */
export const checkReplicable = ({ userPoolTier, keyConfiguration }: PoolSettings): void => {
  if (userPoolTier === 'LITE') throw tierFault(userPoolTier, [unverifiedRiskTexts.replicaTier])
  const isOwn = keyConfiguration?.keyType === 'CUSTOMER_MANAGED_KEY'
  if (!isOwn || !isMultiRegionKey(keyConfiguration.kmsKeyArn ?? '')) {
    throw fault('InvalidParameterException', unverifiedRiskTexts.replicaKey)
  }
}

/** Insists that a Region can be the second one of a pool on a server of these Regions. Raises InvalidParameterException. */
export const checkReplicaRegion = (
  { region: primary }: Pick<Pool, 'region'>,
  region: string,
  served: readonly string[] | undefined,
): void => {
  if (region === primary) throw fault('InvalidParameterException', unverifiedRiskTexts.replicaPrimary)
  const isServed = served ? served.includes(region) : /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)
  if (!isServed) throw fault('InvalidParameterException', unverifiedRiskTexts.replicaRegion(region))
}
