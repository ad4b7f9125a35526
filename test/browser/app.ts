import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An app whose users sign in on the pages: it keeps with what they come back. */
export type App = {
  readonly origin: string
  readonly callback: string
  readonly goodbye: string
  /** A callback that leads on to another origin of the app, as many do. */
  readonly hop: string
  readonly landing: string
  /** The callback of an app on a phone. */
  readonly phone: string
  /** The addresses at which browsers came, oldest first. */
  readonly arrivals: readonly URL[]
  close(): Promise<unknown>
}

/** Starts an app on localhost. */
export const startApp = async (): Promise<App> => {
  const arrivals: URL[] = []
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo // it listens on a port
    if (request.url !== '/favicon.ico') arrivals.push(new URL(request.url ?? '/', `http://localhost:${port}`))
    if (request.url?.startsWith('/hop?')) {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/landing` }).end()
      return
    }
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<!doctype html><title>An app</title><p>An app</p>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const origin = `http://localhost:${port}`
  return {
    origin,
    callback: `${origin}/cb`,
    goodbye: `${origin}/goodbye`,
    hop: `${origin}/hop`,
    landing: `http://127.0.0.1:${port}/landing`,
    phone: 'com.example.app://cb',
    arrivals,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
