import { defined } from '../../domain/defined.ts'
import { checkDomain, checkDomainTier } from '../../domain/user-pool-domain.ts'
import { holdPool } from '../../flows/hold-pool.ts'
import { concurrent } from '../../flows/save-settings.ts'
import { fromWire } from '../../wire/casing.ts'
import { integer, required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { CustomDomainConfigType, DomainType, RoutingType } from '../../wire/shapes/domain.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toWritten } from './present.ts'
import { requireDomain } from './require.ts'

/**
 * Changes a domain of a pool, never its name; what a request leaves out stays (unverified). A prefix
 * does not become a custom domain.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolDomain.html
 */
export const UpdateUserPoolDomain = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    Domain: required(DomainType),
    UserPoolId: required(UserPoolIdType),
    ManagedLoginVersion: integer(),
    CustomDomainConfig: CustomDomainConfigType,
    Routing: RoutingType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const before = await requireDomain(ctx, pool, input.Domain)
    const { managedLoginVersion, customDomainConfig, routing } = fromWire(input)
    const stated = defined({ managedLoginVersion, customDomainConfig, routing })
    const after = { ...before, ...stated, updatedAt: ctx.now() }
    checkDomain({ domain: after, pool, publicUrl: ctx.settings.publicUrl })
    await ctx.store.transaction(async (tx) => {
      checkDomainTier((await holdPool(tx, pool)).settings.userPoolTier, after.managedLoginVersion)
      if (!(await tx.domains.replace(before, after))) throw concurrent()
    })
    return toWritten(after, ctx.settings)
  },
})
