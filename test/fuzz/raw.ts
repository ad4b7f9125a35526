import { connect } from 'node:net'
import type { Random } from './random.ts'
import type { KnownPool } from './world.ts'

const api = (headers: string, body: string, first = 'POST / HTTP/1.1') =>
  `${first}\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.1\r\n${headers}\r\n${body}`
const target = (name: string) => `X-Amz-Target: AWSCognitoIdentityProviderService.${name}\r\n`
const get = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`
const sized = (body: string) => `Content-Length: ${Buffer.byteLength(body)}\r\n`

const BODY = '{"ClientId":"x","AuthFlow":"USER_PASSWORD_AUTH"}'
const whole = (headers: string, first?: string) => api(`${headers}${sized(BODY)}`, BODY, first)
const INITIATE = target('InitiateAuth')

const oddPaths = [
  '//',
  '/./',
  '/../',
  '/%00',
  '/%',
  '/%ff%fe',
  '/?x=%00',
  '/_cenote/inbox.json?to=%00',
  '/_cenote/inbox.json?to=a&to=b',
  '/_cenote/inbox.json?to=%ff',
  '/_cenote/inbox.json?to[]=a&__proto__[x]=1',
  `/_cenote/inbox.json?to=${'a'.repeat(8000)}`,
  '/_cenote/inbox?to=<script>',
  '/_cenote/health/ready?x',
  '/__proto__/.well-known/jwks.json',
  '/%00/.well-known/jwks.json',
  '/%E0%A4%A/.well-known/jwks.json',
  '/us-east-1_%F0%9F%98%80/.well-known/openid-configuration',
  `/${'a'.repeat(3000)}/.well-known/jwks.json`,
  '/us-east-1_nosuch/.well-known/jwks.json',
  'http://elsewhere.example/',
  '*',
] as const

const requests: readonly ((random: Random, pool: KnownPool) => string | Buffer)[] = [
  (random) => get(random.pick(oddPaths)),
  (random) => get(random.pick(oddPaths), 'Host: elsewhere.example\r\n'),
  (_, pool) => get(`/${pool.id}/.well-known/jwks.json`),
  (_, pool) => get(`/${pool.id}/.well-known/openid-configuration`, 'X-Forwarded-Host: elsewhere.example\r\n'),
  (random) =>
    whole(INITIATE, `${random.pick(['GET', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND'])} / HTTP/1.1`),
  (random) => whole(INITIATE, `POST ${random.pick(oddPaths)} HTTP/1.1`),
  () => whole(INITIATE, 'POST / HTTP/1.0'),
  () => whole(INITIATE, 'POST / HTTP/9.9'),
  () => whole(INITIATE, 'post / HTTP/1.1'),
  () => 'CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n',
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  () => 'POST / HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  () => whole(`${INITIATE}${target('GetUser')}`),
  () => whole(`${INITIATE}Content-Type: text/plain\r\n`),
  () => whole(`${INITIATE}Content-Encoding: gzip\r\n`),
  () => whole(`${INITIATE}Content-Encoding: identity\r\n`),
  () => whole(`${INITIATE}Expect: 100-continue\r\n`),
  () => whole(`${INITIATE}Expect: 200-ok\r\n`),
  () => whole(`${INITIATE}Upgrade: websocket\r\nConnection: Upgrade\r\n`),
  () => whole(`${INITIATE}Authorization: Bearer x\r\nAuthorization: AWS4-HMAC-SHA256 x\r\n`),
  () => whole(`${target('ListUserPools')}Authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e\r\n`),
  () => whole(`${target('ListUserPools')}Authorization: AWS4-${'=,'.repeat(3000)}\r\n`),
  () => whole(`${INITIATE}X-Forwarded-For: ${'1, '.repeat(500)}\r\n`),
  () => whole(`${INITIATE}X-Fold: a\r\n b\r\n`),
  () => Buffer.from(whole(`${INITIATE}User-Agent: \xff\xfe\x80\r\n`), 'latin1'),
  () => Buffer.from(whole(`X-Amz-Target: AWSCognitoIdentityProviderService.\xe9\r\n`), 'latin1'),
  () => whole(`${INITIATE}X-Null: a\0b\r\n`),
  () => whole(`${INITIATE}Bad Header: x\r\n`),
  () => whole(`${INITIATE}X-Long: ${'x'.repeat(17_000)}\r\n`),
  () => whole(Array.from({ length: 300 }, (_each, index) => `X-${index}: 1\r\n`).join('')),
  () => api(`${INITIATE}Content-Length: -1\r\n`, BODY),
  () => api(`${INITIATE}Content-Length: 1e3\r\n`, BODY),
  () => api(`${INITIATE}Content-Length: 5\r\nContent-Length: 6\r\n`, BODY),
  () => api(`${INITIATE}Content-Length: 1000\r\n`, BODY),
  () => api(`${INITIATE}Content-Length: 3\r\n`, BODY),
  () => api(`${INITIATE}Content-Length: 99999999999999999999\r\n`, BODY),
  () => api(`${INITIATE}Content-Length: 2000000\r\n`, BODY),
  () =>
    api(
      `${INITIATE}Transfer-Encoding: chunked\r\n`,
      `${BODY.length.toString(16)};ext="x"\r\n${BODY}\r\n0\r\nX: y\r\n\r\n`,
    ),
  () => api(`${INITIATE}Transfer-Encoding: chunked\r\n`, 'zz\r\n{}\r\n0\r\n\r\n'),
  () => api(`${INITIATE}Transfer-Encoding: chunked\r\n${sized(BODY)}`, `0\r\n\r\n${BODY}`),
  () => api(`${INITIATE}Transfer-Encoding: gzip, chunked\r\n`, '2\r\n{}\r\n0\r\n\r\n'),
  () => api(`${INITIATE}Transfer-Encoding: x\r\n`, BODY),
  () => `${whole(INITIATE).replace('Connection: close\r\n', '')}${whole(INITIATE)}`,
  () => `\r\n\r\n${whole(INITIATE)}`,
  () => whole(INITIATE).replaceAll('\r\n', '\n'),
  () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  (random) => Buffer.from(Array.from({ length: 200 }, () => random.int(256))),
]

/** Bytes that are a request, or nearly one. */
export const oddRequest = (random: Random, pool: KnownPool): string | Buffer => random.pick(requests)(random, pool)

const LONGEST_MS = 5000

/** How long more of an answer may take to come, and how long the first of it. */
const PAUSE_MS = 30
const SILENCE_MS = 700

/** Sends bytes, and gives what comes back until the server closes or says no more. */
const exchange = (url: string, bytes: string | Buffer) =>
  new Promise<string>((resolve, reject) => {
    let answer = ''
    const started = performance.now()
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes))
    let patience = setTimeout(() => socket.end(), SILENCE_MS)
    const give = () => {
      clearTimeout(patience)
      socket.destroy()
      if (performance.now() - started > LONGEST_MS) reject(new Error(`took more than ${LONGEST_MS} ms`))
      else resolve(answer)
    }
    socket.setEncoding('latin1')
    socket.setTimeout(LONGEST_MS, give)
    socket.on('data', (data) => {
      answer += data
      clearTimeout(patience)
      patience = setTimeout(() => socket.end(), PAUSE_MS)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The server may close before it has read everything.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') give()
      else reject(error)
    })
    socket.on('close', give)
  })

/** What is wrong with what the server makes of the bytes: anything but a well-formed answer below 500, or none. */
export const rawFaults = async (url: string, bytes: string | Buffer): Promise<string[]> => {
  try {
    const answer = await exchange(url, bytes)
    if (answer === '') return []
    const [, status] = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n/.exec(answer) ?? []
    if (status === undefined) return [`no HTTP: ${answer.slice(0, 100)}`]
    return Number(status) >= 500 ? [`status ${status}: ${answer.slice(0, 400)}`] : []
  } catch (error) {
    return [(error as Error).message]
  }
}
