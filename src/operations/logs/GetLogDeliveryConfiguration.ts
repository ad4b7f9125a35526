import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { replicaHere, requirePool } from '../require.ts'
import { toLogDelivery } from './present.ts'

/**
 * What a pool logs; an empty list where it logs nothing.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetLogDeliveryConfiguration.html
 */
export const GetLogDeliveryConfiguration = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const replica = await replicaHere(ctx, pool)
    const configurations = replica ? replica.logs : await ctx.store.logConfigurations.list(pool.id)
    return { LogDeliveryConfiguration: toLogDelivery(pool.id, configurations) }
  },
})
