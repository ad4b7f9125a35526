import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { differences } from '../scripts/cli-examples/compare.ts'
import { examples } from '../scripts/cli-examples/examples.ts'

test('there is an example of every command of the documentation, and of no other', () => {
  const documented = readFileSync('scripts/cli-examples/commands.txt', 'utf8').trim().split('\n')
  assert.equal(documented.length, 71)
  const commands = new Set(examples.flat().map(({ command }) => command))
  assert.deepEqual([...commands].sort(), documented)
  assert.equal(examples.flat().length, 73, 'create-group and create-user-pool have two each')
})

test('a line is run as documented, unless the data says why not', () => {
  for (const { command, line, mended, gap, output, shows } of examples.flat()) {
    if (mended) assert.ok(mended.line !== line && mended.why.length > 20, command)
    if (gap) assert.ok(gap.line !== line && gap.words.length > 20, command)
    assert.ok(!(output && shows), command)
  }
})

const now = Date.now() / 1000
const uuids = ['7325c1de-b05b-4f84-b321-9adc6e61f4a2', '00000000-b05b-4f84-b321-9adc6e61f4a2'] as const
const pool = { names: { 'us-west-2_aaaaaaaaa': 'us-west-2_Here12345' } }

test('answers are compared with what is documented', async (t) => {
  const rows: [string, unknown, unknown, string[], Parameters<typeof differences>[2]?][] = [
    ['the same', { a: [{ b: 1 }], c: 'x' }, { c: 'x', a: [{ b: 1 }] }, []],
    ['another value', { a: { b: 'x' } }, { a: { b: 'y' } }, ['a.b: "x", not "y"']],
    ['a member too few', { a: 1 }, {}, ['a: is not there']],
    ['a member that may be absent', { a: 1 }, {}, [], { absent: { a: 'why' } }],
    ['a member too many', {}, { a: 1 }, ['a: is not documented: 1']],
    ['a newer member', {}, { a: 1 }, [], { newer: ['a'] }],
    ['a newer member elsewhere', { a: {} }, { a: { b: 1 } }, ['a.b: is not documented: 1'], { newer: ['b'] }],
    ['a value that is another', { a: 'x' }, { a: 'y' }, [], { differs: { a: 'why' } }],
    ['one of another type', { a: 'x' }, { a: 1 }, ['a: "x", not 1'], { differs: { a: 'why' } }],
    ['words in any order', { a: ['x', 'y'] }, { a: ['y', 'x'] }, []],
    [
      'things in order',
      { a: [{ b: 1 }, { b: 2 }] },
      { a: [{ b: 2 }, { b: 1 }] },
      ['a.0.b: 1, not 2', 'a.1.b: 2, not 1'],
    ],
    ['a list of another length', { a: [1] }, { a: [] }, ['a: [1], not []']],
    ['attributes in any order', [{ Name: 'x' }, { Name: 'y' }], [{ Name: 'y' }, { Name: 'x' }], []],
    ['JSON in a text', { a: '{"b":1,"c":2}' }, { a: '{"c":2,"b":1}' }, []],
    ['a time of now', { a: 1548099495.428 }, { a: now }, []],
    ['a time of now in words', { a: 1548099495.428 }, { a: new Date(now * 1000).toISOString() }, []],
    ['a time of long ago', { a: 1548099495.428 }, { a: 1548099495.428 }, ['a: 1548099495.428, not 1548099495.428']],
    ['another id', { a: uuids[0] }, { a: uuids[1] }, []],
    ['no id', { a: uuids[0] }, { a: 'x' }, [`a: "${uuids[0]}", not "x"`]],
    ['the pool that was made', { a: 'us-west-2_aaaaaaaaa' }, { a: 'us-west-2_Here12345' }, [], pool],
    [
      'another pool than the one that was made',
      { a: 'us-west-2_aaaaaaaaa' },
      { a: 'us-west-2_There1234' },
      ['a: "us-west-2_Here12345", not "us-west-2_There1234"'],
      pool,
    ],
  ]
  for (const [name, documented, answer, expected, rules] of rows) {
    await t.test(name, () => assert.deepEqual(differences(documented, answer, rules), expected))
  }
})
