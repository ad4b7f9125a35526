import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'

/**
 * Deletes an app client with its secrets. The tokens of its users are void from now on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html
 */
export const DeleteUserPoolClient = operation({
  auth: 'iam',
  quota: 'UserPoolClientUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    await ctx.store.transaction((tx) => tx.clients.remove(pool.id, client.id))
    return {}
  },
})
