import { fault } from '../../domain/errors.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { TermsNameType } from '../../wire/shapes/terms.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toTerms } from './present.ts'

/**
 * Answers the terms of use or the privacy policy of a client.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeTermsByClient.html
 */
export const DescribeTermsByClient = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    ClientId: required(ClientIdType),
    UserPoolId: required(UserPoolIdType),
    TermsName: required(TermsNameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    const terms = await ctx.store.terms.findByClient(pool.id, client.id, input.TermsName)
    if (!terms) throw fault('ResourceNotFoundException', unverifiedBrandingTexts.termsOfClient(input.TermsName))
    return { Terms: toTerms(terms) }
  },
})
