import { proveClient } from '../../flows/client-proof.ts'
import { requestRecovery } from '../../flows/recovery/request.ts'
import { toWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import {
  AnalyticsMetadataType,
  ClientMetadataType,
  SecretHashType,
  UserContextDataType,
} from '../../wire/shapes/auth.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requireClientAnywhere } from '../require.ts'
import { viaOf } from '../via.ts'

/**
 * Sends the code by which ConfirmForgotPassword sets a new password, to a verified address in the
 * order of the pool's AccountRecoverySetting. A client that prevents user existence errors gets a
 * simulated answer where nothing can be sent.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 */
export const ForgotPassword = operation({
  auth: 'public',
  quota: 'UserAccountRecovery',
  input: structure({
    ClientId: required(ClientIdType),
    SecretHash: SecretHashType,
    UserContextData: UserContextDataType,
    Username: required(UsernameType),
    AnalyticsMetadata: AnalyticsMetadataType,
    ClientMetadata: ClientMetadataType,
  }),
  async handle({ ClientId, SecretHash, Username, UserContextData, ClientMetadata: metadata }, ctx) {
    const { pool, client } = await requireClientAnywhere(ctx, ClientId)
    await proveClient(ctx, client, { username: Username, secretHash: SecretHash })
    const via = await viaOf(ctx, client, UserContextData, { metadata })
    return { CodeDeliveryDetails: toWire(await requestRecovery(ctx, { pool, client, username: Username, via })) }
  },
})
