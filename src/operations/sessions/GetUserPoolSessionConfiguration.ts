import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toPoolSessionConfiguration } from './present.ts'

/**
 * Whether a pool tracks its users' sessions, and how many token sessions a user may have: the defaults
 * where that was never set.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolSessionConfiguration.html
 */
export const GetUserPoolSessionConfiguration = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({ UserPoolId: required(UserPoolIdType) }),
  async handle(input, ctx) {
    return toPoolSessionConfiguration(await requirePool(ctx, input.UserPoolId))
  },
})
