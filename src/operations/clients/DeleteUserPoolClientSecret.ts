import { requireManagedSecrets } from '../../domain/client.ts'
import { removeSecret } from '../../flows/change-secrets.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientSecretIdType } from '../../wire/shapes/client.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'

/**
 * Deletes one of the two secrets of an app client. The last one stays.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClientSecret.html
 */
export const DeleteUserPoolClientSecret = operation({
  auth: 'iam',
  quota: 'UserPoolClientUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ClientSecretId: required(ClientSecretIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    requireManagedSecrets(client)
    await removeSecret(ctx, client, input.ClientSecretId)
    return {}
  },
})
