/**
 * Writes docs/coverage.md: every operation of the service model, where it is and where it is tested.
 *
 *   npm run coverage
 */
import { globSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { operationNames } from '../src/operations/names.ts'

const TABLE = 'docs/coverage.md'

/** The file of each operation, by its name. */
const filesIn = (pattern: string, ending: string) =>
  new Map(globSync(pattern).map((file) => [basename(file, ending), file.replaceAll('\\', '/')]))

const linked = (file: string | undefined, text: string) => (file ? `[${text}](../${file})` : '-')

/** The table as it should be now. */
export const coverageTable = (): string => {
  const sources = filesIn('src/operations/*/*.ts', '.ts')
  const tests = filesIn('test/operations/**/*.test.ts', '.test.ts')
  const names = [...operationNames].sort()
  const rows = names.map((name) => {
    const source = sources.get(name)
    const status = source ? 'works' : 'refused by name'
    return `| ${linked(source, name)} | ${source ? basename(dirname(source)) : '-'} | ${status} | ${linked(tests.get(name), 'test')} |`
  })
  const count = names.filter((name) => sources.has(name)).length
  return [
    '# Operations',
    '',
    `${count} of the ${names.length} operations of the service model. This table is made by \`npm run coverage\`.`,
    '',
    '| Operation | Group | Status | Test |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

if (import.meta.main) writeFileSync(TABLE, coverageTable())
