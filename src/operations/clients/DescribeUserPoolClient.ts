import { openSecrets } from '../../flows/client-secrets.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toUserPoolClient } from './present.ts'

/**
 * Everything that is set on an app client, and its secret.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html
 */
export const DescribeUserPoolClient = operation({
  auth: 'iam',
  quota: 'UserPoolClientRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    return { UserPoolClient: toUserPoolClient(client, await openSecrets(ctx, client)) }
  },
})
