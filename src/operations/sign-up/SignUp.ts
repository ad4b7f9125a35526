import { proveClient } from '../../flows/client-proof.ts'
import { refuseClosedSignUp, signUp } from '../../flows/sign-up/sign-up.ts'
import { toWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import {
  AnalyticsMetadataType,
  ClientMetadataType,
  SecretHashType,
  UserContextDataType,
} from '../../wire/shapes/auth.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { AttributeListType, PasswordType, UsernameType } from '../../wire/shapes/user.ts'
import { fromAttributeList } from '../attribute-list.ts'
import { operation } from '../operation.ts'
import { requireClientAnywhere } from '../require.ts'
import { viaOf } from '../via.ts'

/**
 * Registers a user, who is UNCONFIRMED until ConfirmSignUp, and sends the code for it to an address
 * that the pool verifies by itself: to the phone alone where there are both. Every client learns that
 * a name is taken. Where that code could sign the user in, a Session comes back that ConfirmSignUp
 * takes, and no password is needed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
 */
export const SignUp = operation({
  auth: 'public',
  quota: 'UserCreation',
  input: structure({
    ClientId: required(ClientIdType),
    SecretHash: SecretHashType,
    Username: required(UsernameType),
    Password: PasswordType,
    UserAttributes: AttributeListType,
    ValidationData: AttributeListType,
    AnalyticsMetadata: AnalyticsMetadataType,
    UserContextData: UserContextDataType,
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const { ClientId, SecretHash, Username, Password, UserContextData, ClientMetadata: metadata } = input
    const { pool, client } = await requireClientAnywhere(ctx, ClientId)
    await proveClient(ctx, client, { username: Username, secretHash: SecretHash })
    refuseClosedSignUp(pool)
    const { user, delivery, session } = await signUp(ctx, {
      pool,
      client,
      username: Username,
      password: Password,
      attributes: fromAttributeList(input.UserAttributes),
      validationData: fromAttributeList(input.ValidationData),
      via: await viaOf(ctx, client, UserContextData, { metadata }),
    })
    return {
      UserConfirmed: user.status === 'CONFIRMED',
      ...(delivery && { CodeDeliveryDetails: toWire(delivery) }),
      UserSub: user.sub,
      ...(session !== undefined && { Session: session }),
    }
  },
})
