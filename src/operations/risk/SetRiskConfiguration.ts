import { requireRepeated } from '../../domain/replica.ts'
import {
  checkRiskSettings,
  isReset,
  type RiskSettings,
  requireThreatProtection,
  WHOLE_POOL,
  withDefaults,
} from '../../domain/risk.ts'
import { fromWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import {
  AccountTakeoverRiskConfigurationType,
  CompromisedCredentialsRiskConfigurationType,
  RiskExceptionConfigurationType,
} from '../../wire/shapes/risk.ts'
import { operation } from '../operation.ts'
import { isAbroad, requireClient, requirePool } from '../require.ts'
import { toRiskConfiguration } from './present.ts'

/**
 * Sets what a pool, or one client of it, does about risks: all parts together. With none of them the
 * pool goes back to the defaults, and the client to what the pool has. A replica takes what is set already.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
 */
export const SetRiskConfiguration = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: ClientIdType,
    CompromisedCredentialsRiskConfiguration: CompromisedCredentialsRiskConfigurationType,
    AccountTakeoverRiskConfiguration: AccountTakeoverRiskConfigurationType,
    RiskExceptionConfiguration: RiskExceptionConfigurationType,
  }),
  async handle({ UserPoolId, ClientId: clientId, ...parts }, ctx) {
    const pool = await requirePool(ctx, UserPoolId)
    if (clientId !== undefined) await requireClient(ctx, pool, clientId)
    requireThreatProtection(pool)
    const settings: RiskSettings = withDefaults(fromWire(parts))
    checkRiskSettings(settings, pool.region)
    const scope = clientId ?? WHOLE_POOL
    if (isAbroad(ctx, pool)) {
      const before = await ctx.store.riskConfigurations.find(pool.id, scope)
      requireRepeated(before?.settings ?? {}, settings)
      const shown = { poolId: pool.id, clientId, settings, updatedAt: before?.updatedAt }
      return { RiskConfiguration: toRiskConfiguration(shown) }
    }
    if (isReset(settings)) {
      await ctx.store.transaction((tx) => tx.riskConfigurations.remove(pool.id, scope))
      return { RiskConfiguration: toRiskConfiguration({ poolId: pool.id, clientId, settings: {} }) }
    }
    const updatedAt = ctx.now()
    await ctx.store.transaction((tx) => tx.riskConfigurations.put({ poolId: pool.id, scope, settings, updatedAt }))
    return { RiskConfiguration: toRiskConfiguration({ poolId: pool.id, clientId, settings, updatedAt }) }
  },
})
