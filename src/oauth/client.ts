import type { Context } from '../context.ts'
import { isClientSecret } from '../flows/client-proof.ts'
import { deviates } from './deviations.ts'
import { OAuthError } from './errors.ts'
import type { OAuthRequest } from './message.ts'
import { findPlace, type Place } from './place.ts'

/** What a client says of itself. */
type Claimed = { readonly id: string | undefined; readonly secret: string | undefined; readonly isBasic: boolean }

const invalidClient = (status: 400 | 401 = 401) =>
  new OAuthError('invalid_client', undefined, {
    status,
    ...(status === 401 && { headers: { 'www-authenticate': 'Basic realm="token"' } }),
  })

/**
 * One half of client_secret_basic, which is encoded like a form (RFC 6749 section 2.3.1), or as most clients send it and
 * the service takes it, not at all. Secrets have no blanks, and may have a plus.
 */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const readBasic = (authorization: string): Claimed => {
  const [, encoded = ''] = /^Basic +([\w+/=-]+)$/i.exec(authorization) ?? []
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1) return { id: undefined, secret: undefined, isBasic: true }
  return { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)), isBasic: true }
}

const readClaimed = ({ authorization, parameters }: OAuthRequest): Claimed => {
  const [id, secret] = [parameters.get('client_id'), parameters.get('client_secret')]
  if (authorization === undefined) return { id, secret, isBasic: false }
  const basic = readBasic(authorization)
  // One way at a time (RFC 6749 section 2.3), which must speak of one client.
  if (secret !== undefined || (id !== undefined && id !== basic.id)) throw new OAuthError('invalid_request')
  return basic
}

/**
 * The client that sends a request, with its pool: proved by one of its secrets, in the header or the form,
 * or public and without any. Raises invalid_client (RFC 6749 section 5.2); `strictly` with status 401 also
 * where the service says 400.
 */
export const authenticateClient = async (
  ctx: Context,
  request: OAuthRequest,
  { strictly = false } = {},
): Promise<Place> => {
  const { id, secret, isBasic } = readClaimed(request)
  if (id === undefined) throw isBasic || strictly ? invalidClient() : new OAuthError('invalid_request')
  const place = await findPlace(ctx, request.host, id)
  if (place && (await isClientSecret(ctx, place.client, secret))) return place
  throw invalidClient(place && !strictly && deviates(place.pool, 'client-error-400') ? 400 : 401)
}
