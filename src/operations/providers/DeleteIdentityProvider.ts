import { fault } from '../../domain/errors.ts'
import { unverifiedProviderTexts } from '../../domain/identity-provider-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { ProviderNameType } from '../../wire/shapes/identity-provider.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'

/**
 * Deletes an identity provider, also while clients name it: they keep the name, which means nothing
 * until there is such a provider again. Its users stay, and so do links to others (both unverified).
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteIdentityProvider.html
 */
export const DeleteIdentityProvider = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ProviderName: required(ProviderNameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const removed = await ctx.store.transaction((tx) => tx.identityProviders.remove(pool.id, input.ProviderName))
    if (!removed) throw fault('ResourceNotFoundException', unverifiedProviderTexts.unknown(input.ProviderName))
    return {}
  },
})
