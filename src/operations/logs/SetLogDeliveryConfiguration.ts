import { Orphaned } from '../../domain/errors.ts'
import { checkLogConfigurations, type LogConfiguration } from '../../domain/log-delivery.ts'
import { fromWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { LogConfigurationListType } from '../../wire/shapes/log-delivery.ts'
import { operation } from '../operation.ts'
import { isAbroad, requirePool } from '../require.ts'
import { toLogDelivery } from './present.ts'

/**
 * Sets what a pool logs, or what its replica logs beside it: all of it together, and nothing by an empty list.
 * The places at AWS that it names are kept and shown; where records really go is the operator's to say
 * (CENOTE_LOG_DIR, CENOTE_LOG_URL).
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetLogDeliveryConfiguration.html
 */
export const SetLogDeliveryConfiguration = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    LogConfigurations: required(LogConfigurationListType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const configurations: readonly LogConfiguration[] = fromWire(input.LogConfigurations)
    const { region } = ctx.caller
    checkLogConfigurations({ ...pool, region }, configurations)
    await ctx.store.transaction(async (tx) => {
      if (!isAbroad(ctx, pool)) return tx.logConfigurations.put(pool.id, configurations)
      if (!(await tx.poolReplicas.setLogs(pool.id, region, configurations))) throw new Orphaned()
    })
    return { LogDeliveryConfiguration: toLogDelivery(pool.id, configurations) }
  },
})
