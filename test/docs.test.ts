import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { coverageTable } from '../scripts/coverage.ts'
import { deviations, STRICT_TAG } from '../src/oauth/deviations.ts'

const read = (path: string) => readFileSync(path, 'utf8')
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found)

const reference = read('docs/configuration.md')
/** The keys of the table of variables. */
const variables = all(read('src/config.ts'), /^ {2}(CENOTE_\w+): \//gm).sort()
const documents = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md']).sort()

test('every variable is described once in docs/configuration.md, and no other', () => {
  assert.ok(variables.length > 10, 'src/config.ts has its table of variables')
  assert.deepEqual(all(reference, /^\| `(CENOTE_\w+)` \|/gm).sort(), variables)
})

test('documents speak of no variable that does not exist', () => {
  const unknown = documents.flatMap((file) =>
    all(read(file), /\b(CENOTE_[A-Z_]+)\b/g)
      .filter((name) => !variables.includes(name))
      .map((name) => `${file}: ${name}`),
  )
  assert.deepEqual(unknown, [])
})

/** The fragment under which a heading is linked. */
const fragment = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')

test('links between documents lead somewhere', () => {
  const leads = (from: string, link: string) => {
    const [path = '', anchor] = link.split('#', 2)
    const target = path === '' ? from : join(dirname(from), path)
    if (!existsSync(target)) return false
    return anchor === undefined || all(read(target), /^#+ (.+)$/gm).some((heading) => fragment(heading) === anchor)
  }
  const broken = documents.flatMap((file) =>
    all(read(file), /\]\((?!https?:)([^)\s]+)\)/g)
      .filter((link) => !leads(file, link))
      .map((link) => `${file}: ${link}`),
  )
  assert.deepEqual(broken, [])
})

test('docs/coverage.md is the table of the operations as they are: npm run coverage', () => {
  assert.equal(read('docs/coverage.md'), coverageTable())
})

test('docs/oauth.md tells of every way in which pools differ from the standards, and of the tag against it', () => {
  const page = read('docs/oauth.md')
  assert.ok(page.includes(`\`${STRICT_TAG.key}\` = \`${STRICT_TAG.value}\``))
  const told = all(page.split('| A pool without the tag |')[1] ?? '', /^\| (.+\.) \|$/gm)
  assert.deepEqual(told, Object.values(deviations))
})
