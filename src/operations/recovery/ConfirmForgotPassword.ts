import { proveClient } from '../../flows/client-proof.ts'
import { confirmRecovery } from '../../flows/recovery/confirm.ts'
import { required, structure } from '../../wire/schema.ts'
import {
  AnalyticsMetadataType,
  ClientMetadataType,
  SecretHashType,
  UserContextDataType,
} from '../../wire/shapes/auth.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { ConfirmationCodeType, PasswordType, UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requireClientAnywhere } from '../require.ts'
import { viaOf } from '../via.ts'

/**
 * Sets a new password by the code that ForgotPassword or AdminResetUserPassword sent. The user is
 * CONFIRMED then, and signed out everywhere.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
 */
export const ConfirmForgotPassword = operation({
  auth: 'public',
  quota: 'UserAccountRecovery',
  input: structure({
    ClientId: required(ClientIdType),
    SecretHash: SecretHashType,
    Username: required(UsernameType),
    ConfirmationCode: required(ConfirmationCodeType),
    Password: required(PasswordType),
    AnalyticsMetadata: AnalyticsMetadataType,
    UserContextData: UserContextDataType,
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const { ClientId, SecretHash, Username, ConfirmationCode, Password, ClientMetadata: metadata } = input
    const { pool, client } = await requireClientAnywhere(ctx, ClientId)
    await proveClient(ctx, client, { username: Username, secretHash: SecretHash })
    const via = await viaOf(ctx, client, input.UserContextData, { metadata })
    await confirmRecovery(ctx, { pool, client, username: Username, code: ConfirmationCode, password: Password, via })
    return {}
  },
})
