import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { useServer } from '../harness.ts'

const server = useServer()

type Failure = { __type: string; message?: string }

const fail = async (response: Response): Promise<[number, string]> => {
  const body = (await response.json()) as Failure
  assert.equal(response.headers.get('x-amzn-errortype'), `${body.__type}:`)
  assert.match(response.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/)
  return [response.status, body.__type]
}

/** Sends bytes as they are, and gives what comes back until the server closes. */
const raw = (text: string, then?: (write: (more: string) => void) => void) =>
  new Promise<string>((resolve, reject) => {
    const { port } = new URL(server.url)
    let answer = ''
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(text)
      then?.((more) => socket.write(more))
    })
    socket.on('data', (data) => {
      answer += data
      if (answer.includes('\r\n\r\n')) socket.end()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })

describe('answers', () => {
  test('an error has its name in the body and the headers, and CORS', async () => {
    const response = await server.post('InitiateAuth', { ClientId: 'nosuch', AuthFlow: 'USER_PASSWORD_AUTH' })
    assert.equal(response.status, 400)
    assert.equal(response.headers.get('content-type'), 'application/x-amz-json-1.1')
    assert.equal(response.headers.get('x-amzn-errortype'), 'ResourceNotFoundException:')
    assert.equal(response.headers.get('x-amzn-errormessage'), 'User pool client nosuch does not exist.')
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.equal(
      response.headers.get('access-control-expose-headers'),
      'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
    )
    assert.deepEqual(await response.json(), {
      __type: 'ResourceNotFoundException',
      message: 'User pool client nosuch does not exist.',
    })
  })

  test('a browser may ask first', async () => {
    const response = await fetch(server.url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-amz-target,x-amz-user-agent',
      },
    })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.match(response.headers.get('access-control-allow-headers') ?? '', /x-amz-target.*x-amz-user-agent/)
  })

  test('V41: a message that repeats what was sent cannot break a header', async () => {
    const response = await server.post('InitiateAuth', {
      ClientId: 'ab\r\nx: y\u2028ü',
      AuthFlow: 'USER_PASSWORD_AUTH',
    })
    assert.equal(response.headers.get('x'), null)
    assert.equal((await fail(response))[1], 'InvalidParameterException')
  })
})

describe('names of operations', () => {
  test('one that the service does not have', async () =>
    assert.deepEqual(await fail(await server.post('MakeCoffee', {})), [400, 'UnknownOperationException']))
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
    test(`V60: ${name || 'none'}`, async () =>
      assert.deepEqual(await fail(await server.post(name, {})), [400, 'UnknownOperationException']))
  }
  test('another content type', async () =>
    assert.deepEqual(await fail(await server.post('InitiateAuth', {}, { 'content-type': 'application/json' })), [
      400,
      'UnknownOperationException',
    ]))
  test('another method or path', async () => {
    assert.equal((await fetch(server.url)).status, 404)
    assert.equal((await fetch(`${server.url}/nowhere`, { method: 'POST', body: '{}' })).status, 404)
  })
})

describe('V61-V63: bodies', () => {
  const valid = '"ClientId":"abc","AuthFlow":"USER_PASSWORD_AUTH"'
  const bodies: Record<string, string> = {
    'not JSON': '{',
    'a list': '[]',
    'a string': '"x"',
    null: 'null',
    'a member twice': `{${valid},"ClientId":"other"}`,
    __proto__: `{${valid},"AuthParameters":{"__proto__":"x"}}`,
    '__proto__ at the top': `{${valid},"__proto__":{"x":1}}`,
    'ten thousand levels': `{${valid},"AuthParameters":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
    'a lone surrogate': `{"ClientId":"\\ud800","AuthFlow":"USER_PASSWORD_AUTH"}`,
    NUL: `{${valid},"AuthParameters":{"USERNAME":"a\\u0000b"}}`,
    'a byte order mark': `\ufeff{${valid}}`,
    'an infinite number': `{${valid},"x":1e400}`,
    'a number for a string': '{"ClientId":5,"AuthFlow":"USER_PASSWORD_AUTH"}',
    'a list for a string': '{"ClientId":["a","b"],"AuthFlow":"USER_PASSWORD_AUTH"}',
    'an object for a string': '{"ClientId":{"a":"b"},"AuthFlow":"USER_PASSWORD_AUTH"}',
    'a string for a map': `{${valid},"AuthParameters":"x"}`,
  }
  for (const [name, body] of Object.entries(bodies)) {
    test(name, async () =>
      assert.deepEqual(await fail(await server.post('InitiateAuth', body)), [400, 'SerializationException']),
    )
  }
  test('a hundred thousand members', async () => {
    const many = Array.from({ length: 60_000 }, (_, number) => `"k${number}":1`).join(',')
    assert.equal((await server.post('InitiateAuth', `{${valid},${many}}`)).status, 400)
  })
  test('bytes that are no UTF-8', async () => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: Buffer.concat([Buffer.from('{"ClientId":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    })
    assert.deepEqual(await fail(response), [400, 'SerializationException'])
  })
  test('over 1 MiB', async () =>
    assert.deepEqual(await fail(await server.post('InitiateAuth', `{${valid},"x":"${'x'.repeat(1024 * 1024)}"}`)), [
      413,
      'RequestEntityTooLargeException',
    ]))
  test('compressed', async () =>
    assert.deepEqual(await fail(await server.post('InitiateAuth', '{}', { 'content-encoding': 'gzip' })), [
      400,
      'SerializationException',
    ]))
  test('several broken constraints are told together', async () => {
    const response = await server.post('InitiateAuth', { AuthFlow: 'NONE' })
    const { message } = (await response.json()) as Failure
    assert.match(
      message ?? '',
      /^2 validation errors detected: Value 'NONE' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: \[.*\]; Value at 'clientId' failed to satisfy constraint: Member must not be null$/,
    )
  })
  test('unknown members and nulls are left out', async () => {
    const response = await server.post('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: 'abc',
      More: [1],
      Session: null,
    })
    assert.deepEqual(await fail(response), [400, 'ResourceNotFoundException'])
  })
  test('no object grew a member from all of that', () => assert.equal(({} as { x?: number }).x, undefined))
})

describe('V64: odd connections leave the others alone', () => {
  test('a request that is no HTTP', async () => assert.match(await raw('NONSENSE\r\n\r\n'), /^HTTP\/1\.1 400/))
  test('both a length and chunks', async () =>
    assert.match(
      await raw('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
      /^HTTP\/1\.1 400/,
    ))
  test('headers of 20 KB', async () =>
    assert.match(await raw(`POST / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431/))
  test('a body that never comes, beside one that does', async () => {
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1')
    slow.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 100\r\n\r\n{')
    assert.equal((await server.post('InitiateAuth', {})).status, 400)
    slow.destroy()
  })
})

describe('V74: a NUL where the pool of a request is named finds none', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const path of ['jwks.json', 'openid-configuration']) {
    test(path, async () => assert.equal((await fetch(`${server.url}/a%00b/.well-known/${path}`)).status, 404))
  }
  test('the inbox', async () =>
    assert.deepEqual(await (await fetch(`${server.url}/_cenote/inbox.json?to=%00`)).json(), []))
  test('the issuer of a forged token', async () => {
    const AccessToken = `${encode({ kid: 'x\0', alg: 'RS256' })}.${encode({ iss: 'x/a\0b' })}.AAAA`
    assert.deepEqual(await fail(await server.post('GetUser', { AccessToken })), [400, 'NotAuthorizedException'])
  })
})

test('health', async () => {
  assert.deepEqual(await (await fetch(`${server.url}/_cenote/health/live`)).json(), { status: 'live' })
  assert.deepEqual(await (await fetch(`${server.url}/_cenote/health/ready`)).json(), { status: 'ready' })
})

test('nothing of this was an internal error', () => {
  assert.deepEqual(
    server.log.filter((line) => line.includes('"level":"error"')),
    [],
  )
})
