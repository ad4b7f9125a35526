import { grantScopes, type ScopeGrant } from '../../domain/client-scopes.ts'
import { fault } from '../../domain/errors.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { isClientSecret } from '../../flows/client-proof.ts'
import { findScopes } from '../../flows/scopes.ts'
import { signClientToken } from '../../flows/tokens/client-token.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientMetadataType } from '../../wire/shapes/auth.ts'
import { ClientSecretType, ScopeListType } from '../../wire/shapes/client.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClientAnywhere } from '../require.ts'
import { refuseInsteadOf } from '../undeclared.ts'
import { originOf } from './origin.ts'

const scopeText = (grant: Exclude<ScopeGrant, { kind: 'granted' }>): string => {
  if (grant.kind === 'none') return unverifiedTexts.scopeNone
  return grant.kind === 'unknown' ? unverifiedTexts.scope(grant.scope) : unverifiedTexts.scopeOfOther(grant.scope)
}

/**
 * Gives a client that proves its secret an access token of its own, with scopes of resource servers:
 * those that it asks for, or all that it has. There is no ID or refresh token, since there is no user.
 * Who does not know the secret learns of a client only that it exists.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
 */
export const GetClientToken = operation({
  auth: 'public',
  quota: 'ClientAuthentication',
  input: structure({
    ClientId: required(ClientIdType),
    Secret: required(ClientSecretType),
    Scopes: ScopeListType,
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const { pool, client } = await requireClientAnywhere(ctx, input.ClientId)
    if (!(await isClientSecret(ctx, client, input.Secret))) {
      throw fault('NotAuthorizedException', 'Invalid client or secret')
    }
    if (!client.settings.explicitAuthFlows?.includes('ALLOW_CLIENT_TOKEN_AUTH')) {
      throw fault('InvalidParameterException', unverifiedTexts.clientToken)
    }
    const asked = input.Scopes ?? []
    const known = await findScopes(ctx, pool.id, [...asked, ...(client.settings.allowedOAuthScopes ?? [])])
    const grant = grantScopes(client, asked, known)
    if (grant.kind !== 'granted') throw fault('InvalidParameterException', scopeText(grant))
    const via = { origin: originOf(ctx.peer), metadata: input.ClientMetadata }
    const token = signClientToken(ctx, { pool, client, scopes: grant.scopes, via })
    const { accessToken, expiresIn } = await token.catch(
      refuseInsteadOf('UserLambdaValidationException', 'UnexpectedLambdaException', 'InvalidLambdaResponseException'),
    )
    return { ClientAuthenticationResult: { AccessToken: accessToken, ExpiresIn: expiresIn, TokenType: 'Bearer' } }
  },
})
