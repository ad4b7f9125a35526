import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import type { RequestFailure } from '../../src/domain/request-failure.ts'
import { loopback, makeAddressRule } from '../../src/outbound/addresses.ts'
import { openGuardedHttp } from '../../src/outbound/guarded-http.ts'

const withServer = async (
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  work: (url: string, requests: IncomingMessage[]) => Promise<void>,
) => {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(response, request)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const failure = (kind: string) => (error: unknown) => {
  assert.equal((error as RequestFailure).kind, kind, String(error))
  return true
}
const local = openGuardedHttp({ allowed: loopback })
const strict = openGuardedHttp({ allowed: [] })

describe('V57 an address may be asked:', () => {
  const cases: [string, string, string[]][] = [
    [
      'public',
      'yes',
      ['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.0', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'],
    ],
    ['loopback', 'no', ['127.0.0.1', '127.255.0.1', '::1', '::ffff:127.0.0.1', '::127.0.0.1', '0.0.0.0', '::']],
    ['private', 'no', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fd00::1', 'fec0::1']],
    ['of the link', 'no', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', '::ffff:169.254.169.254', 'fd00:ec2::254']],
    ['by a gateway', 'no', ['64:ff9b::a9fe:a9fe', '2002:7f00:1::', '2001::1']],
    ['of nobody', 'no', ['192.0.2.1', '198.18.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255', 'ff02::1']],
  ]
  for (const [name, answer, addresses] of cases) {
    const mayAsk = makeAddressRule([])
    for (const address of addresses) test(`${name}: ${address}`, () => assert.equal(mayAsk(address), answer === 'yes'))
  }

  test('and what the operator allows, no more', () => {
    const mayAsk = makeAddressRule(['10.1.0.0/16', '192.168.0.7', 'fd00::/8'])
    assert.deepEqual(
      ['10.1.2.3', '10.2.0.1', '192.168.0.7', '192.168.0.8', 'fd12::1', 'fe80::1', '127.0.0.1'].map(mayAsk),
      [true, false, true, false, true, false, false],
    )
  })
})

describe('V57 a request', () => {
  const places = [
    'http://127.0.0.1:9/',
    'http://2130706433:9/',
    'http://0x7f.1:9/',
    'http://017700000001:9/',
    'http://[::1]:9/',
    'http://[::ffff:127.0.0.1]:9/',
    'http://localhost:9/', // by name: refused at connect time
    'https://localhost:9/',
    'http://169.254.169.254/latest/meta-data/',
    'http://user:password@8.8.8.8/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:9/',
    'data:text/plain,x',
    'nonsense',
    '',
  ]
  for (const url of places)
    test(`to ${url || 'nowhere'} is refused`, () => assert.rejects(strict({ url }), failure('refused')))

  test('comes to its server, alone on its connection', async () => {
    await withServer(
      (response, request) => response.writeHead(201, { 'x-made': 'yes' }).end(`${request.method} ${request.url}`),
      async (url, requests) => {
        const answer = await local({ url: `${url}/a?b=c`, method: 'POST', headers: { 'x-own': 'h' }, body: 'text' })
        assert.deepEqual([answer.status, answer.headers['x-made'], answer.body.toString()], [201, 'yes', 'POST /a?b=c'])
        assert.deepEqual([requests[0]?.headers['x-own'], requests[0]?.headers.connection], ['h', 'close'])
        await local({ url: url.replace('127.0.0.1', 'localhost') })
        assert.equal(requests.length, 2)
      },
    )
  })

  test('follows no redirect', async () => {
    await withServer(
      (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      async (url, requests) => {
        assert.equal((await local({ url })).status, 302)
        assert.equal(requests.length, 1)
      },
    )
  })

  test('reads no more than 512 KiB, announced or not', async () => {
    await withServer(
      (response, request) => {
        if (request.url === '/announced') response.writeHead(200, { 'content-length': 600_000 })
        const timer = setInterval(() => response.write('x'.repeat(65_536)), 1)
        response.once('close', () => clearInterval(timer))
      },
      async (url) => {
        await assert.rejects(local({ url: `${url}/announced` }), failure('too-large'))
        await assert.rejects(local({ url: `${url}/endless` }), failure('too-large'))
      },
    )
  })

  test('waits for the whole answer no longer than its time', async () => {
    const hasty = openGuardedHttp({ allowed: loopback, timeoutMs: 60 })
    await withServer(
      (response, request) => {
        if (request.url === '/slow') response.writeHead(200).write('begun')
      },
      async (url) => {
        await assert.rejects(hasty({ url: `${url}/silent` }), failure('timeout'))
        await assert.rejects(hasty({ url: `${url}/slow` }), failure('timeout'))
      },
    )
  })

  test('to one who would speak another protocol is down, and waits for nothing', { timeout: 10_000 }, async () => {
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n'
    await withServer(
      (response) => response.socket?.write(upgrade),
      (url) => assert.rejects(local({ url }), failure('down')),
    )
  })

  test('to nobody, or to one who hangs up, is down', async () => {
    await assert.rejects(local({ url: 'http://127.0.0.1:9/' }), failure('down'))
    await assert.rejects(local({ url: 'http://nobody.invalid/' }), failure('down'))
    await withServer(
      (response) => response.socket?.destroy(),
      (url) => assert.rejects(local({ url }), failure('down')),
    )
    await withServer(
      (response) => {
        response.writeHead(200, { 'content-length': 10 }).write('half', () => response.socket?.destroy())
      },
      (url) => assert.rejects(local({ url }), failure('down')),
    )
  })
})
