import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { chromiumPath, launchChromium } from './browser/chromium.ts'
import { useServer } from './harness.ts'
import { Browser } from './oauth/site.ts'

const server = useServer()
const skip = chromiumPath ? false : 'there is no Chromium on this machine'
const children: ChildProcess[] = []
after(async () => {
  for (const child of children.filter(({ exitCode }) => exitCode === null)) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
})

/** Starts an example as its README does, on any port. */
const start = (name: string) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../examples', name, 'main.mjs')], {
    env: { ...process.env, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: server.ctx.settings.publicUrl, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return { child, lines: createInterface({ input: child.stdout }) }
}

/** What it says once it listens. */
const opened = async (name: string) => {
  const { lines } = start(name)
  const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(60_000) })
  const [, origin = '', username = '', password = ''] = /^Open (\S+) and sign in as (\S+) with (\S+)$/.exec(line) ?? []
  assert.ok(password, line)
  return { origin, username, password }
}

test('examples/spa signs in, renews its tokens and signs out', { skip }, async () => {
  const { origin, username, password } = await opened('spa')
  const browser = await launchChromium()
  const page = await browser.newPage()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('console', (said) => {
    const { url } = said.location()
    if (said.type() === 'error' && !url.endsWith('/favicon.ico')) faults.push(`${url} ${said.text()}`)
  })
  try {
    await page.goto(origin)
    await page.getByText('Nobody is signed in').waitFor()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('input[name=username]').first().fill(username)
    await page.locator('input[name=password]').first().fill(password)
    await page.locator('button[type=submit]').first().click()
    await page.getByText('Signed in as Jane').waitFor()
    assert.equal(page.url(), `${origin}/`)
    const profile = JSON.parse((await page.locator('#profile').textContent()) ?? '')
    assert.equal(profile.email, username)
    const renewed = page.waitForResponse(/\/oauth2\/token$/)
    await page.getByRole('button', { name: 'Renew' }).click()
    assert.equal((await renewed).status(), 200)
    await page.reload()
    await page.getByText('Signed in as Jane').waitFor()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Nobody is signed in').waitFor()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(/\/login\?/)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})

test('examples/server signs in, and its sign-out ends all sessions', async () => {
  const { origin, username, password } = await opened('server')
  const pages = new Browser(server)
  let cookie = ''
  /** A request of the app's own, as its redirects are the business of the pages. */
  const visit = async (path: string, method = 'GET') => {
    const response = await fetch(origin + path, { method, headers: { cookie }, redirect: 'manual' })
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return { to: response.headers.get('location') ?? '', text: await response.text() }
  }
  const home = async () => /<p>(.*)<\/p>/.exec((await visit('/')).text)?.[1]
  const signedIn = 'Signed in as Jane, jane@example.com.'
  assert.equal(await home(), 'Nobody is signed in.')
  const back = await pages.signIn((await visit('/sign-in')).to, username, password)
  assert.equal((await visit(back.pathname + back.search)).to, '/')
  assert.equal(await home(), signedIn)
  await visit(back.pathname + back.search)
  assert.equal(await home(), signedIn, 'an answer that nobody waits for changes nothing')

  const { url } = await pages.request((await visit('/sign-in')).to)
  await visit(url.pathname + url.search)
  assert.equal(await home(), signedIn, 'the session of the pages needs no password')
  const out = await visit('/sign-out', 'POST')
  assert.equal((await pages.request(out.to)).url.href, `${origin}/`)
  assert.equal(await home(), 'Nobody is signed in.')
  const asked = await pages.request((await visit('/sign-in')).to)
  assert.equal(asked.url.pathname, '/login')
})

test('examples/m2m lets a client do what its scopes are for, and nothing else', async () => {
  for (const _run of ['the first', 'one that finds everything made']) {
    const { child, lines } = start('m2m')
    const said: string[] = []
    lines.on('line', (line: string) => said.push(line.replace(/"for":"\w+"/, '"for":"…"')))
    assert.deepEqual(await once(child, 'close'), [0, null])
    assert.deepEqual(said, [
      'report: GET 200 {"orders":["a lamp","a chair"],"for":"…"}',
      'report: POST 403 ',
      'shop: GET 200 {"orders":["a lamp","a chair"],"for":"…"}',
      'shop: POST 200 {"orders":["a lamp","a chair","one more"],"for":"…"}',
      'stranger: GET 401 Bearer error="invalid_token"',
    ])
  }
})
