import { boolean, required, structure } from '../../wire/schema.ts'
import { ManagedLoginBrandingIdType } from '../../wire/shapes/branding.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toManagedLoginBranding } from './present.ts'
import { requireBranding } from './require.ts'

/**
 * Answers a look as it was set, or with ReturnMergedResources everything that is in effect.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeManagedLoginBranding.html
 */
export const DescribeManagedLoginBranding = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ManagedLoginBrandingId: required(ManagedLoginBrandingIdType),
    ReturnMergedResources: boolean,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const branding = await requireBranding(ctx, pool, input.ManagedLoginBrandingId)
    const assets = await ctx.store.brandings.assets(branding)
    return { ManagedLoginBranding: toManagedLoginBranding(branding, assets, input.ReturnMergedResources) }
  },
})
