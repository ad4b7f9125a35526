import { unverifiedRiskTexts } from '../../src/domain/unverified-risk-texts.ts'
import { isSigned } from './calls.ts'
import { type Case, declares, type Refusal, shapeOfInput } from './case.ts'
import type { Members } from './constraints.ts'
import type { World } from './world.ts'

/** What the second Region of a pool answers in any state. */
const answered: ReadonlySet<string> = new Set([
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
  'ListTerms',
  'ListUserPoolClientSecrets',
  'ListUserPoolClients',
  'ListUserPoolReplicas',
  'ListUsers',
  'ListUsersInGroup',
  'SetLogDeliveryConfiguration',
  'SetRiskConfiguration',
  'SetUserPoolMfaConfig',
  'UpdateUserPool',
  'UpdateUserPoolDomain',
  'UpdateUserPoolReplica',
])

/** And what it answers when it is active. */
const whenActive: ReadonlySet<string> = new Set([
  'AdminInitiateAuth',
  'AdminRespondToAuthChallenge',
  'AdminUpdateAuthEventFeedback',
  'AdminUserGlobalSignOut',
  'GetIdentityProviderByIdentifier',
])

/** Whether the second Region of a pool refuses an operation. */
export const isRefusedAbroad = (operation: string): boolean =>
  isSigned(operation) && shapeOfInput(operation).members?.UserPoolId !== undefined && !answered.has(operation)

const refusalOf = (operation: string, poolId: string): Refusal => {
  const { replicaInactive, replicaElsewhere } = unverifiedRiskTexts
  if (!declares(operation, 'OperationNotEnabledException'))
    return ['ResourceNotFoundException', `User pool ${poolId} does not exist.`]
  return ['OperationNotEnabledException', whenActive.has(operation) ? replicaInactive : replicaElsewhere]
}

/** The good request about a pool with a replica, as its other Region gets it. */
export const abroadCase = (operation: string, input: Members, { replicatedId: UserPoolId }: World): Case => ({
  body: { ...input, UserPoolId },
  refusal: refusalOf(operation, UserPoolId),
})
