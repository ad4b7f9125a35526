import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DeliveryFailure } from '../../src/domain/delivery-failure.ts'
import type { Dispatch } from '../../src/outbound/transport.ts'

export const SECRET = 'sixteen characters'

/** An e-mail to be sent. */
export const email = (change: Partial<Dispatch> = {}): Dispatch => ({
  id: 'message-1',
  sentAt: 1_900_000_000_999,
  poolId: 'us-east-1_TestPool1',
  username: 'jane',
  medium: 'EMAIL',
  to: 'jane@example.com',
  subject: 'Your verification code',
  body: '<p>Your code is <b>123456</b>.</p>',
  code: '123456',
  ...change,
})

/** A text message to be sent. */
export const sms = (change: Partial<Dispatch> = {}): Dispatch => ({
  id: 'message-1',
  sentAt: 1_900_000_000_999,
  poolId: 'us-east-1_TestPool1',
  username: 'jane',
  medium: 'SMS',
  to: '+15551230001',
  body: 'Your code is 123456. \r\n{"to":"+1999"}&To=%2B1999',
  code: '123456',
  ...change,
})

/** A request as a service got it. */
export type Request = {
  method: string | undefined
  url: string | undefined
  headers: IncomingHttpHeaders
  body: string
}

/** What a service does with a request. */
export type Answer = (response: ServerResponse, request: Request) => void

/** Answers that are none: silence for good, a connection that breaks, half of an answer, and one that never ends. */
export const hang: Answer = () => {}
export const breakOff: Answer = (response) => response.destroy()
export const half: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('x', () => response.destroy())
}
export const begin: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{')
}

/** Starts a real service on loopback. */
export const startService = async (answer: Answer) => {
  const requests: Request[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method, url, headers } = incoming
    const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
    requests.push(request)
    answer(response, request)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.closeAllConnections()
    server.close()
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // of a listening TCP server
  return { url, requests, stop, [Symbol.asyncDispose]: stop }
}

/** A port at which nobody answers. */
export const NOBODY = 'http://127.0.0.1:9'

/** An expected failure, for `assert.rejects`. A reason holds nothing of the message, the way or its secrets. */
export const failure = (kind: string, reason: string | RegExp) => (error: unknown) => {
  const { name, kind: given, message } = error as DeliveryFailure
  assert.deepEqual({ name, kind: given }, { name: 'DeliveryFailure', kind }, message)
  if (typeof reason === 'string') assert.equal(message, reason)
  else assert.match(message, reason)
  assert.doesNotMatch(message, /123456|5551230001|jane|@|127\.0\.0\.1|sixteen|secret/)
  return true
}

/** Addresses that would become something else: another recipient, a header, markup. */
export const dangerousAddresses = [
  'jane@example.com\r\nBcc: evil@example.com',
  'jane@example.com\nBcc: evil@example.com',
  'jane@example.com\rBcc: evil@example.com',
  'jane@example.com\0',
  'jane@example.com, evil@example.com',
  'jane@example.com;evil@example.com',
  '"jane@evil.example"@example.com',
  'evil@evil.example,<jane@example.com>',
  'group:evil@evil.example,jane@example.com;',
  '=?utf-8?q?evil=40evil.example=3e=00?=jane@example.com',
  'jane@example.com>\nRCPT TO:<evil@evil.example',
  '',
]

/** Names that would. */
export const dangerousNames = [
  'Jane\r\nBcc: evil@example.com',
  '=?utf-8?q?Jane=0d=0aBcc:_evil?=',
  'Jane" <evil@a.b>, "',
]

/** Credentials of AWS in the environment, and none elsewhere. Gives the function that takes them away. */
export const useAwsCredentials = (given: Record<string, string | undefined> = {}) => {
  const wanted: Record<string, string | undefined> = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'an-aws-secret',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    ...given,
  }
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, process.env[name]]))
  const set = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  set(wanted)
  return () => set(before)
}
