import { fault } from '../../domain/errors.ts'
import { checkReplicable, checkReplicaRegion } from '../../domain/replica.ts'
import { checkTags, copyTags } from '../../domain/tags.ts'
import { unverifiedRiskTexts } from '../../domain/unverified-risk-texts.ts'
import { holdPool } from '../../flows/hold-pool.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UserPoolTagsType } from '../../wire/shapes/pool.ts'
import { RegionNameType } from '../../wire/shapes/pool-replica.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toReplica } from './present.ts'

/**
 * Lets a pool answer under the name of a second Region, once it is activated. The answer says CREATING, as
 * clients expect; since nothing has to be copied, the next look finds it INACTIVE.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolReplica.html
 */
export const CreateUserPoolReplica = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    RegionName: required(RegionNameType),
    UserPoolTags: UserPoolTagsType,
  }),
  async handle({ UserPoolId, RegionName: region, UserPoolTags }, ctx) {
    const pool = await requirePool(ctx, UserPoolId)
    const { regions, accountId } = ctx.settings
    checkReplicaRegion(pool, region, regions)
    checkReplicable(pool.settings)
    const tags = copyTags(UserPoolTags ?? {})
    checkTags(tags, 'UserPoolTaggingException')
    const replica = { poolId: pool.id, region, status: 'INACTIVE', tags, logs: [], createdAt: ctx.now() } as const
    await ctx.store.transaction(async (tx) => {
      checkReplicable((await holdPool(tx, pool)).settings)
      if (!(await tx.poolReplicas.insert(replica))) {
        throw fault('LimitExceededException', unverifiedRiskTexts.replicaLimit)
      }
    })
    return { UserPoolReplica: toReplica(pool, { region, role: 'SECONDARY', status: 'CREATING' }, accountId) }
  },
})
