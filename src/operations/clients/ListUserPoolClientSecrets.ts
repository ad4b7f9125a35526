import { requireManagedSecrets } from '../../domain/client.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, PaginationKey, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { decodePageToken } from '../page-token.ts'
import { requireClient, requirePool } from '../require.ts'
import { toSecretDescriptor } from './present.ts'

/**
 * The secrets of an app client, oldest first and without their values. There are two at most, so that
 * there is one page; a token of a next one can only be made up.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClientSecrets.html
 */
export const ListUserPoolClientSecrets = operation({
  auth: 'iam',
  quota: 'UserPoolClientRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    NextToken: PaginationKey,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    requireManagedSecrets(client)
    decodePageToken(ctx, ['ListUserPoolClientSecrets', pool.id, client.id], input.NextToken)
    const secrets = await ctx.store.clients.secrets(pool.id, client.id)
    return { ClientSecrets: secrets.map(toSecretDescriptor) }
  },
})
