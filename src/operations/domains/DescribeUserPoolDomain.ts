import { required, structure } from '../../wire/schema.ts'
import { DomainType } from '../../wire/shapes/domain.ts'
import { operation } from '../operation.ts'
import { isAbroad, replicaHere } from '../require.ts'
import { toDescription } from './present.ts'

/**
 * Answers a domain of any pool of the Region, or of one with a replica there; an empty description where there
 * is none of that name.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolDomain.html
 */
export const DescribeUserPoolDomain = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    Domain: required(DomainType),
  }),
  async handle(input, ctx) {
    const domain = await ctx.store.domains.find(input.Domain)
    const pool = domain && (await ctx.store.pools.find(domain.poolId))
    const isHere = pool && (!isAbroad(ctx, pool) || (await replicaHere(ctx, pool)) !== undefined)
    return { DomainDescription: domain && isHere ? toDescription(domain, ctx.settings) : {} }
  },
})
