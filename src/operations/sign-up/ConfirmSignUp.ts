import { proveClient } from '../../flows/client-proof.ts'
import { confirmSignUp } from '../../flows/sign-up/confirm.ts'
import { boolean, required, structure } from '../../wire/schema.ts'
import {
  AnalyticsMetadataType,
  ClientMetadataType,
  SecretHashType,
  SessionType,
  UserContextDataType,
} from '../../wire/shapes/auth.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { ConfirmationCodeType, UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requireClientAnywhere } from '../require.ts'
import { viaOf } from '../via.ts'

/**
 * Confirms a sign-up by the code that was sent for it, and marks the address that it went to as
 * verified. An address that is another user's alias moves here by ForceAliasCreation alone. Where such
 * a code could sign the user in, a Session comes back with which InitiateAuth gives tokens.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */
export const ConfirmSignUp = operation({
  auth: 'public',
  quota: 'UserCreation',
  input: structure({
    ClientId: required(ClientIdType),
    SecretHash: SecretHashType,
    Username: required(UsernameType),
    ConfirmationCode: required(ConfirmationCodeType),
    ForceAliasCreation: boolean,
    AnalyticsMetadata: AnalyticsMetadataType,
    UserContextData: UserContextDataType,
    ClientMetadata: ClientMetadataType,
    Session: SessionType,
  }),
  async handle(input, ctx) {
    const { ClientId, SecretHash, Username, ConfirmationCode, ForceAliasCreation = false, Session } = input
    const { pool, client } = await requireClientAnywhere(ctx, ClientId)
    await proveClient(ctx, client, { username: Username, secretHash: SecretHash })
    const session = await confirmSignUp(ctx, {
      pool,
      client,
      username: Username,
      code: ConfirmationCode,
      forceAlias: ForceAliasCreation,
      session: Session,
      via: await viaOf(ctx, client, input.UserContextData, { metadata: input.ClientMetadata }),
    })
    return session === undefined ? {} : { Session: session }
  },
})
