import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse, walk } from 'css-tree'
import type { Json, JsonObject } from '../../src/domain/branding.ts'
import { defaultSettings } from '../../src/domain/branding-defaults.ts'
import { settingsInEffect } from '../../src/domain/branding-settings.ts'
import { baseStyles, brandingStyles, plainArrangement, toArrangement } from '../../src/pages/look.ts'

/** An object with one value, at a path of names with points between them. */
const setting = (path: string, value: Json): JsonObject =>
  path.split('.').reduceRight<Json>((inner, name) => ({ [name]: inner }), value) as JsonObject // a path has a name

/** The parts of a sheet: light, dark, and dark where the device is. */
const blocks = (sheet: string) => {
  const [light = '', dark = '', device = ''] = [...sheet.matchAll(/\{(--[^{}]*)\}/g)].map(([, block]) => block)
  return { light, dark, device }
}

const colours = [
  ['components.primaryButton.*.defaults.backgroundColor', 'primary-background'],
  ['components.primaryButton.*.hover.textColor', 'primary-hover-text'],
  ['components.primaryButton.*.active.borderColor', 'primary-active-border'],
  ['components.secondaryButton.*.defaults.borderColor', 'secondary-border'],
  ['components.idpButton.standard.*.hover.backgroundColor', 'provider-hover-background'],
  ['components.pageBackground.*.color', 'page-background'],
  ['components.form.*.backgroundColor', 'form-background'],
  ['components.pageText.*.headingColor', 'heading'],
  ['components.alert.*.error.borderColor', 'error-border'],
  ['components.pageHeader.*.background.color', 'header-background'],
  ['componentClasses.input.*.defaults.borderColor', 'input-border'],
  ['componentClasses.link.*.hover.textColor', 'link-hover'],
  ['componentClasses.focusState.*.borderColor', 'focus-border'],
  ['componentClasses.dropDown.*.hover.itemTextColor', 'menu-hover-text'],
  ['componentClasses.optionControls.*.selected.foregroundColor', 'option-selected-foreground'],
] as const

test('colours become custom properties of their mode', () => {
  for (const [path, name] of colours) {
    const light = blocks(brandingStyles(setting(path.replace('*', 'lightMode'), '0972D3cc')))
    assert.ok(light.light.includes(`--${name}:#0972d3cc;`), path)
    assert.ok(!light.dark.includes(`--${name}:`) && !light.device.includes(`--${name}:`), path)
    const dark = blocks(brandingStyles(setting(path.replace('*', 'darkMode'), '539fe5ff')))
    assert.ok(!dark.light.includes(`--${name}:`), path)
    assert.ok(dark.dark.includes(`--${name}:#539fe5ff;`) && dark.device.includes(`--${name}:#539fe5ff;`), path)
  }
})

test('radii become lengths', () => {
  for (const [path, name] of [
    ['components.form.borderRadius', 'form-radius'],
    ['componentClasses.buttons.borderRadius', 'button-radius'],
    ['componentClasses.input.borderRadius', 'input-radius'],
    ['components.alert.borderRadius', 'alert-radius'],
  ] as const) {
    assert.ok(blocks(brandingStyles(setting(path, 12.5))).light.includes(`--${name}:12.5px;`), path)
  }
})

const hostile: readonly Json[] = [
  'red',
  '0972d3',
  '#0972d3ff',
  '0972d3ff;',
  '0972d3ff}',
  '0972d3ff\n',
  '</style>',
  'url(//evil.example/)',
  'expression(hit())',
  '',
  null,
  true,
  9,
  ['0972d3ff'],
  { toString: '0972d3ff' },
]

test('what is no colour is left out', () => {
  const nothing = brandingStyles({})
  for (const value of hostile) {
    const path = 'components.form.lightMode.backgroundColor'
    assert.equal(brandingStyles(setting(path, value)), nothing, JSON.stringify(value))
  }
})

test('what is no length is left out', () => {
  const nothing = brandingStyles({})
  for (const value of [-1, 1001, Number.NaN, Number.POSITIVE_INFINITY, '8', '8px;}', null, [8]] as const) {
    assert.equal(brandingStyles(setting('components.form.borderRadius', value as Json)), nothing, String(value))
  }
})

test('the settings of prototypes mean nothing', () => {
  const settings = JSON.parse('{"__proto__":{"components":{"form":{"borderRadius":3}}},"components":[]}')
  assert.equal(brandingStyles(settings), brandingStyles({}))
  assert.deepEqual(toArrangement(settings), plainArrangement)
})

test('every custom property of the sheets is set, and the sheets can be read', () => {
  for (const sheet of [baseStyles.text, brandingStyles(defaultSettings)]) {
    parse(sheet, {
      onParseError(error) {
        throw error
      },
    })
  }
  const set = new Set(baseStyles.text.match(/--[\w-]+(?=:)/g))
  const used = new Set<string>()
  walk(parse(baseStyles.text, { parseCustomProperty: true }), (node) => {
    if (node.type === 'Identifier' && node.name.startsWith('--')) used.add(node.name)
  })
  assert.deepEqual(
    [...used].filter((name) => !set.has(name)),
    [],
  )
  const branded = brandingStyles(defaultSettings).match(/--[\w-]+(?=:)/g) ?? []
  assert.deepEqual(
    branded.filter((name) => !set.has(name)),
    [],
    'set by brandings, and used by nothing',
  )
})

test('settings change the markup', () => {
  const settings = settingsInEffect({
    categories: {
      auth: {
        authMethodOrder: [
          [
            { display: 'INPUT', type: 'USERNAME_PASSWORD' },
            { display: 'BUTTON', type: 'FEDERATED' },
          ],
        ],
      },
      form: { displayGraphics: false, location: { horizontal: 'END', vertical: 'START' } },
      global: { pageHeader: { enabled: true }, spacingDensity: 'COMPACT' },
    },
    components: { form: { logo: { enabled: true, formInclusion: 'OUT', position: 'BOTTOM', location: 'START' } } },
  })
  const { header, footer, formLogo, hasGraphics, horizontal, vertical, density, isFederationFirst } =
    toArrangement(settings)
  assert.deepEqual([header.isShown, footer.isShown, hasGraphics, isFederationFirst], [true, false, false, false])
  assert.deepEqual([horizontal, vertical, density], ['END', 'START', 'COMPACT'])
  assert.deepEqual(formLogo, { isShown: true, isInForm: false, location: 'START', position: 'BOTTOM' })
  assert.ok(toArrangement(defaultSettings).isFederationFirst)
})
