import { assertWritable, writableAttributes } from '../../domain/attributes.ts'
import { deleteAttributes } from '../../flows/users/update-attributes.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { AttributeNameListType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'

/**
 * Deletes attributes of the token's user, as far as the client may write them and the pool does not
 * require them.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
 */
export const DeleteUserAttributes = operation({
  auth: 'token',
  quota: 'UserUpdate',
  input: structure({
    UserAttributeNames: required(AttributeNameListType),
    AccessToken: required(TokenModelType),
  }),
  async handle({ UserAttributeNames: names }, ctx) {
    const { pool, client, user } = ctx.caller
    assertWritable(writableAttributes(pool.schema, client.settings.writeAttributes), names)
    await deleteAttributes(ctx, { pool, user, names })
    return {}
  },
})
