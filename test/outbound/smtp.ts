import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A message as a mail server took it. */
export type ReceivedMail = { from: string; to: string[]; raw: string; secure: boolean; user: string | undefined }

/** An answer to a message: an SMTP error, or silence for good. Undefined takes it. */
export type Answer = { responseCode: number; message?: string } | 'silence' | undefined

export type SmtpTestServer = {
  readonly port: number
  readonly received: readonly ReceivedMail[]
  readonly connections: number
  /** Resolves once so many messages were taken in all. */
  taken(count: number): Promise<void>
  /** Resolves once so many messages were offered in all, whatever was answered. */
  offered(count: number): Promise<void>
  /** Breaks all connections; resolves when the server has noticed. */
  drop(): Promise<void>
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** How long a test waits for what must come, before it fails instead of hanging. */
const PATIENCE_MS = 30_000

/** Starts a real mail server on loopback, which gives the answers in turn and then takes everything. */
export const startSmtp = async (
  answers: Answer[] = [],
  options: SMTPServerOptions = {},
  port = 0,
): Promise<SmtpTestServer> => {
  const received: ReceivedMail[] = []
  let offered = 0
  let connections = 0
  let closed = 0
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()
  const settle = () => {
    for (const check of waiting) check()
  }
  const until = (isMet: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error('The mail server was not asked')), PATIENCE_MS)
      const check = () => {
        if (!isMet()) return
        clearTimeout(patience)
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1,
    onConnect(_session, done) {
      connections++
      done()
    },
    onClose() {
      closed++
      settle()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        offered++
        const answer = answers.shift()
        if (answer === undefined) {
          const { mailFrom, rcptTo } = session.envelope
          received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('utf8'),
            secure: session.secure,
            user: session.user === undefined ? undefined : String(session.user),
          })
          done()
        } else if (answer !== 'silence') {
          done(Object.assign(new Error(answer.message ?? 'not now'), { responseCode: answer.responseCode }))
        }
        settle()
      })
    },
    ...options,
  })
  server.on('error', () => {}) // clients that hang up
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return {
    port: (server.server.address() as AddressInfo).port, // of a listening TCP server
    received,
    get connections() {
      return connections
    },
    taken: (count) => until(() => received.length >= count),
    offered: (count) => until(() => offered >= count),
    drop() {
      for (const socket of sockets) socket.destroy()
      return until(() => closed >= connections)
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
