import { fault } from '../../domain/errors.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'
import { boolean, required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toManagedLoginBranding } from './present.ts'

/**
 * Answers the look of a client's managed login as it was set, or with ReturnMergedResources everything
 * that is in effect.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeManagedLoginBrandingByClient.html
 */
export const DescribeManagedLoginBrandingByClient = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ReturnMergedResources: boolean,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    const branding = await ctx.store.brandings.findByClient(pool.id, client.id)
    if (!branding) throw fault('ResourceNotFoundException', unverifiedBrandingTexts.brandingOfClient)
    const assets = await ctx.store.brandings.assets(branding)
    return { ManagedLoginBranding: toManagedLoginBranding(branding, assets, input.ReturnMergedResources) }
  },
})
