import { updateAttributes } from '../../flows/users/update-attributes.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientMetadataType } from '../../wire/shapes/auth.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { AttributeListType, UsernameType } from '../../wire/shapes/user.ts'
import { fromAttributeList } from '../attribute-list.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { plainViaOf } from '../via.ts'

/**
 * Changes attributes of a user, developer-only ones too; a blank value deletes one. A new e-mail or phone
 * number is unverified and gets a code, where the pool verifies it, unless the request says with it that
 * it is verified; a verified one that is a sign-in alias is taken from whoever had it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
 */
export const AdminUpdateUserAttributes = operation({
  auth: 'iam',
  quota: 'UserUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    UserAttributes: required(AttributeListType),
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const changes = fromAttributeList(input.UserAttributes)
    await updateAttributes(ctx, { pool, user, changes, vouches: true, via: plainViaOf(ctx, input.ClientMetadata) })
    return {}
  },
})
