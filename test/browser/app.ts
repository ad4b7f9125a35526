import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An app whose users sign in on the pages: it keeps with what they come back. */
export type App = {
  readonly origin: string
  readonly callback: string
  readonly goodbye: string
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
    arrivals,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
