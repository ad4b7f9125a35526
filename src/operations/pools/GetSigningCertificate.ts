import { signingCertificate } from '../../flows/federation/signing-certificate.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'

/**
 * The X.509 certificate, in base64, of the key by which the pool signs requests to SAML providers. It is
 * valid for ten years; each year there is a new one of the same key.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetSigningCertificate.html
 */
export const GetSigningCertificate = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    return { Certificate: await signingCertificate(ctx, pool) }
  },
})
