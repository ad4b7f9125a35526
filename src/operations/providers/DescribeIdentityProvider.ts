import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { ProviderNameType } from '../../wire/shapes/identity-provider.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { requireProvider } from './find.ts'
import { toIdentityProvider } from './present.ts'

/**
 * Everything that is set on an identity provider, and the secret of its client.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeIdentityProvider.html
 */
export const DescribeIdentityProvider = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ProviderName: required(ProviderNameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const provider = await requireProvider(ctx, pool, input.ProviderName)
    return { IdentityProvider: toIdentityProvider(ctx, provider) }
  },
})
