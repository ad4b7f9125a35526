import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server was asked. */
export type Received = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A server of a test, on loopback. */
export type Loopback = { readonly url: string; readonly received: readonly Received[]; close(): void }

/** Starts a server that answers as a test says, when it has read a request. */
export const startLoopback = async (
  answer: (response: ServerResponse, request: Received) => unknown,
): Promise<Loopback> => {
  const received: Received[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method = '', url: path = '', headers } = incoming
    const request = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') }
    received.push(request)
    answer(response, request)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Sends zeros until the other side has enough, and says how many bytes it took. */
export const sendWithoutEnd = (response: ServerResponse): Promise<number> =>
  new Promise((resolve) => {
    const chunk = '0'.repeat(65_536)
    let sent = 0
    const send = () => {
      do sent += chunk.length
      while (response.write(chunk))
    }
    response.on('drain', send).once('close', () => resolve(sent))
    send()
  })
