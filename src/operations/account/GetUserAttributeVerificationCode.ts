import { requestVerification } from '../../flows/users/verify-attribute.ts'
import { toWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientMetadataType, TokenModelType } from '../../wire/shapes/auth.ts'
import { AttributeNameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { plainViaOf } from '../via.ts'
import { requireVerifiable } from './verifiable.ts'

/**
 * Sends a code by which the token's user proves an e-mail address or a phone number: the one that
 * waits to replace the present one, if there is one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
 */
export const GetUserAttributeVerificationCode = operation({
  auth: 'token',
  quota: 'UserResourceRead',
  input: structure({
    AccessToken: required(TokenModelType),
    AttributeName: required(AttributeNameType),
    ClientMetadata: ClientMetadataType,
  }),
  async handle({ AttributeName, ClientMetadata }, ctx) {
    const { pool, client, user } = ctx.caller
    const name = requireVerifiable(AttributeName)
    const via = plainViaOf(ctx, ClientMetadata)
    return { CodeDeliveryDetails: toWire(await requestVerification(ctx, { pool, client, user, name, via })) }
  },
})
