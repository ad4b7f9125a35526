import { requireThreatProtection, WHOLE_POOL } from '../../domain/risk.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toRiskConfiguration } from './present.ts'

/**
 * What a pool does about risks, or a client of it: then the client's own configuration, or else the
 * pool's. ClientId shows whose it is. Where nothing was set there is a configuration without parts.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html
 */
export const DescribeRiskConfiguration = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: ClientIdType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = input.ClientId === undefined ? undefined : await requireClient(ctx, pool, input.ClientId)
    requireThreatProtection(pool)
    const own = client && (await ctx.store.riskConfigurations.find(pool.id, client.id))
    const found = own ?? (await ctx.store.riskConfigurations.find(pool.id, WHOLE_POOL))
    const { settings = {}, updatedAt } = found ?? {}
    return {
      RiskConfiguration: toRiskConfiguration({ poolId: pool.id, clientId: own && client?.id, settings, updatedAt }),
    }
  },
})
