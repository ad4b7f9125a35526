import type { CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { limitOf } from '../../operations/limits/fixture.ts'
import { KEY, SECONDARY } from '../../operations/replicas/fixture.ts'
import { factors, tracking } from '../place.ts'
import { and, ofClient, ofPool, type Row, type Rows } from './row.ts'

/** A pool of the request's own. */
const own =
  (settings: Partial<CreateUserPoolCommandInput> = {}): Row =>
  async ({ make }) => ({ UserPoolId: await make.pool(settings) })

/** A pool with a replica. */
const replicated: Row = async (at, calls) => {
  const input = { ...(await own(KEY)(at, calls)), RegionName: SECONDARY }
  await calls.call('CreateUserPoolReplica', input)
  return input
}

const tagged: Row = ({ arn }) => ({ ResourceArn: arn })

const watched: Row = own({ UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } })

const settings: Rows = {
  DescribeRiskConfiguration: ofClient,
  GetLogDeliveryConfiguration: ofPool,
  GetUserPoolClientSessionConfiguration: ofClient,
  GetUserPoolMfaConfig: ofPool,
  GetUserPoolSessionConfiguration: ofPool,
  SetLogDeliveryConfiguration: and(ofPool, { LogConfigurations: [] }),
  SetRiskConfiguration: and(watched, { RiskExceptionConfiguration: { SkippedIPRangeList: ['192.0.2.1/32'] } }),
  SetUserPoolClientSessionConfiguration: and(ofClient, { SSOSession: { MaxValidityMinutes: 30 } }),
  SetUserPoolMfaConfig: and(ofPool, factors),
  SetUserPoolSessionConfiguration: and(ofPool, tracking),
}

const limit = { LimitDefinition: limitOf('UserToken') }

/** Requests about pools, their settings, and the account. */
export const pools: Rows = {
  ...settings,
  AddCustomAttributes: and(own(), { CustomAttributes: [{ Name: 'team', AttributeDataType: 'String' }] }),
  CreateUserPool: () => ({ PoolName: 'another' }),
  CreateUserPoolReplica: and(own(KEY), { RegionName: SECONDARY }),
  DeleteUserPool: own(),
  DeleteUserPoolReplica: replicated,
  DescribeUserPool: ofPool,
  GetCSVHeader: ofPool,
  GetProvisionedLimit: () => limit,
  GetSigningCertificate: ofPool,
  ListTagsForResource: tagged,
  ListUserPoolReplicas: ofPool,
  ListUserPools: () => ({ MaxResults: 60 }),
  TagResource: and(tagged, { Tags: { team: 'red' } }),
  UntagResource: and(tagged, { TagKeys: ['team'] }),
  UpdateProvisionedLimit: () => ({ ...limit, RequestedLimitValue: 200 }),
  UpdateUserPool: and(own(), { PoolName: 'renamed' }),
  UpdateUserPoolReplica: and(replicated, { Status: 'ACTIVE' }),
}
