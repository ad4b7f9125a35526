import { deleteTokens } from '../../flows/mfa/software-token.ts'
import { required, string, structure } from '../../wire/schema.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Takes a user's authenticator app away. In a pool that requires MFA they are asked for another
 * factor, or to set one up.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html
 */
export const AdminDeleteSoftwareToken = operation({
  auth: 'iam',
  quota: 'UserResourceUpdate',
  input: structure({
    UserPoolId: required(string()),
    Username: required(UsernameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    await deleteTokens(ctx, pool, await requireUser(ctx, pool, input.Username))
    return {}
  },
})
