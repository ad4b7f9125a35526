import { fault } from '../../domain/errors.ts'
import { unverifiedProviderTexts } from '../../domain/identity-provider-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { IdpIdentifierType } from '../../wire/shapes/identity-provider.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { requireProvider } from './find.ts'
import { toIdentityProvider } from './present.ts'

/**
 * The identity provider that has an identifier, to the letter, as DescribeIdentityProvider shows it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetIdentityProviderByIdentifier.html
 */
export const GetIdentityProviderByIdentifier = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    IdpIdentifier: required(IdpIdentifierType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const name = await ctx.store.identityProviders.identifiedBy(pool.id, input.IdpIdentifier)
    if (name === undefined) {
      throw fault('ResourceNotFoundException', unverifiedProviderTexts.identifierUnknown(input.IdpIdentifier))
    }
    return { IdentityProvider: toIdentityProvider(ctx, await requireProvider(ctx, pool, name)) }
  },
})
