import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../config.ts'
import { createRoot } from '../flows/credentials.ts'
import { openLog } from '../logging.ts'
import { startServer } from '../main.ts'
import { credentialsUsage, runCredentials } from './credentials.ts'
import { keysUsage, runKeys } from './keys.ts'
import { passwordsUsage, runPasswords } from './passwords.ts'

const usage = `Cenote: a server that is wire-compatible with Amazon Cognito user pools.

cenote dev [--memory]               starts for development: any credentials, loopback only
cenote serve                        starts for production: verified signatures and policies
${credentialsUsage}
${keysUsage}
${passwordsUsage}
cenote --help | --version

Settings are environment variables; docs/configuration.md lists them.`

const version = () =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version

/** How long requests under way may take to finish after a signal to stop. */
const DRAIN_MS = 25_000

const print = (text: string) => process.stdout.write(`${text}\n`)
const complain = (text: string) => process.stderr.write(`${text}\n`)

const serve = async (mode: 'dev' | 'serve', words: string[]) => {
  const { values } = parseArgs({ args: words, options: { memory: { type: 'boolean' } } })
  const memory = values.memory === true
  if (memory && mode === 'serve') throw new ConfigError(['--memory: is for cenote dev only'])
  const config = readConfig(mode, process.env, memory)
  const log = await openLog(config)
  const server = await startServer(config, log)
  const stop = () => {
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1))
    setTimeout(() => process.exit(1), DRAIN_MS).unref()
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
  print(`Cenote listens on ${server.url}`)
  if (mode === 'serve') {
    const root = await createRoot(server.ctx, server.ctx.store.transaction)
    if (root)
      complain(
        `The root access key, shown this once:\nAWS_ACCESS_KEY_ID=${root.accessKeyId}\nAWS_SECRET_ACCESS_KEY=${root.secretAccessKey}`,
      )
  } else {
    complain(`Messages: ${server.url}/_cenote/inbox`)
  }
}

const tools = { credentials: runCredentials, keys: runKeys, passwords: runPasswords }

/** Files that the program makes are nobody else's to read. */
const UMASK = 0o077

/** Runs the command line and resolves with the exit code, or with undefined while a server runs. */
export const run = async ([command, ...words]: string[]): Promise<number | undefined> => {
  process.umask(UMASK)
  try {
    if (command === 'dev' || command === 'serve') {
      await serve(command, words)
      return undefined
    }
    if (command === 'credentials' || command === 'keys' || command === 'passwords') {
      // A tool sends no codes: what fixes them in dev mode does not concern it.
      const config = readConfig('serve', { ...process.env, CENOTE_DEV_CODE: undefined })
      print(await tools[command](words, config, await openLog({ logLevel: 'warn', logFormat: 'pretty' }), complain))
      return 0
    }
    if (command === '--version' || command === '-v') print(version())
    else if (command === undefined || command === '--help' || command === '-h' || command === 'help') print(usage)
    else throw new ConfigError([`there is no command ${command}`, usage])
    return 0
  } catch (error) {
    if (error instanceof ConfigError) for (const line of error.mistakes) complain(`cenote: ${line}`)
    else if (error instanceof TypeError && 'code' in error)
      complain(`cenote: ${error.message}`) // parseArgs
    else complain(`cenote: ${(error as Error).stack}`)
    return 1
  }
}
