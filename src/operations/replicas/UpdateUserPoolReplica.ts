import { fault } from '../../domain/errors.ts'
import { unverifiedRiskTexts } from '../../domain/unverified-risk-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { RegionNameType, UpdateReplicaStatusType } from '../../wire/shapes/pool-replica.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toReplica } from './present.ts'

/**
 * Lets users in by the second Region of a pool, or keeps them out. It can be asked in both Regions.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolReplica.html
 */
export const UpdateUserPoolReplica = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    RegionName: required(RegionNameType),
    Status: required(UpdateReplicaStatusType),
  }),
  async handle({ UserPoolId, RegionName: region, Status: status }, ctx) {
    const pool = await requirePool(ctx, UserPoolId)
    if (region === pool.region) throw fault('InvalidParameterException', unverifiedRiskTexts.replicaPrimary)
    if (!(await ctx.store.transaction((tx) => tx.poolReplicas.setStatus(pool.id, region, status)))) {
      throw fault('ResourceNotFoundException', unverifiedRiskTexts.replica(region))
    }
    return { UserPoolReplica: toReplica(pool, { region, role: 'SECONDARY', status }, ctx.settings.accountId) }
  },
})
