import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'cenote-package-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** A function in TypeScript as somebody has it who uses the package. */
const TYPED = `import type { PreSignUpTriggerHandler } from 'cenote/triggers'
export const handler: PreSignUpTriggerHandler = async (event) => {
  event.response.autoConfirmUser = event.request.userAttributes.email?.endsWith('@example.com') ?? false
  return event
}
`

const compiles = async (app: string) => {
  writeFileSync(join(app, 'pre-sign-up.mts'), TYPED)
  const tsc = join(import.meta.dirname, '../node_modules/.bin/tsc')
  await run(tsc, ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', 'pre-sign-up.mts'], {
    cwd: app,
  })
}

test('the packed package, installed into an empty folder, has the types of functions, starts and answers', async () => {
  const PATH = `${dirname(process.execPath)}:${process.env.PATH}`
  const environment = { ...process.env, PATH, NODE_TEST_CONTEXT: undefined }
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { env: environment })
  const app = join(folder, 'app')
  await run('mkdir', [app])
  writeFileSync(join(app, 'package.json'), '{"private":true}')
  const install = ['install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', join(folder, stdout.trim())]
  await run('npm', install, { cwd: app, env: environment })
  await compiles(app)
  const port = await freePort()
  const child = spawn('node_modules/.bin/cenote', ['dev', '--memory'], {
    cwd: app,
    env: { ...environment, CENOTE_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const complaints = text(child.stderr)
  try {
    const ended = once(child, 'close').then(async () => assert.fail(`it ended: ${await complaints}`))
    ended.catch(() => {}) // as it may, once it has answered
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])
    assert.equal(line, `Cenote listens on http://localhost:${port}`)
    const response = await fetch(`http://localhost:${port}/_cenote/health/ready`)
    assert.deepEqual(await response.json(), { status: 'ready' })
  } finally {
    child.kill('SIGTERM')
  }
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
})
