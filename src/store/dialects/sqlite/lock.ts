import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process serves from the file. */
export class FileInUse extends Error {
  constructor(file: string) {
    super(`another server uses the database ${file}`)
  }
}

/**
 * Takes the database file for this process, so that two servers never share one: raises FileInUse
 * while another holds it. The lock is the operating system's, and ends with the process.
 */
export const lockFile = (file: string): (() => void) => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(`${file}.lock`)
  try {
    lock.exec('begin exclusive')
  } catch {
    lock.close()
    throw new FileInUse(file)
  }
  return () => lock.close()
}
