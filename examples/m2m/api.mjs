/** An API that takes access tokens: from whom they are, and what for, is in them. */
import { createServer } from 'node:http'
import { JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'

/** What each method asks of a token. */
const scopes = { GET: 'orders/read', POST: 'orders/write' }

/** The library fetches keys by TLS alone. In production Cenote is reached by it, and this goes. */
const plainFetcher = { fetch: async (uri) => (await fetch(uri)).arrayBuffer() }

/** The API of a pool's issuer, as a server of node:http. */
export const makeApi = (issuer) => {
  const verifier = JwtVerifier.create(
    // Access tokens of machines name no audience: their scopes are of this API alone.
    { issuer, audience: null, customJwtCheck: onlyAccessTokens },
    { jwksCache: new SimpleJwksCache({ fetcher: plainFetcher }) },
  )
  const orders = ['a lamp', 'a chair']
  const refuse = (response, status, error) =>
    response.writeHead(status, { 'www-authenticate': `Bearer error="${error}"` }).end()

  return createServer(async (request, response) => {
    const [, token] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? []
    const scope = scopes[request.method]
    if (!scope) return response.writeHead(405).end()
    const claims = await verifier.verify(token ?? '').catch(() => undefined)
    if (!claims) return refuse(response, 401, 'invalid_token')
    if (!claims.scope?.split(' ').includes(scope)) return refuse(response, 403, 'insufficient_scope')
    if (request.method === 'POST') orders.push('one more')
    return response.setHeader('content-type', 'application/json').end(JSON.stringify({ orders, for: claims.client_id }))
  })
}

function onlyAccessTokens({ payload }) {
  if (payload.token_use !== 'access') throw new Error('not an access token')
}
