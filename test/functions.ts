import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TriggerEvent } from '../src/domain/trigger-event.ts'

/** The ARN of a function that a test names. */
export const lambdaArn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`

/** LambdaConfig of a pool whose users sign in by the functions of `test/functions/custom-auth.js`. */
export const customAuthTriggers = {
  DefineAuthChallenge: lambdaArn('define'),
  CreateAuthChallenge: lambdaArn('create'),
  VerifyAuthChallengeResponse: lambdaArn('verify'),
}

/** Functions of a server: copies of modules of `test/functions`, in a folder of their own. */
export type TestFunctions = {
  readonly file: string
  readonly environment: { CENOTE_FUNCTIONS: string }
  /** Where the copy of a module, or a module that a test writes, is. */
  path(module: string): string
  /** What the functions of custom-auth.js were given so far, oldest first. */
  events(): TriggerEvent[]
  remove(): void
}

const customAuth = {
  define: { module: './custom-auth.js', handler: 'define' },
  create: { module: './custom-auth.js', handler: 'create' },
  verify: { module: './custom-auth.js', handler: 'verify' },
}

/** Makes functions, and the file that CENOTE_FUNCTIONS names, with those of a custom sign-in and `more`. */
export const makeFunctions = (
  more: Record<string, { module: string; handler?: string } | { url: string }> = {},
): TestFunctions => {
  const folder = mkdtempSync(join(tmpdir(), 'cenote-functions-'))
  const path = (name: string) => join(folder, name)
  for (const name of ['custom-auth.js', 'evil.js', 'odd.js', 'triggers.js'])
    copyFileSync(join(import.meta.dirname, 'functions', name), path(name))
  writeFileSync(path('package.json'), '{"type":"module"}')
  const file = path('functions.json')
  writeFileSync(file, JSON.stringify({ ...customAuth, ...more }))
  return {
    file,
    path,
    environment: { CENOTE_FUNCTIONS: file },
    events() {
      if (!existsSync(path('events.jsonl'))) return []
      const lines = readFileSync(path('events.jsonl'), 'utf8').trimEnd().split('\n')
      return lines.map((line) => JSON.parse(line) as TriggerEvent)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
