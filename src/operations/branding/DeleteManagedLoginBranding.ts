import { required, structure } from '../../wire/schema.ts'
import { ManagedLoginBrandingIdType } from '../../wire/shapes/branding.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { noBranding } from './require.ts'

/**
 * Deletes a look with its images. Its client has no managed login until it gets another one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteManagedLoginBranding.html
 */
export const DeleteManagedLoginBranding = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    ManagedLoginBrandingId: required(ManagedLoginBrandingIdType),
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const id = input.ManagedLoginBrandingId
    if (!(await ctx.store.transaction((tx) => tx.brandings.remove(pool.id, id)))) throw noBranding(id)
    return {}
  },
})
