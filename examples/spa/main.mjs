/** Sets the client up, and serves the page and what it loads. Everything else happens in the browser: see app.js. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { cenote, ensureClient, ensurePool, ensureUser, issuerOf, listen, signInAt, user } from '../set-up.mjs'

const here = (name) => join(import.meta.dirname, name)
const library = dirname(createRequire(import.meta.url).resolve('oidc-client-ts/package.json'))

/** What may be asked for: nothing else of this folder is served. */
const files = {
  '/': ['text/html', here('index.html')],
  '/callback': ['text/html', here('index.html')],
  '/app.js': ['text/javascript', here('app.js')],
  '/oidc-client-ts.js': ['text/javascript', join(library, 'dist/browser/oidc-client-ts.min.js')],
}

let settings
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost')
  response.setHeader('content-security-policy', `default-src 'self'; connect-src 'self' ${cenote}`)
  if (pathname === '/settings.json') return response.end(JSON.stringify(settings))
  const [type, file] = files[pathname] ?? []
  if (!file) return response.writeHead(404).end()
  return response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(await readFile(file))
})

const origin = await listen(server, Number(process.env.PORT ?? 3000))
const poolId = await ensurePool()
await ensureUser(poolId)
// A page keeps no secrets: the client has none, and proves by PKCE that it is the one who began.
const { clientId } = await ensureClient(poolId, 'spa', signInAt(origin))
settings = { authority: issuerOf(poolId), client_id: clientId }
process.stdout.write(`Open ${origin} and sign in as ${user.username} with ${user.password}\n`)
