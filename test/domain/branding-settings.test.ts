import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Json } from '../../src/domain/branding.ts'
import { defaultSettings } from '../../src/domain/branding-defaults.ts'
import { mergeSettings, settingsInEffect, statedSettings } from '../../src/domain/branding-settings.ts'
import { serviceError } from '../harness.ts'

/** Settings with one value at a path. */
const at = (path: string, value: unknown): object =>
  path.split('.').reduceRight((below: unknown, name) => ({ [name]: below }), value) as object

const leaves = (value: Json, path: string): [string, Json][] =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, item]) => leaves(item, path === '' ? name : `${path}.${name}`))
    : [[path, value]]

test("the server's own look is as it must be, and knows light and dark alike", () => {
  assert.deepEqual(statedSettings(defaultSettings), defaultSettings)
  const paths = leaves(defaultSettings, '').map(([path]) => path)
  const [light, dark] = ['lightMode', 'darkMode'].map((mode) => paths.filter((path) => path.includes(mode)))
  assert.ok(light && light.length > 50)
  assert.deepEqual(
    light.map((path) => path.replace('lightMode', 'darkMode')),
    dark,
  )
})

suite('known settings of another type are refused:', () => {
  for (const [path, value] of leaves(defaultSettings, '')) {
    for (const wrong of [null, {}, typeof value === 'string' ? 1 : 'red;}', typeof value === 'boolean' ? 1 : true]) {
      test(`${path}: ${JSON.stringify(wrong)}`, () =>
        assert.throws(() => statedSettings(at(path, wrong)), serviceError('InvalidParameterException')))
    }
  }
})

suite('values', () => {
  const color = 'components.pageBackground.lightMode.color'
  const rows: [string, unknown, string?][] = [
    [color, '0972d3ff'],
    [color, 'ABCDEF00'],
    [color, '0972d3', 'a color of eight hexadecimal digits'],
    [color, '#0972d3ff', 'a color of eight hexadecimal digits'],
    [color, '0972d3ff;', 'a color of eight hexadecimal digits'],
    ['categories.global.colorSchemeMode', 'DYNAMIC'],
    ['categories.global.colorSchemeMode', 'GREY', 'one of LIGHT, DARK, DYNAMIC'],
    ['categories.form.location.vertical', 'TOP', 'one of START, CENTER, END'],
    ['categories.global.spacingDensity', 'COMPACT'],
    ['categories.global.spacingDensity', 'x"><script>', 'a word'],
    ['componentClasses.buttons.borderRadius', 0],
    ['componentClasses.buttons.borderRadius', 12.5],
    ['componentClasses.buttons.borderRadius', -1, 'a number from 0 to 1000'],
    ['componentClasses.buttons.borderRadius', 1001, 'a number from 0 to 1000'],
    ['components.favicon.enabledTypes', []],
    ['components.favicon.enabledTypes', ['SVG']],
    ['categories.auth.federation.order', ['Any <name>']],
    ['categories.auth.federation.order', Array.from({ length: 101 }, () => 'x'), 'a list of at most 100 items'],
    ['components.idpButton.custom', { Mine: { any: 1 } }],
    ['nobody.knows', 'x"><script>'],
    ['components.pageText.midMode', [1]],
    ['categories.auth.constructor', 1],
  ]
  for (const [path, value, wanted] of rows) {
    test(`${path}: ${JSON.stringify(value).slice(0, 60)}`, () => {
      const settings = at(path, value)
      if (wanted === undefined) assert.deepEqual(statedSettings(settings), settings)
      else {
        assert.throws(
          () => statedSettings(settings),
          serviceError('InvalidParameterException', `Invalid Settings: ${path} must be ${wanted}`),
        )
      }
    })
  }
})

test('merging goes by members, and takes lists and all else whole', () => {
  const base = { a: { b: 1, c: [1, 2] }, d: 'x', e: { f: 1 } }
  assert.deepEqual(mergeSettings(base, { a: { c: [3] }, e: 2, g: { h: null } }), {
    a: { b: 1, c: [3] },
    d: 'x',
    e: 2,
    g: { h: null },
  })
  assert.deepEqual(mergeSettings({}, { constructor: { a: 1 } }), { constructor: { a: 1 } })
  assert.deepEqual(base, { a: { b: 1, c: [1, 2] }, d: 'x', e: { f: 1 } })
  assert.deepEqual(settingsInEffect({}), defaultSettings)
})
