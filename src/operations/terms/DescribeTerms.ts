import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { TermsIdType } from '../../wire/shapes/terms.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toTerms } from './present.ts'
import { requireTerms } from './require.ts'

/**
 * Answers terms of a pool by their id.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeTerms.html
 */
export const DescribeTerms = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    TermsId: required(TermsIdType),
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    return { Terms: toTerms(await requireTerms(ctx, pool, input.TermsId)) }
  },
})
