import { readableAttributes } from '../../domain/attributes.ts'
import { allAttributes } from '../../domain/user.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { toAttributeList } from '../attribute-list.ts'
import { toMfaDetails } from '../mfa/present.ts'
import { operation } from '../operation.ts'

/**
 * Tells who holds an access token: the user as it is now, with the attributes that the token's client
 * may read, and the second factors that are turned on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
 */
export const GetUser = operation({
  auth: 'token',
  quota: 'UserRead',
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  async handle(_input, { caller: { pool, client, user } }) {
    const readable = readableAttributes(pool.schema, client.settings.readAttributes)
    return {
      Username: user.username,
      UserAttributes: toAttributeList(allAttributes(user).filter(([name]) => readable.has(name))),
      ...toMfaDetails(user),
    }
  },
})
