import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defaultSettings } from '../../src/domain/branding-defaults.ts'
import { baseStyles, brandingStyles } from '../../src/pages/look.ts'
import { passkeyScript } from '../../src/pages/passkey-script.ts'
import { paths } from './frames.ts'

/** What the server lets pages do. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

type File = readonly [type: string, content: string]

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 40" width="160" height="40"><circle cx="20" cy="20" r="16" fill="#0b6b63"/><path d="M48 12h96v16H48z" fill="#0b6b63"/></svg>'

const files: Readonly<Record<string, File>> = {
  [paths.base]: ['text/css', baseStyles.text],
  [paths.branding]: ['text/css', brandingStyles(defaultSettings)],
  [paths.script]: ['text/javascript', passkeyScript.text],
  [paths.logo]: ['image/svg+xml', logo],
}

type How = {
  /** Whether the server's policy holds. Without it, a page has nothing but its escaping. */
  readonly hasPolicy?: boolean
  readonly more?: Readonly<Record<string, File>>
}

/** Serves pages as the server does, at the paths that they are set for, with files beside them. What forms send is kept. */
export const openSite = async ({ hasPolicy = true, more = {} }: How = {}) => {
  const pages = new Map<string, string>()
  const posted: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (request.method === 'POST') posted.push(new URLSearchParams(Buffer.concat(await request.toArray()).toString()))
    const document: File = ['text/html; charset=utf-8', pages.get(path) ?? '<!doctype html><title>Empty</title>']
    const [type, content] = more[path] ?? files[path] ?? document
    response.setHeader('content-type', type)
    if (hasPolicy) response.setHeader('content-security-policy', POLICY)
    response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const close = () => new Promise((resolve) => server.close(resolve))
  return { origin: `http://localhost:${port}`, pages, posted, close }
}
