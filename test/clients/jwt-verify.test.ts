/** aws-jwt-verify, by which servers verify tokens of user pools, on tokens of the code grant and of machines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { useServer } from '../harness.ts'
import { authorizeUrl, Browser, basic, exchange, makeSite, postToken, type Site } from '../oauth/site.ts'
import { makeMachineClient } from './oauth.ts'

const server = useServer()
const asAws = useServer({ CENOTE_ISSUER: 'aws' })

/** The library fetches by TLS alone: who has none, or another place for the keys, gives it a fetcher. */
const keysAt = (place: (uri: string) => string) =>
  new SimpleJwksCache({ fetcher: { fetch: async (uri) => (await fetch(place(uri))).arrayBuffer() } })

const signIn = async (at: typeof server, site: Site) => {
  const to = await new Browser(at).signIn(authorizeUrl(at, site, { scope: 'openid email' }))
  const { body } = await exchange(at, site, to)
  return { idToken: String(body.id_token), accessToken: String(body.access_token) }
}

test('tokens of the code grant, by the issuer that they name', async () => {
  const site = await makeSite(server)
  const { idToken, accessToken } = await signIn(server, site)
  const issuer = `${server.ctx.settings.publicUrl}/${site.poolId}`
  const jwksCache = keysAt((uri) => uri)
  const ids = JwtVerifier.create({ issuer, audience: site.clientId }, { jwksCache })
  assert.equal((await ids.verify(idToken)).token_use, 'id')
  const accesses = JwtVerifier.create({ issuer, audience: null, scope: 'openid' }, { jwksCache })
  assert.equal((await accesses.verify(accessToken)).client_id, site.clientId)
  await assert.rejects(ids.verify(accessToken), /Missing Audience/)
  await assert.rejects(accesses.verify(accessToken, { scope: 'orders/read' }), /Scope not allowed/)
  const other = JwtVerifier.create({ issuer, audience: 'other' }, { jwksCache })
  await assert.rejects(other.verify(idToken), /Audience not allowed/)
})

for (const Type of ['ORIGINAL', 'UPDATED'] as const) {
  test(`CognitoJwtVerifier itself, where tokens have the service's issuer (${Type})`, async () => {
    const site = await makeSite(asAws)
    const configured = { UserPoolId: site.poolId, IssuerConfiguration: { Type } }
    await site.sdk.send(new UpdateUserPoolCommand(configured))
    const { idToken, accessToken } = await signIn(asAws, site)
    const { publicUrl } = asAws.ctx.settings
    const jwksCache = keysAt((uri) => `${publicUrl}${new URL(uri).pathname}`)
    const expected = { userPoolId: site.poolId, clientId: site.clientId }
    const verifier = CognitoJwtVerifier.create({ ...expected, tokenUse: 'id' }, { jwksCache })
    assert.equal((await verifier.verify(idToken))['cognito:username'], 'jane')
    await assert.rejects(verifier.verify(accessToken), /Token use not allowed/)
    const access = await verifier.verify(accessToken, { tokenUse: 'access', clientId: site.clientId, scope: 'openid' })
    assert.equal(access.username, 'jane')
    await assert.rejects(verifier.verify(idToken, { tokenUse: 'id', clientId: 'other' }), /Client ID .* not allowed/)
  })
}

test('a token of a machine, as the resource server verifies it', async () => {
  const site = await makeMachineClient(server)
  const { body } = await postToken(server, { grant_type: 'client_credentials', scope: 'orders/read' }, basic(site))
  const issuer = `${server.ctx.settings.publicUrl}/${site.poolId}`
  const verifier = JwtVerifier.create({ issuer, audience: null }, { jwksCache: keysAt((uri) => uri) })
  const token = String(body.access_token)
  assert.equal((await verifier.verify(token, { scope: 'orders/read' })).sub, site.clientId)
  await assert.rejects(verifier.verify(token, { scope: 'orders/write' }), /Scope not allowed/)
})
