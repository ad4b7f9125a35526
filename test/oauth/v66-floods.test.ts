/** What one browser can have the server do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context } from '../../src/context.ts'
import { logout } from '../../src/oauth/logout.ts'
import { useServer } from '../harness.ts'
import { authorizeUrl, Browser, makeSite, returned } from './site.ts'

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
