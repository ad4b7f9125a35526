import { verifyAttribute } from '../../flows/users/verify-attribute.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { AttributeNameType, ConfirmationCodeType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requireVerifiable } from './verifiable.ts'

/**
 * Verifies an e-mail address or a phone number of the token's user by its code. An address that
 * waited for this takes the place of the old one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
 */
export const VerifyUserAttribute = operation({
  auth: 'token',
  quota: 'UserUpdate',
  input: structure({
    AccessToken: required(TokenModelType),
    AttributeName: required(AttributeNameType),
    Code: required(ConfirmationCodeType),
  }),
  async handle({ AttributeName, Code }, ctx) {
    const { pool, user } = ctx.caller
    await verifyAttribute(ctx, { pool, user, name: requireVerifiable(AttributeName) }, Code)
    return {}
  },
})
