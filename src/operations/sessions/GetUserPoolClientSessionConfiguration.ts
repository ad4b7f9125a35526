import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toClientSessionConfiguration } from './present.ts'

/**
 * For how long a client uses a session of the sign-in pages silently: the default where that was never
 * set, and what was set also while the pool does not track sessions.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolClientSessionConfiguration.html
 */
export const GetUserPoolClientSessionConfiguration = operation({
  auth: 'iam',
  quota: 'UserPoolClientRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    return toClientSessionConfiguration(await requireClient(ctx, pool, input.ClientId))
  },
})
