import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { DomainType } from '../../wire/shapes/domain.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { noDomain } from './require.ts'

/**
 * Takes a domain away from a pool; any pool may have it then. Passkeys that sign for it cannot sign in.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolDomain.html
 */
export const DeleteUserPoolDomain = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    Domain: required(DomainType),
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    if (!(await ctx.store.transaction((tx) => tx.domains.remove(pool.id, input.Domain)))) throw noDomain()
    return {}
  },
})
