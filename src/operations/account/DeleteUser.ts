import { fault } from '../../domain/errors.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { operation } from '../operation.ts'

/**
 * Deletes the token's user with everything of theirs; no token of theirs works any more, and the name
 * is free.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
 */
export const DeleteUser = operation({
  auth: 'token',
  quota: 'UserUpdate',
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  async handle(_input, { store, caller: { user } }) {
    const isRemoved = await store.transaction((tx) => tx.users.remove(user.poolId, user.sub))
    if (!isRemoved) throw fault('UserNotFoundException')
    return {}
  },
})
