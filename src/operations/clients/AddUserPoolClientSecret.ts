import { requireManagedSecrets } from '../../domain/client.ts'
import { newClientSecret } from '../../domain/generated-names.ts'
import { addSecret } from '../../flows/change-secrets.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientSecretType } from '../../wire/shapes/client.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toSecretDescriptor } from './present.ts'

/**
 * Adds a second secret to an app client that has one, so that its users can change over; both are valid
 * until one is deleted. The value is in the answer only if it was generated here. A client that registered itself
 * is refused, here and where secrets are listed or deleted.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html
 */
export const AddUserPoolClientSecret = operation({
  auth: 'iam',
  quota: 'UserPoolClientUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ClientSecret: ClientSecretType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    requireManagedSecrets(client)
    const secret = await addSecret(ctx, client, input.ClientSecret ?? newClientSecret(ctx.random))
    const isGenerated = input.ClientSecret === undefined
    return {
      ClientSecretDescriptor: {
        ...toSecretDescriptor(secret),
        ...(isGenerated && { ClientSecretValue: secret.value }),
      },
    }
  },
})
