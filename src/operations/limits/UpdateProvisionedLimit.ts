import { adjustableLimit, checkRequested } from '../../domain/provisioned-limit.ts'
import { integer, required, structure } from '../../wire/schema.ts'
import { LimitDefinitionType } from '../../wire/shapes/limit.ts'
import { operation } from '../operation.ts'
import { quotas } from '../quotas.ts'
import { toLimit } from './present.ts'

/**
 * Sets the rate at which requests of a category may come in the account and the Region, between the free
 * one and the most that an account can have. Every node goes by it within a second.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateProvisionedLimit.html
 */
export const UpdateProvisionedLimit = operation({
  auth: 'iam',
  quota: 'LimitManagement',
  input: structure({
    LimitDefinition: required(LimitDefinitionType),
    RequestedLimitValue: required(integer()),
  }),
  async handle({ LimitDefinition, RequestedLimitValue: value }, ctx) {
    const limit = adjustableLimit(LimitDefinition.Attributes, ctx.settings.quotas ?? quotas)
    checkRequested(limit, value)
    const { category } = limit
    await ctx.store.transaction((tx) => tx.provisionedLimits.put({ region: ctx.caller.region, category, value }))
    return { Limit: toLimit(limit, value) }
  },
})
