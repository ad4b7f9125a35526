import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import type { SMTPServerOptions } from 'smtp-server'
import type { DeliveryFailure } from '../../src/domain/delivery-failure.ts'
import { type EmailOptions, openEmail } from '../../src/outbound/email.ts'
import { readSmtpUrl } from '../../src/outbound/smtp-url.ts'
import type { Dispatch } from '../../src/outbound/transport.ts'
import { startSmtp } from './smtp.ts'

const dispatch = (change: Partial<Dispatch> = {}): Dispatch => ({
  id: 'message-1',
  sentAt: Date.UTC(2031, 4, 6),
  poolId: 'us-east-1_TestPool1',
  username: 'jane',
  medium: 'EMAIL',
  to: 'jane@example.com',
  subject: 'Your verification code',
  body: '<p>Your code is <b>123456</b>.</p>',
  ...change,
})

const failure = (kind: string, reason: RegExp) => (error: unknown) => {
  const { name, kind: given, message } = error as DeliveryFailure
  assert.deepEqual({ name, kind: given }, { name: 'DeliveryFailure', kind }, message)
  assert.match(message, reason)
  return true
}

type Smtp = Awaited<ReturnType<typeof startSmtp>>

const withEmail = async (
  server: Smtp,
  work: (email: ReturnType<typeof openEmail>) => Promise<void>,
  { scheme = 'smtp', query = '', ...options }: Partial<EmailOptions> & { scheme?: string; query?: string } = {},
) => {
  const url = `${scheme}://127.0.0.1:${server.port}${query}`
  const email = openEmail({ url, from: 'Cenote <no-reply@cenote.example>', ...options })
  try {
    await work(email)
  } finally {
    email.close()
    await server.stop()
  }
}

const header = (raw: string, name: string) => {
  const [head = ''] = raw.split('\r\n\r\n')
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return unfolded
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    .map((line) => line.slice(name.length + 2))
}

describe('a message by SMTP', () => {
  test('has one recipient, HTML, a plain text, and an id that a receiver can recognise', async () => {
    const server = await startSmtp()
    await withEmail(server, async (email) => {
      await email.send(dispatch({ replyTo: 'help@cenote.example' }))
      const [mail] = server.received
      assert.ok(mail)
      assert.deepEqual([mail.from, mail.to], ['no-reply@cenote.example', ['jane@example.com']])
      assert.deepEqual(header(mail.raw, 'From'), ['Cenote <no-reply@cenote.example>'])
      assert.deepEqual(header(mail.raw, 'To'), ['jane@example.com'])
      assert.deepEqual(header(mail.raw, 'Reply-To'), ['help@cenote.example'])
      assert.deepEqual(header(mail.raw, 'Subject'), ['Your verification code'])
      assert.deepEqual(header(mail.raw, 'Message-ID'), ['<message-1@cenote.example>'])
      assert.deepEqual(header(mail.raw, 'Date'), ['Tue, 06 May 2031 00:00:00 +0000'])
      assert.deepEqual(header(mail.raw, 'Auto-Submitted'), ['auto-generated'])
      assert.match(mail.raw, /text\/plain[\s\S]*Your code is 123456\.[\s\S]*text\/html[\s\S]*<b>123456<\/b>/)
    })
  })

  test('goes over a connection that is kept', async () => {
    const server = await startSmtp()
    await withEmail(server, async (email) => {
      for (const id of ['a', 'b', 'c']) await email.send(dispatch({ id }))
      assert.deepEqual([server.received.length, server.connections], [3, 1])
    })
  })

  test('goes over a new connection when the kept one has ended', async () => {
    const server = await startSmtp()
    await withEmail(server, async (email) => {
      await email.send(dispatch())
      await server.drop()
      await email.send(dispatch({ id: 'message-2' }))
      assert.deepEqual([server.received.length, server.connections], [2, 2])
    })
  })

  test('with a temporary refusal may be sent again', async () => {
    const server = await startSmtp([{ responseCode: 451, message: '4.7.1 greylisted, code 123456' }])
    await withEmail(server, async (email) => {
      await assert.rejects(email.send(dispatch()), failure('later', /^SMTP EMESSAGE 451 4\.7\.1$/))
      await email.send(dispatch())
      assert.equal(server.received.length, 1)
    })
  })

  test('with a permanent refusal may not', async () => {
    const server = await startSmtp([{ responseCode: 554, message: '5.7.1 spam' }])
    await withEmail(server, (email) =>
      assert.rejects(email.send(dispatch()), failure('refused', /^SMTP EMESSAGE 554 5\.7\.1$/)),
    )
  })

  test('to an unknown mailbox is refused; a server that lets nobody in is down', async () => {
    const reply = (responseCode: number) => Object.assign(new Error('no'), { responseCode })
    const unknown = await startSmtp([], { onRcptTo: (_address, _session, done) => done(reply(550)) })
    await withEmail(unknown, (email) =>
      assert.rejects(email.send(dispatch()), failure('refused', /^SMTP EENVELOPE 550/)),
    )
    const closed = await startSmtp([], { onMailFrom: (_address, _session, done) => done(reply(530)) })
    await withEmail(closed, (email) => assert.rejects(email.send(dispatch()), failure('down', /^SMTP EENVELOPE 530/)))
    const full = await startSmtp([], { onConnect: (_session, done) => done(reply(554)) })
    await withEmail(full, (email) => assert.rejects(email.send(dispatch()), failure('down', /^SMTP \w+ 554/)))
  })

  test('to a server that is not there: down', async () => {
    const server = await startSmtp()
    await server.stop()
    await withEmail(server, (email) => assert.rejects(email.send(dispatch()), failure('down', /^SMTP \w+$/)))
  })
})

describe('TLS', () => {
  const signIn: SMTPServerOptions = {
    onAuth: ({ username, password }, _session, done) => done(null, { user: `${username}:${password}` }),
  }

  test('a self-signed certificate is refused before the password is sent', async () => {
    const server = await startSmtp([], { secure: true, ...signIn })
    await withEmail(server, (email) => assert.rejects(email.send(dispatch()), failure('down', /^SMTP \w+$/)), {
      url: `smtps://mail:secret@127.0.0.1:${server.port}`,
    })
    assert.equal(server.received.length, 0)
  })

  test('tls=unverified takes it, under smtps and STARTTLS alike, and signs in', async () => {
    for (const secure of [true, false]) {
      const server = await startSmtp([], { secure, ...signIn })
      const url = `${secure ? 'smtps' : 'smtp'}://mail%40cenote:se%3Acret@127.0.0.1:${server.port}?tls=unverified`
      await withEmail(server, (email) => email.send(dispatch()), { url })
      assert.deepEqual(
        server.received.map((mail) => [mail.secure, mail.user]),
        [[true, 'mail@cenote:se:cret']],
      )
    }
  })

  test('tls=required sends nothing to a server without STARTTLS', async () => {
    const server = await startSmtp([], { disabledCommands: ['STARTTLS'] })
    await withEmail(server, (email) => assert.rejects(email.send(dispatch()), failure('down', /^SMTP ETLS/)), {
      query: '?tls=required',
    })
    assert.equal(server.received.length, 0)
  })

  const modes = [
    ['smtp://mail.example', { port: 587, secure: false, requireTLS: true, ignoreTLS: false }],
    ['smtps://mail.example', { port: 465, secure: true, requireTLS: false, ignoreTLS: false }],
    ['smtp://mail.example:25?tls=off', { port: 25, secure: false, requireTLS: false, ignoreTLS: true }],
    ['smtp://localhost:1025', { port: 1025, secure: false, requireTLS: false, ignoreTLS: true }],
    ['smtp://[::1]:1025', { port: 1025, secure: false, requireTLS: false, ignoreTLS: true }],
    ['smtp://127.0.0.1?tls=required', { port: 587, secure: false, requireTLS: true, ignoreTLS: false }],
    ['smtp://127.0.0.1.evil.example', { port: 587, secure: false, requireTLS: true, ignoreTLS: false }],
  ] as const
  for (const [url, expected] of modes) {
    test(`${url}: ${JSON.stringify(expected)}`, () => {
      const { port, secure, requireTLS, ignoreTLS } = readSmtpUrl(url)
      assert.deepEqual({ port, secure, requireTLS, ignoreTLS }, expected)
    })
  }

  const mistakes = [
    'smtps://a?tls=off',
    'smtp://a?tls=maybe',
    'smtp://a?pool=1',
    'smtp://%zz:s3cret@a',
    'http://s3cret@a',
    'no',
  ]
  for (const url of mistakes) {
    test(`${url} is a mistake, which is told without the URL`, () => {
      assert.throws(
        () => readSmtpUrl(url),
        (error: Error) => /^CENOTE_SMTP_URL: /.test(error.message) && !/s3cret/.test(error.message),
      )
    })
  }
})

describe('a server that does not answer', () => {
  const listen = async (onConnection: (socket: Socket) => void) => {
    const sockets = new Set<Socket>()
    const server: Server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      onConnection(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const stop = async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
    return { port: (server.address() as AddressInfo).port, stop } as Smtp // all that withEmail needs of it
  }

  test('is down after a while, be it silent at once or in the middle', async () => {
    const silent = await listen(() => {})
    await withEmail(silent, (email) => assert.rejects(email.send(dispatch()), failure('down', /^SMTP ETIMEDOUT/)), {
      silenceMs: 50,
    })
    const hangs = await startSmtp(['silence'])
    await withEmail(hangs, (email) => assert.rejects(email.send(dispatch()), failure('down', /^SMTP ETIMEDOUT/)), {
      silenceMs: 50,
    })
  })

  test('is down after a while though it drips bytes for ever', async () => {
    const drips = await listen((socket) => {
      const timer = setInterval(() => socket.write('220-welcome\r\n'), 10)
      socket.on('close', () => clearInterval(timer))
    })
    await withEmail(
      drips,
      (email) => assert.rejects(email.send(dispatch()), failure('down', /^SMTP (EABORT|ETIMEDOUT|EPROTOCOL)/)),
      {
        silenceMs: 5000,
        sendMs: 100,
      },
    )
  })
})

describe('V45: what would become a header, a recipient or markup', () => {
  const breaks = ['\r\nBcc: evil@example.com', '\nBcc: evil@example.com', '\rBcc: evil@example.com', '\0']
  const addresses = [
    ...breaks.map((end) => `jane@example.com${end}`),
    'jane@example.com, evil@example.com',
    'jane@example.com;evil@example.com',
    'jane@example.com evil@example.com',
    '"jane@evil.example"@example.com',
    '"evil@evil.example x"@example.com',
    'evil@evil.example(jane@example.com',
    'evil@evil.example,<jane@example.com>',
    'group:evil@evil.example,jane@example.com;',
    '=?utf-8?q?evil=40evil.example=3e=00?=jane@example.com',
    '<img src=x>@example.com',
    'jane@[127.0.0.1]',
    'jane@example.com>\nRCPT TO:<evil@evil.example',
    '-oQ/tmp @example.com',
    '',
  ]
  for (const address of addresses) {
    test(`no message to, from or for an answer to ${JSON.stringify(address)}`, async () => {
      const server = await startSmtp()
      await withEmail(server, async (email) => {
        await assert.rejects(
          email.send(dispatch({ to: address })),
          failure('refused', /^(To is not|a line break in To)/),
        )
        await assert.rejects(email.send(dispatch({ from: address })), failure('refused', /From/))
        await assert.rejects(email.send(dispatch({ from: `Jane <${address}>` })), failure('refused', /From/))
        await assert.rejects(email.send(dispatch({ replyTo: address })), failure('refused', /Reply-To/))
      })
      assert.equal(server.connections, 0)
    })
  }

  for (const end of breaks) {
    test(`no message with a subject or a name that holds ${JSON.stringify(end)}`, async () => {
      const server = await startSmtp()
      await withEmail(server, async (email) => {
        await assert.rejects(
          email.send(dispatch({ subject: `Hello${end}` })),
          failure('refused', /^a line break in Subject$/),
        )
        await assert.rejects(
          email.send(dispatch({ from: `Jane${end} <jane@example.com>` })),
          failure('refused', /From/),
        )
      })
      assert.equal(server.connections, 0)
    })
  }

  test('a subject that looks like an encoded word arrives as it reads', async () => {
    const server = await startSmtp()
    await withEmail(server, async (email) => {
      await email.send(dispatch({ subject: 'Hi =?utf-8?q?=0d=0aBcc:_evil@example.com?=' }))
      assert.doesNotMatch(header(server.received[0]?.raw ?? '', 'Subject').join(), /=\?utf-8\?q\?=0d/i)
      assert.deepEqual(header(server.received[0]?.raw ?? '', 'Bcc'), [])
    })
  })

  test('a body cannot end the message or reach for files', async () => {
    const server = await startSmtp()
    await withEmail(server, async (email) => {
      await email.send(dispatch({ body: 'a\r\n.\r\nMAIL FROM:<evil@example.com>\r\n<img src="file:///etc/passwd">' }))
      assert.equal(server.received.length, 1)
      assert.doesNotMatch(server.received[0]?.raw ?? '', /root:/)
    })
  })
})
