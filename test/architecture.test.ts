import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import * as operations from '../src/operations/index.ts'
import { operationNames } from '../src/operations/names.ts'

/**
 * What each folder of src may import, besides itself. `type:` allows types only. A file directly in
 * src is named as it is.
 */
const allowed: Record<string, readonly string[]> = {
  domain: [],
  wire: ['domain'],
  compute: ['domain'],
  store: ['domain'],
  outbound: ['domain', 'type:config.ts', 'type:context.ts'],
  keys: ['domain', 'type:store', 'type:compute'],
  triggers: [],
  'context.ts': ['type:store', 'type:outbound', 'type:compute', 'type:keys', 'type:domain'],
  flows: ['domain', 'context.ts', 'type:triggers', 'type:store', 'type:outbound', 'type:keys'],
  operations: ['flows', 'domain', 'context.ts', 'wire', 'type:store'],
  oauth: ['flows', 'domain', 'context.ts'],
  pages: ['flows', 'domain', 'context.ts'],
  server: ['operations', 'oauth', 'pages', 'flows', 'domain', 'context.ts', 'wire', 'type:store'],
  'config.ts': ['config-messages.ts', 'aws-settings.ts', 'operations', 'domain'],
  'config-messages.ts': ['aws-settings.ts', 'domain'],
  'aws-settings.ts': ['domain'],
  'logging.ts': ['wire', 'type:config.ts', 'type:context.ts'],
  'root-key.ts': ['config.ts'],
  'random.ts': [],
  'main.ts': ['*'],
  command: ['*'],
  'cli.ts': ['command'],
}

const MAX_LINES = 300
/** Files that are data, and as long as it is. */
const dataFiles: readonly string[] = []

type Import = { from: string; to: string; typeOnly: boolean }

const sources = globSync('src/**/*.ts').map(normalize).sort()
const text = new Map(sources.map((file) => [file, readFileSync(file, 'utf8')]))

const importsOf = (file: string): Import[] => {
  const found: Import[] = []
  const pattern =
    /^(import|export)\s+(type\s)?([^'"]*?)\s*(?:from\s+)?['"](\.[^'"]+)['"]|import\(['"](\.[^'"]+)['"]\)/gm
  for (const [, , type, , path, dynamic] of (text.get(file) ?? '').matchAll(pattern)) {
    found.push({ from: file, to: join(dirname(file), path ?? dynamic ?? ''), typeOnly: type !== undefined })
  }
  return found
}

const unit = (file: string) => file.split('/')[1] ?? ''
const imports = sources.flatMap(importsOf)

test('imports point one way', () => {
  const broken = imports.filter(({ from, to, typeOnly }) => {
    const [here, there] = [unit(from), unit(to)]
    const rules = allowed[here]
    assert.ok(rules, `src/${here} is not in the table of test/architecture.test.ts`)
    return (
      here !== there && !rules.includes('*') && !rules.includes(there) && !(typeOnly && rules.includes(`type:${there}`))
    )
  })
  assert.deepEqual(
    broken.map(({ from, to }) => `${from} imports ${to}`),
    [],
  )
})

test('operations import no operations', () => {
  const operationFile = /^src\/operations\/[^/]+\/[A-Z]\w+\.ts$/
  const broken = imports.filter(({ from, to }) => operationFile.test(from) && operationFile.test(to))
  assert.deepEqual(broken, [])
})

test('no cycles', () => {
  const graph = new Map(
    sources.map((file) => [
      file,
      importsOf(file)
        .filter(({ typeOnly }) => !typeOnly)
        .map(({ to }) => to),
    ]),
  )
  const done = new Set<string>()
  const visit = (file: string, path: string[]) => {
    assert.ok(!path.includes(file), `a cycle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`)
    if (done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of sources) visit(file, [])
})

test('files hold one idea', () => {
  const long = sources.filter(
    (file) => !dataFiles.includes(file) && (text.get(file) ?? '').split('\n').length > MAX_LINES,
  )
  assert.deepEqual(long, [])
})

test('every operation file is registered, named alike and tested', () => {
  const files = sources.filter((file) => /^src\/operations\/[^/]+\/[A-Z]\w+\.ts$/.test(file))
  const names = files.map((file) => basename(file, '.ts')).sort()
  assert.deepEqual(Object.keys(operations).sort(), names)
  for (const name of names) assert.ok(operationNames.has(name), `${name} is not an operation of the service`)
  const tested = new Set(globSync('test/operations/**/*.test.ts').map((file) => basename(file, '.test.ts')))
  assert.deepEqual(
    names.filter((name) => !tested.has(name)),
    [],
    'operations without a test file',
  )
})

test('only config.ts and the command line read the environment', () => {
  const readers = sources.filter((file) => /process\.env/.test(text.get(file) ?? ''))
  // A function's thread takes the server's own settings out of its copy.
  assert.deepEqual(readers, ['src/command/run.ts', 'src/outbound/functions/worker.ts'])
})

test('every export has a docstring where it is not a registry or a shape', () => {
  const undocumented = sources
    .filter((file) => !/src\/(operations\/index|wire\/shapes)/.test(file))
    .flatMap((file) => {
      const lines = (text.get(file) ?? '').split('\n')
      return lines.flatMap((line, index) => {
        if (!/^export (const|function|class|type \w+ =) /.test(line)) return []
        const above = lines[index - 1] ?? ''
        return /\*\/$/.test(above) || /^export /.test(above) ? [] : [`${file}:${index + 1} ${line.slice(0, 60)}`]
      })
    })
  assert.deepEqual(undocumented, [])
})

test('the lock file knows the packages of every platform, and no addresses', () => {
  type Locked = { optionalDependencies?: Record<string, string>; resolved?: string }
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
  const optional = Object.values(packages).flatMap((locked) => Object.keys(locked.optionalDependencies ?? {}))
  assert.deepEqual(
    optional.filter((name) => !packages[`node_modules/${name}`]),
    [],
    '`npm ci` refuses a lock file that lacks these',
  )
  assert.deepEqual(
    Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http')),
    [],
  )
})
