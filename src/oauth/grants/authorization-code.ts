import { redeemCode } from '../../flows/authorization/redeem.ts'
import { deviates } from '../deviations.ts'
import { OAuthError } from '../errors.ts'
import { viaOf } from '../message.ts'
import { hasOpenid } from '../openid.ts'
import { type Grant, requireParameter } from './grant.ts'

/** Tokens for a code that the user's browser brought (RFC 6749 section 4.1.3). */
export const authorizationCode: Grant = {
  quota: 'UserAuthentication',
  async exchange(ctx, { pool, client }, request) {
    const code = requireParameter(request, 'code')
    const redirectUri = request.parameters.get('redirect_uri')
    const verifier = request.parameters.get('code_verifier')
    if (!client.settings.allowedOAuthFlows?.includes('code')) throw new OAuthError('unauthorized_client')
    const redeemed = await redeemCode(ctx, { pool, client, code, redirectUri, verifier, via: viaOf(request) })
    if (redeemed.kind !== 'tokens') {
      const isOther = redeemed.kind === 'other-redirect-uri'
      const code = isOther && deviates(pool, 'redirect-error') ? 'unauthorized_client' : 'invalid_grant'
      throw new OAuthError(code, isOther ? 'invalid_redirect' : undefined)
    }
    const { tokens } = redeemed
    return {
      ...(hasOpenid(tokens.scope) && { id_token: tokens.idToken }),
      access_token: tokens.accessToken,
      ...(tokens.refreshToken !== undefined && { refresh_token: tokens.refreshToken }),
      expires_in: tokens.expiresIn,
      token_type: 'Bearer',
    }
  },
}
