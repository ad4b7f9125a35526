import type { Context } from '../context.ts'
import { readableAttributes } from '../domain/attributes.ts'
import { oidcScopes } from '../domain/client-scopes.ts'
import { type Pool, registersClients } from '../domain/pool.ts'
import { issuerOf } from '../flows/tokens/issuer.ts'
import { deviates } from './deviations.ts'
import { grantTypes } from './token.ts'

/** Claims of ID tokens beside the user's attributes. */
const tokenClaims = ['iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'at_hash', 'acr', 'amr']

/** The base of a pool's endpoints that clients reach: its custom domain, else the server itself, which needs no names. */
const baseOf = ({ settings }: Pick<Context, 'settings'>, { customDomain }: Pool): string => {
  if (customDomain === undefined) return settings.publicUrl
  const url = new URL(settings.publicUrl)
  url.hostname = customDomain
  return url.origin
}

/** Nothing but the host or the query tells the pool of a client that is not there yet. */
const registrationEndpoint = (base: string, { id, customDomain }: Pool): string => {
  const endpoint = `${base}/oauth2/register`
  return customDomain === undefined ? `${endpoint}?${new URLSearchParams({ user_pool_id: id })}` : endpoint
}

/**
 * What clients of OpenID Connect read first: the service's members, and in a strict pool those that the
 * standards want.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export const discoveryDocument = ({ settings }: Pick<Context, 'settings'>, pool: Pool): Record<string, unknown> => {
  const base = baseOf({ settings }, pool)
  const document = {
    authorization_endpoint: `${base}/oauth2/authorize`,
    end_session_endpoint: `${base}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(settings, pool),
    jwks_uri: `${settings.publicUrl}/${pool.id}/.well-known/jwks.json`,
    ...(registersClients(pool) && { registration_endpoint: registrationEndpoint(base, pool) }),
    response_types_supported: ['code', 'token'],
    revocation_endpoint: `${base}/oauth2/revoke`,
    scopes_supported: oidcScopes,
    subject_types_supported: ['public'],
    token_endpoint: `${base}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${base}/oauth2/userInfo`,
  }
  if (deviates(pool, 'plain-discovery')) return document
  return {
    ...document,
    token_endpoint_auth_methods_supported: [...document.token_endpoint_auth_methods_supported, 'none'],
    revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    response_modes_supported: ['query', 'fragment'],
    grant_types_supported: [...grantTypes, 'implicit'],
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login', 'select_account', 'consent'],
    claims_supported: [...tokenClaims, ...readableAttributes(pool.schema)],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    authorization_response_iss_parameter_supported: true,
  }
}
