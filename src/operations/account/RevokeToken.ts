import { fault, type ServiceError } from '../../domain/errors.ts'
import { isClientSecret } from '../../flows/client-proof.ts'
import { type Revocation, revokeRefreshToken } from '../../flows/tokens/revoke.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { ClientSecretType } from '../../wire/shapes/client.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { RevokeAssociatedSessionsType } from '../../wire/shapes/session.ts'
import { operation } from '../operation.ts'

/** All texts are unverified. */
const texts = {
  client: 'Invalid client.',
  disabled: 'Token revocation is not enabled for this client.',
  type: 'Only refresh tokens can be revoked.',
  foreign: 'The token was not issued to this client.',
}

/** What is answered other than a success. */
const faults: Partial<Record<Revocation, () => ServiceError>> = {
  'not-a-refresh-token': () => fault('UnsupportedTokenTypeException', texts.type),
  'of-another-client': () => fault('UnauthorizedException', texts.foreign),
}

/**
 * Revokes a refresh token with all access and ID tokens of the same sign-in. A token that nobody
 * knows is no error. LINKED also ends the session of the sign-in pages that the sign-in came from, and no
 * other tokens of it; that means nothing where the pool tracks no sessions.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export const RevokeToken = operation({
  auth: 'public',
  quota: 'UserToken',
  input: structure({
    Token: required(TokenModelType),
    ClientId: required(ClientIdType),
    ClientSecret: ClientSecretType,
    RevokeAssociatedSessions: RevokeAssociatedSessionsType,
  }),
  async handle({ Token, ClientId, ClientSecret, RevokeAssociatedSessions }, ctx) {
    // An unknown client is Unauthorized here: the operation declares no ResourceNotFoundException.
    const client = (await ctx.store.clients.findWithPool(ClientId))?.client
    if (!client || !(await isClientSecret(ctx, client, ClientSecret))) {
      throw fault('UnauthorizedException', texts.client)
    }
    if (!client.settings.enableTokenRevocation) throw fault('UnsupportedOperationException', texts.disabled)
    const withOrigin = RevokeAssociatedSessions === 'LINKED'
    const refusal = faults[await revokeRefreshToken(ctx, client, Token, { withOrigin })]
    if (refusal) throw refusal()
    return {}
  },
})
