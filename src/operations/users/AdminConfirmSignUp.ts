import { notConfirmable } from '../../flows/sign-up/unconfirmed.ts'
import { tellPostConfirmation } from '../../flows/triggers/sign-up.ts'
import { changeUser, noNames, rereadUser, transactUsers } from '../../flows/users/save.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientMetadataType } from '../../wire/shapes/auth.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { plainViaOf } from '../via.ts'

/**
 * Confirms a user who signed up, without a code. Nothing is proved by it: e-mail and phone number stay
 * unverified. An error of PostConfirmation is the answer although the user is confirmed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html
 */
export const AdminConfirmSignUp = operation({
  auth: 'iam',
  quota: 'UserCreation',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const confirmed = await transactUsers(ctx, async (tx) => {
      const current = await rereadUser(tx, user)
      if (current.status !== 'UNCONFIRMED') throw notConfirmable(current)
      await tx.codes.remove(pool.id, current.sub, 'sign_up')
      return changeUser(tx, pool, current, { status: 'CONFIRMED' }, ctx.now(), noNames)
    })
    const via = plainViaOf(ctx, input.ClientMetadata)
    // The service's event names no client here, and has no word in its place.
    await tellPostConfirmation(ctx, { pool, clientId: null, user: confirmed, via, source: 'ConfirmSignUp' })
    return {}
  },
})
