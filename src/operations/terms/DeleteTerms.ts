import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { TermsIdType } from '../../wire/shapes/terms.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { noTerms } from './require.ts'

/**
 * Deletes terms of a client.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteTerms.html
 */
export const DeleteTerms = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    TermsId: required(TermsIdType),
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    if (!(await ctx.store.transaction((tx) => tx.terms.remove(pool.id, input.TermsId)))) throw noTerms(input.TermsId)
    return {}
  },
})
