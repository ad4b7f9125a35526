/** What one browser can have the server do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context } from '../../src/context.ts'
import { logout } from '../../src/oauth/logout.ts'
import { makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { appCode, factors, makeMfaPool } from '../mfa.ts'
import { authorizeUrl, Browser, codeClient, makeSite, returned } from './site.ts'

const server = useServer({ CENOTE_QUOTAS: 'UserToken=3' })

test('codes and tokens of a session come at the rate of refreshed ones', async () => {
  const site = await makeSite(server)
  const browser = new Browser(server)
  await browser.signIn(authorizeUrl(server, site))
  await server.freeze(async () => {
    for (const response_type of ['code', 'token'])
      for (const path of ['/oauth2/authorize', '/login']) {
        server.travel(1000)
        const url = authorizeUrl(server, site, { response_type, prompt: 'none' }).replace('/oauth2/authorize', path)
        const answers = []
        for (let tries = 0; tries < 5; tries++) answers.push(returned(await browser.send(url)))
        const [first, last] = [answers[0], answers.at(-1)]
        assert.deepEqual([first?.error, last?.error, last?.state], [undefined, 'temporarily_unavailable', 's1'])
      }
  })
})

test('a request to sign out asks for no more pools than a browser has cookies of', async () => {
  const asked: string[] = []
  const { store } = server.ctx
  const find = (id: string) => {
    asked.push(id)
    return store.pools.find(id)
  }
  const ctx: Context = { ...server.ctx, store: { ...store, pools: { ...store.pools, find } } }
  const request = { parameters: new Map<string, string>(), repeated: new Set<string>(), authorization: undefined }
  const from = {
    ...request,
    host: 'localhost',
    origin: { ipAddress: '127.0.0.1', userAgent: undefined },
    requestId: 'r',
  }
  await logout(ctx, from, new Map(Array.from({ length: 1000 }, (_, index) => [`eu-west-1_${index}`, 'x'])))
  assert.equal(asked.length, 50)
})

test('a device has no name that would fill every challenge, also from a form', async () => {
  const pool = await makeMfaPool(server, 'ON', factors.totp, {}, codeClient)
  await makeUser(pool.sdk, pool.poolId, 'jane')
  const browser = new Browser(server)
  await browser.open(authorizeUrl(server, pool))
  const { text } = await browser.submit({ username: 'jane', password: PASSWORD })
  const secret = /secret=([A-Z2-7]+)/.exec(text)?.[1] ?? assert.fail(text)
  const deviceName = `x${'💥'.repeat(100_000)}`
  const { url } = await browser.submit({ code: appCode(secret, server.ctx.now()), deviceName })
  assert.ok(url.searchParams.has('code'))
  const user = await server.ctx.store.users.findByName(pool.poolId, 'jane')
  const token = await server.ctx.store.softwareTokens.find(pool.poolId, user?.sub ?? '', 'verified')
  assert.equal(token?.friendlyName, `x${'💥'.repeat(127)}`)
})
