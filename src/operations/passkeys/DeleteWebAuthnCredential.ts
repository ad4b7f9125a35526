import { passkeyFault } from '../../domain/passkey-faults.ts'
import { tokenRevoked } from '../../flows/tokens/verify-access.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { StringType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'

/**
 * Takes a passkey of the token's user away. It signs nobody in any more.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
 */
export const DeleteWebAuthnCredential = operation({
  auth: 'token',
  quota: 'UserResourceUpdate',
  userGone: tokenRevoked,
  input: structure({
    AccessToken: required(TokenModelType),
    CredentialId: required(StringType),
  }),
  async handle({ CredentialId }, { store, caller: { user } }) {
    const isRemoved = await store.transaction((tx) => tx.passkeys.remove(user.poolId, user.sub, CredentialId))
    if (!isRemoved) throw passkeyFault('unknown')
    return {}
  },
})
