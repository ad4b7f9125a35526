import { fault } from '../../domain/errors.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { ResourceServerIdentifierType } from '../../wire/shapes/resource-server.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toResourceServer } from './present.ts'

/**
 * Answers a resource server and its scopes.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeResourceServer.html
 */
export const DescribeResourceServer = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Identifier: required(ResourceServerIdentifierType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const server = await ctx.store.resourceServers.find(pool.id, input.Identifier)
    if (!server) throw fault('ResourceNotFoundException', unverifiedTexts.resourceServer(input.Identifier))
    return { ResourceServer: toResourceServer(server) }
  },
})
