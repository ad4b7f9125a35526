/** A single-page app of nothing but a script, and the TLS that some libraries insist on. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, request, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { selfSignedCertificate } from '../../src/domain/certificate.ts'
import { PASSWORD } from '../oauth/site.ts'
import { readModule } from './modules.ts'

const listen = async (server: Server, port = 0): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  return (server.address() as AddressInfo).port // it listens on a port
}

const closing = (server: Server) => () => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
}

/** An app on localhost. Every address of it is the same page, which runs the script. */
export const serveApp = async (script: () => string) => {
  const server = createServer(({ url = '/' }, response) => {
    if (url.startsWith('/node_modules/')) {
      const headers = { 'content-type': 'text/javascript', 'cache-control': 'max-age=3600' }
      return response.writeHead(200, headers).end(readModule(url))
    }
    response.setHeader('content-type', 'text/html; charset=utf-8')
    return response.end(`<!doctype html><title>An app</title><script type="module">${script()}</script>`)
  })
  const origin = `http://localhost:${await listen(server)}`
  return { origin, close: closing(server) }
}

/** TLS before a server, as a proxy has it in production, with a certificate that nobody vouches for. */
export const serveTls = async (port: number, target: () => string) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const now = Date.now()
  const validity = { from: now - 3_600_000, until: now + 86_400_000 }
  const certificate = selfSignedCertificate({
    privateKey: key,
    name: 'localhost',
    serial: randomBytes(16),
    ...validity,
  })
  const cert = `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`
  const server = createTlsServer({ key, cert }, (from, to) => {
    const { method = 'GET', headers, url = '/' } = from
    const onward = request(new URL(url, target()), { method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
    })
    onward.once('error', () => to.destroy())
    from.pipe(onward)
  })
  await listen(server, port)
  return { close: closing(server) }
}

/** Fills in the sign-in page, to which the app has sent the browser. */
export const fillSignIn = async (page: Page, username = 'jane', password = PASSWORD) => {
  await page.locator('input[name=username]').first().fill(username)
  await page.locator('input[name=password]').first().fill(password)
  await page.locator('button[type=submit]').first().click()
}
