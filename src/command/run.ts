import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../config.ts'
import { usage } from './usage.ts'

const version = () =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version

const print = (text: string) => process.stdout.write(`${text}\n`)
const complain = (text: string) => process.stderr.write(`${text}\n`)

const tell = { print, complain }

const start = async (mode: 'dev' | 'serve', words: string[]): Promise<void> => {
  const { values } = parseArgs({ args: words, options: { memory: { type: 'boolean' } } })
  const memory = values.memory === true
  if (memory && mode === 'serve') throw new ConfigError(['--memory: is for cenote dev only'])
  const config = readConfig(mode, process.env, memory)
  const { serve } = await import('./serve.ts')
  await serve(config, tell)
}

/** Loaded when they are used, as the server is: a word of help or about a mistake does not wait for what it needs not. */
const tools = {
  credentials: async () => (await import('./credentials.ts')).runCredentials,
  keys: async () => (await import('./keys.ts')).runKeys,
  passwords: async () => (await import('./passwords.ts')).runPasswords,
}

/** Files that the program makes are nobody else's to read. */
const UMASK = 0o077

/** Runs the command line and resolves with the exit code, or with undefined while a server runs. */
export const run = async ([command, ...words]: string[]): Promise<number | undefined> => {
  process.umask(UMASK)
  try {
    if (command === 'dev' || command === 'serve') {
      await start(command, words)
      return undefined
    }
    if (command === 'credentials' || command === 'keys' || command === 'passwords') {
      // A tool sends no codes: what fixes them in dev mode does not concern it.
      const config = readConfig('serve', { ...process.env, CENOTE_DEV_CODE: undefined })
      const use = await tools[command]()
      const { openLog } = await import('../logging.ts')
      print(await use(words, config, await openLog({ logLevel: 'warn', logFormat: 'pretty' }), complain))
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
