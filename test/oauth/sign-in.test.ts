import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimsOf } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { authorizeUrl, Browser, CALLBACK, exchange, makeSite, pkce } from './site.ts'

const server = useServer()

test('a browser signs in, and its client gets tokens', async () => {
  const site = await makeSite(server)
  const browser = new Browser(server)
  const { challenge, verifier } = pkce()
  const to = await browser.signIn(
    authorizeUrl(server, site, { code_challenge: challenge, code_challenge_method: 'S256', nonce: 'n1' }),
  )
  assert.equal(to.origin + to.pathname, CALLBACK)
  assert.equal(to.searchParams.get('state'), 's1')
  const { status, body } = await exchange(server, site, to, { code_verifier: verifier })
  assert.equal(status, 200, JSON.stringify(body))
  const claims = claimsOf(String(body.id_token))
  assert.equal(claims.nonce, 'n1')
})
