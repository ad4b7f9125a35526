import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import Fastify from 'fastify'
import { queueMessage } from '../../src/flows/messages/queue.ts'
import type { OutgoingMessage } from '../../src/outbound/index.ts'
import { inboxRoutes } from '../../src/server/inbox.ts'
import { makeCluster, POOL } from '../flows/node.ts'
import { waitUntilDelivered } from '../harness.ts'

const evil = `</pre><script>alert(1)</script>"'&`
const messages: OutgoingMessage[] = [
  { poolId: POOL, username: 'jo', medium: 'SMS', to: '+15551230001', body: 'Code 111111', code: '111111' },
  {
    poolId: POOL,
    username: evil,
    medium: 'EMAIL',
    to: 'jane+x@example.com',
    subject: evil,
    body: `<p>Code <b>222222</b></p><img src="https://tracker.example">${evil}`,
    code: '222222',
    link: 'https://id.example/confirmUser?a=1&b=2',
  },
  {
    poolId: POOL,
    username: 'jo',
    medium: 'EMAIL',
    to: 'jo@example.com',
    subject: 'x',
    body: 'y',
    link: 'javascript:alert(1)',
  },
]

const app = Fastify()
let cluster: Awaited<ReturnType<typeof makeCluster>>

before(async () => {
  cluster = await makeCluster()
  const { ctx, start } = await cluster.node({ keepsInbox: true })
  inboxRoutes(app, ctx)
  start()
  for (const message of messages) await ctx.store.transaction((tx) => queueMessage(ctx, tx, message))
  await waitUntilDelivered(ctx)
})
after(async () => {
  await app.close()
  await cluster[Symbol.asyncDispose]()
})

const get = (url: string, host = 'localhost:9230') => app.inject({ url, headers: { host } })

describe('the inbox', () => {
  test('as JSON: every message, newest first', async () => {
    const response = await get('/_cenote/inbox.json')
    assert.equal(response.headers['content-type'], 'application/json; charset=utf-8')
    assert.equal(response.headers['access-control-allow-origin'], undefined)
    const inbox = response.json()
    assert.deepEqual(
      inbox.map(({ to }: { to: string }) => to),
      ['jo@example.com', 'jane+x@example.com', '+15551230001'],
    )
    assert.deepEqual(inbox.at(-1), {
      to: '+15551230001',
      medium: 'SMS',
      subject: null,
      body: 'Code 111111',
      code: '111111',
      link: null,
      poolId: POOL,
      username: 'jo',
      sentAt: '2031-05-06T00:00:00.000Z',
    })
  })

  for (const to of ['%2B15551230001', '+15551230001', 'jane%2Bx@example.com', 'jane+x@example.com', 'jo@example.com']) {
    test(`of ${to}`, async () => assert.equal((await get(`/_cenote/inbox.json?to=${to}`)).json().length, 1))
  }

  test('of nobody', async () => {
    assert.deepEqual((await get('/_cenote/inbox.json?to=nobody@example.com')).json(), [])
    assert.match((await get('/_cenote/inbox?to=nobody@example.com')).body, /No messages to nobody@example.com yet/)
  })

  test('as a page escapes everything, runs nothing and loads nothing', async () => {
    const { headers, body } = await get('/_cenote/inbox')
    assert.match(String(headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-[\w+/=]+';/)
    assert.doesNotMatch(body, /<(script|img|iframe)|href="javascript/i)
    assert.match(body, /&lt;\/pre&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;&#39;&amp;/)
    assert.match(body, /<p class="code">222222<\/p>/)
    assert.match(body, /<a href="https:\/\/id\.example\/confirmUser\?a=1&amp;b=2"/)
    assert.match((await get('/_cenote/inbox?to=%22%3E%3Cscript%3E')).body, /value="&quot;&gt;&lt;script&gt;"/)
  })

  for (const host of ['localhost', 'LOCALHOST:9230', '127.0.0.1:9230', '127.1.2.3', '[::1]:9230']) {
    test(`answers as ${host}`, async () => assert.equal((await get('/_cenote/inbox.json', host)).statusCode, 200))
  }
  for (const host of [
    'evil.example',
    'evil.example:9230',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    '192.168.1.4',
  ]) {
    test(`does not answer as ${JSON.stringify(host)} (DNS rebinding)`, async () => {
      for (const url of ['/_cenote/inbox', '/_cenote/inbox.json']) {
        const response = await get(url, host)
        assert.deepEqual([response.statusCode, /111111|222222/.test(response.body)], [403, false])
      }
    })
  }
})
