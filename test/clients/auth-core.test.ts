/** Auth.js, which is next-auth without Next: its Cognito provider, told the issuer, the client and its secret alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Auth, type AuthConfig } from '@auth/core'
import Cognito from '@auth/core/providers/cognito'
import { PASSWORD as JOHNS, makeUser } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { Browser, makeSite } from '../oauth/site.ts'
import { STRICT } from './oauth.ts'

const server = useServer()
const APP = 'https://shop.example.com'
const CALLBACK = `${APP}/auth/callback/cognito`

/** An app at APP, and a browser's cookies of it. */
const makeApp = (config: AuthConfig) => {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await Auth(new Request(new URL(path, APP), { ...init, headers }), config)
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const session = async () => (await (await send('/auth/session')).json()) as { user?: Record<string, string> } | null
  const post = async (path: string) => {
    const { csrfToken } = (await (await send('/auth/csrf')).json()) as { csrfToken: string }
    const response = await send(path, { method: 'POST', body: new URLSearchParams({ csrfToken, callbackUrl: APP }) })
    return response.headers.get('location') ?? ''
  }
  return { send, session, post }
}

const fixture = async (UserPoolTags: Record<string, string>) => {
  const site = await makeSite(server, { UserPoolTags }, { GenerateSecret: true, CallbackURLs: [CALLBACK] })
  await makeUser(site.sdk, site.poolId, 'john', { email: 'john@example.com', name: 'John' })
  const errors: Error[] = []
  const clientId = site.clientId
  const issuer = `${server.ctx.settings.publicUrl}/${site.poolId}`
  const app = makeApp({
    providers: [Cognito({ clientId, clientSecret: site.secret ?? '', issuer })],
    secret: 'a secret of the app, as long as one should be',
    trustHost: true,
    basePath: '/auth',
    logger: { error: (error) => void errors.push(error) },
  })
  return { ...site, app, errors, browser: new Browser(server) }
}

for (const [pool, tags] of Object.entries({ 'a pool that follows the service': {}, 'a strict pool': STRICT })) {
  test(`${pool}: a user signs in at the app, and out of it`, async () => {
    const { app, errors, browser } = await fixture(tags)
    const back = await browser.signIn(await app.post('/auth/signin/cognito'), 'john', JOHNS)
    assert.equal((await app.send(back.pathname + back.search)).headers.get('location'), APP)
    assert.deepEqual(errors, [])
    const { user } = (await app.session()) ?? {}
    assert.deepEqual({ ...user }, { email: 'john@example.com', name: 'John' })
    await app.post('/auth/signout')
    assert.equal(await app.session(), null)
  })
}

test('an answer to a request of another browser signs nobody in', async () => {
  const { app, errors, browser } = await fixture({})
  const back = await browser.signIn(await app.post('/auth/signin/cognito'), 'john', JOHNS)
  await app.post('/auth/signin/cognito')
  const answer = await app.send(back.pathname + back.search)
  assert.match(answer.headers.get('location') ?? '', /\/auth\/error/)
  assert.equal(errors.length, 1)
  assert.equal(await app.session(), null)
})
