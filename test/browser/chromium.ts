import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'

/** Where systems keep it; first the one that has no windows, which asks less of the machine. */
const paths = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
)

/** The Chromium of this machine, if it has one. */
export const chromiumPath = paths.find((path) => existsSync(path))

/** It asks nobody on the network for anything. */
const flags = [
  '--disable-quic',
  // To imitate a graphics card takes more of the processors than the pages do.
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Its sandbox does not start for root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

/** Starts Chromium without a window. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '', args: flags })

/** An empty page of an origin of its own, on localhost. */
export const servePage = async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<!doctype html><title>An app</title><p>An app</p>')
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const close = () => new Promise((resolve) => server.close(resolve))
  return { origin: `http://localhost:${port}`, close }
}

/** What a virtual authenticator is: one of the platform that verifies its user, or a security key. */
export type Virtual = { transport: 'internal' | 'usb'; isUserVerified?: boolean }

/** Gives a page an authenticator in place of the machine's (WebAuthn section 11). */
export const addAuthenticator = async (page: Page, { transport, isUserVerified = true }: Virtual) => {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  })
  const remove = () => session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
  return { session, authenticatorId, remove }
}

/** The code of an app's page, as text: the compiler knows no browser here. */
const ceremony = (call: 'create' | 'get', parse: string, options: object) => `(async () => {
  const publicKey = PublicKeyCredential.${parse}(${JSON.stringify(options)})
  return (await navigator.credentials.${call}({ publicKey })).toJSON()
})()`

/** Lets the page's browser make a passkey. */
export const createPasskey = (page: Page, options: object): Promise<object> =>
  page.evaluate(ceremony('create', 'parseCreationOptionsFromJSON', options))

/** Lets the page's browser sign with a passkey. */
export const getPasskey = (page: Page, options: object): Promise<object> =>
  page.evaluate(ceremony('get', 'parseRequestOptionsFromJSON', options))
