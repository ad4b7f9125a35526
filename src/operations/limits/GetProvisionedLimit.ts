import { adjustableLimit } from '../../domain/provisioned-limit.ts'
import { required, structure } from '../../wire/schema.ts'
import { LimitDefinitionType } from '../../wire/shapes/limit.ts'
import { operation } from '../operation.ts'
import { quotas } from '../quotas.ts'
import { toLimit } from './present.ts'

/**
 * The rate at which requests of a category may come in the account and the Region, and the one that is
 * free: the operator's, or the service's own where this server has no limits.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetProvisionedLimit.html
 */
export const GetProvisionedLimit = operation({
  auth: 'iam',
  quota: 'LimitManagement',
  input: structure({
    LimitDefinition: required(LimitDefinitionType),
  }),
  async handle(input, ctx) {
    const limit = adjustableLimit(input.LimitDefinition.Attributes, ctx.settings.quotas ?? quotas)
    const provisioned = await ctx.store.provisionedLimits.find(ctx.caller.region, limit.category)
    return { Limit: toLimit(limit, provisioned) }
  },
})
