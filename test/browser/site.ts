/** What the tests of the pages share: a server, a Chromium, and an app whose users sign in there. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, afterEach, before } from 'node:test'
import {
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { claimsOf, makeClient, makePool } from '../fixture.ts'
import { freePort } from '../free-port.ts'
import type { TestServer } from '../harness.ts'
import { codeClient, postToken } from '../oauth/site.ts'
import { type App, startApp } from './app.ts'
import { chromiumPath, launchChromium } from './chromium.ts'
import { type Visitor, visitorOf } from './visitor.ts'
import { watch } from './watch.ts'

/** Why tests in a browser are left out, if they are. */
export const skip = chromiumPath ? false : 'there is no Chromium on this machine'

/** Settings of a server that is reached by a name, below which the domains of its pools are. */
export const localhost = async (): Promise<Record<string, string>> => {
  const port = String(await freePort())
  return { CENOTE_PORT: port, CENOTE_PUBLIC_URL: `http://localhost:${port}` }
}

/** Gives what is made at the first call at all of them. */
export const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** How pages are shown, which changes nothing of what they do: the most, and the least, that a browser gets of them. */
export const shown = <T>(makePlace: (where: Where) => Promise<T>) =>
  [
    { name: 'managed', version: 2, javaScriptEnabled: true },
    { name: 'classic, without scripts', version: 1, javaScriptEnabled: false },
  ].map(({ version, ...how }) => ({ ...how, place: once(() => makePlace({ ManagedLoginVersion: version })) }))

/** A client, and the origin of its pool's pages. */
export type Place = { readonly origin: string; readonly clientId: string }

/** What a domain is made with. */
type Where = { readonly ManagedLoginVersion?: number }

/** Starts a browser and an app before the tests of a file. After each test nothing may have gone wrong on any page. */
export const useSite = (server: TestServer) => {
  let running: { browser: Browser; app: App } | undefined
  const contexts: BrowserContext[] = []
  const troubles: string[] = []
  before(async () => {
    if (!skip) running = { app: await startApp(), browser: await launchChromium() }
  })
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
    assert.deepEqual(troubles.splice(0), [])
  })
  after(async () => {
    await running?.browser.close()
    await running?.app.close()
  })
  const open = () => running ?? assert.fail('the browser is there within tests only')

  const port = () => new URL(server.url).port
  const isOwn = ({ protocol, host, hostname }: URL) => {
    const { callback, landing, phone } = open().app
    const ofApp = [callback, landing, phone].map((own) => new URL(own))
    if (ofApp.some((own) => own.protocol === protocol && own.host === host)) return true
    return host.endsWith(`:${port()}`) && /^([\w-]+\.auth\.)?localhost$/.test(hostname)
  }

  const clientSettings = (client: Partial<CreateUserPoolClientCommandInput>) => ({
    ...codeClient,
    CallbackURLs: [open().app.callback, open().app.hop, open().app.phone],
    LogoutURLs: [open().app.goodbye],
    ...client,
  })

  /** What the ID token says that the client of an address with a code gets. */
  const claims = async ({ clientId }: Pick<Place, 'clientId'>, to: URL, more: Record<string, string> = {}) => {
    const { status, body } = await postToken(server, {
      grant_type: 'authorization_code',
      code: to.searchParams.get('code') ?? '',
      redirect_uri: open().app.callback,
      client_id: clientId,
      ...more,
    })
    assert.equal(status, 200, `${to.href} ${JSON.stringify(body)}`)
    return claimsOf(String(body.id_token))
  }

  return {
    get app(): App {
      return open().app
    },
    /** A pool with pages on a domain of its own, and a client that leads there. */
    async makePlace(
      pool: Partial<CreateUserPoolCommandInput> = {},
      client: Partial<CreateUserPoolClientCommandInput> = {},
      { ManagedLoginVersion = 2 }: Where = {},
    ) {
      const sdk = server.client()
      const { poolId, clientId } = await makePool(sdk, pool, clientSettings(client))
      const Domain = `p${randomBytes(6).toString('hex')}`
      await sdk.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain, ManagedLoginVersion }))
      return { sdk, poolId, clientId, origin: `http://${Domain}.auth.localhost:${port()}` }
    },
    /** One more client of a pool. */
    addClient: async (
      { sdk, poolId, origin }: { sdk: ReturnType<TestServer['client']>; poolId: string; origin: string },
      client: Partial<CreateUserPoolClientCommandInput> = {},
    ) => ({ origin, ...(await makeClient(sdk, poolId, clientSettings(client))) }),
    /** The server's own host, which knows pools by their clients. */
    onOwnHost: <T extends Place>(place: T): T => ({ ...place, origin: `http://localhost:${port()}` }),
    /** An address of the pages, with a client's request in it. */
    url: (
      { origin, clientId }: Place,
      change: Readonly<Record<string, string>> = {},
      path = '/oauth2/authorize',
    ): string =>
      `${origin}${path}?${new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: open().app.callback,
        scope: 'openid',
        state: 's1',
        ...change,
      })}`,
    /** Somebody at a browser without cookies. */
    async visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
      const { browser, app } = open()
      const context = await browser.newContext(options)
      // Whoever waits longer than that waits in vain.
      context.setDefaultTimeout(10_000)
      contexts.push(context)
      watch(context, isOwn, troubles)
      return visitorOf(await context.newPage(), app)
    },
    username: async (place: Pick<Place, 'clientId'>, to: URL) => (await claims(place, to))['cognito:username'],
    claims,
  }
}

/** A server, a browser and an app. */
export type TestSite = ReturnType<typeof useSite>
