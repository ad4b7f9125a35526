import { ADMIN_SCOPE } from '../../domain/claims.ts'
import { refreshTokens } from '../../flows/tokens/refresh.ts'
import { viaOf } from '../message.ts'
import { hasOpenid } from '../openid.ts'
import { type Grant, requireParameter } from './grant.ts'

/**
 * New tokens for a refresh token (RFC 6749 section 6), also for one of a sign-in by the API. A new
 * refresh token comes where the client rotates them.
 */
export const refreshToken: Grant = {
  quota: 'UserToken',
  async exchange(ctx, { pool, client }, request) {
    const token = requireParameter(request, 'refresh_token')
    const via = viaOf(request)
    const tokens = await refreshTokens(ctx, {
      ...{ pool, client, token, via },
      source: 'RefreshTokens',
      proven: true,
      deviceKey: undefined,
    })
    return {
      ...((hasOpenid(tokens.scope) || tokens.scope === ADMIN_SCOPE) && { id_token: tokens.idToken }),
      access_token: tokens.accessToken,
      ...(tokens.refreshToken !== undefined && { refresh_token: tokens.refreshToken }),
      expires_in: tokens.expiresIn,
      token_type: 'Bearer',
    }
  },
}
