import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Config, ConfigError } from './config.ts'

const FORM = /^[0-9a-fA-F]{64}$/

const parse = (text: string): Buffer[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((hex) => Buffer.from(hex, 'hex'))

const readKeys = (file: string): Buffer[] | undefined => {
  try {
    const text = readFileSync(file, 'utf8')
    if (
      !text
        .split(/[\s,]+/)
        .filter(Boolean)
        .every((part) => FORM.test(part)) ||
      text.trim() === ''
    ) {
      throw new ConfigError([`CENOTE_ROOT_KEY_FILE: ${file} does not hold keys of 64 hexadecimal digits`])
    }
    return parse(text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (error instanceof ConfigError) throw error
    throw new ConfigError([`CENOTE_ROOT_KEY_FILE: cannot read ${file}`])
  }
}

/** The root keys, and the file that was made for a new one. */
export type RootKeys = { keys: Buffer[]; createdFile: string | undefined }

/**
 * Loads the keys that seal every secret in the database, the newest first. A missing file is made
 * only where the configuration lets it. Raises ConfigError, which never holds a key.
 */
export const loadRootKeys = (rootKey: Config['rootKey']): RootKeys => {
  if ('ephemeral' in rootKey) return { keys: [randomBytes(32)], createdFile: undefined }
  if ('hex' in rootKey) return { keys: parse(rootKey.hex), createdFile: undefined }
  const found = readKeys(rootKey.file)
  if (found) return { keys: found, createdFile: undefined }
  if (!rootKey.create) throw new ConfigError([`CENOTE_ROOT_KEY_FILE: ${rootKey.file} does not exist`])
  const key = randomBytes(32)
  mkdirSync(dirname(rootKey.file), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(rootKey.file, `${key.toString('hex')}\n`, { mode: 0o400, flag: 'wx' })
  } catch (error) {
    const made = (error as NodeJS.ErrnoException).code === 'EEXIST' && readKeys(rootKey.file)
    if (made) return { keys: made, createdFile: undefined } // another process was faster
    throw new ConfigError([`CENOTE_ROOT_KEY_FILE: cannot write ${rootKey.file}`])
  }
  return { keys: [key], createdFile: rootKey.file }
}
