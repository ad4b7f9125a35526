import { fault } from '../../domain/errors.ts'
import { unverifiedRiskTexts } from '../../domain/unverified-risk-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { RegionNameType } from '../../wire/shapes/pool-replica.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toReplica } from './present.ts'

/**
 * Takes the name of the second Region from a pool. It must be inactive, and is gone at once: the answer
 * says DELETING, as clients expect. It can be asked in the pool's own Region alone.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolReplica.html
 */
export const DeleteUserPoolReplica = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    RegionName: required(RegionNameType),
  }),
  async handle({ UserPoolId, RegionName: region }, ctx) {
    const pool = await requirePool(ctx, UserPoolId)
    if (region === pool.region) throw fault('InvalidParameterException', unverifiedRiskTexts.replicaPrimary)
    if (!(await ctx.store.transaction((tx) => tx.poolReplicas.removeInactive(pool.id, region)))) {
      const replica = await ctx.store.poolReplicas.find(pool.id)
      throw replica?.region === region
        ? fault('InvalidParameterException', unverifiedRiskTexts.replicaActive)
        : fault('ResourceNotFoundException', unverifiedRiskTexts.replica(region))
    }
    const shown = { region, role: 'SECONDARY', status: 'DELETING' } as const
    return { UserPoolReplica: toReplica(pool, shown, ctx.settings.accountId) }
  },
})
