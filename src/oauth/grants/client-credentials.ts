import { grantScopes, listScopes } from '../../domain/client-scopes.ts'
import { hasSecrets } from '../../flows/client-secrets.ts'
import { findScopes } from '../../flows/scopes.ts'
import { signClientToken } from '../../flows/tokens/client-token.ts'
import { OAuthError } from '../errors.ts'
import { type Parameters, viaOf } from '../message.ts'
import type { Place } from '../place.ts'
import type { Grant } from './grant.ts'

const MAX_METADATA = 131_072

/** What the pool's function is told (`aws_client_metadata`): a JSON object of texts. */
const metadataOf = (parameters: Parameters): Record<string, string> | undefined => {
  const given = parameters.get('aws_client_metadata')
  if (given === undefined) return undefined
  const refuse = () => new OAuthError('invalid_request', 'aws_client_metadata is no JSON object of texts')
  if (given.length > MAX_METADATA) throw refuse()
  let value: unknown
  try {
    value = JSON.parse(given)
  } catch {
    throw refuse()
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw refuse()
  const entries = Object.entries(value)
  if (entries.some(([, text]) => typeof text !== 'string')) throw refuse()
  return Object.fromEntries(entries) as Record<string, string> // all of them are texts
}

const isAllowed = ({ client }: Place) =>
  client.settings.allowedOAuthFlows?.includes('client_credentials') === true ||
  client.settings.explicitAuthFlows?.join() === 'ALLOW_CLIENT_TOKEN_AUTH'

/** A token for a client on its own account (RFC 6749 section 4.4), with scopes of resource servers alone. */
export const clientCredentials: Grant = {
  quota: 'ClientAuthentication',
  async exchange(ctx, place, request) {
    const { pool, client } = place
    if (!isAllowed(place)) throw new OAuthError('unauthorized_client')
    // A client without a secret has proved nothing.
    if (!(await hasSecrets(ctx, client))) throw new OAuthError('invalid_client')
    const metadata = metadataOf(request.parameters)
    const asked = listScopes(request.parameters.get('scope'))
    if (!asked) throw new OAuthError('invalid_scope')
    const known = await findScopes(ctx, pool.id, [...asked, ...(client.settings.allowedOAuthScopes ?? [])])
    const granted = grantScopes(client, asked, known)
    if (granted.kind === 'not-allowed') throw new OAuthError('invalid_grant')
    if (granted.kind !== 'granted') throw new OAuthError('invalid_scope')
    const via = viaOf(request, metadata)
    const { accessToken, expiresIn } = await signClientToken(ctx, { pool, client, scopes: granted.scopes, via })
    return { access_token: accessToken, expires_in: expiresIn, token_type: 'Bearer' }
  },
}
