import { fault } from '../../domain/errors.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { ResourceServerIdentifierType } from '../../wire/shapes/resource-server.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'

/**
 * Deletes a resource server, also while clients have its scopes: they keep the names, and no token
 * has the scopes until a resource server defines them again.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteResourceServer.html
 */
export const DeleteResourceServer = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Identifier: required(ResourceServerIdentifierType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const removed = await ctx.store.transaction((tx) => tx.resourceServers.remove(pool.id, input.Identifier))
    if (!removed) throw fault('ResourceNotFoundException', unverifiedTexts.resourceServer(input.Identifier))
    return {}
  },
})
