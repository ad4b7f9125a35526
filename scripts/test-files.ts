/**
 * Runs the test files that it is given in one process, one after another. To start a process costs more
 * than most files' tests do, so that many share one; each is a suite of its own, with its own `before`
 * and `after`.
 */
import { describe } from 'node:test'
import { pathToFileURL } from 'node:url'

/** How long the tests of one file may take. */
const TIMEOUT_MS = 240_000

for (const file of process.argv.slice(2)) {
  describe(file, { timeout: TIMEOUT_MS }, async () => {
    await import(pathToFileURL(file).href)
  })
}
