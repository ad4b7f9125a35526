import assert from 'node:assert/strict'
import { test } from 'node:test'
import { href, otpauthHref } from '../../src/pages/href.ts'
import { html } from '../../src/pages/html.ts'
import type { Look, Picture } from '../../src/pages/look.ts'
import { picture } from '../../src/pages/picture.ts'
import { frameOf } from './frames.ts'

test('addresses of the web and of this server stay as they are', () => {
  const kept = [
    '/',
    '/login',
    '/login?a=b&c=d#e',
    '?lang=de',
    '#',
    '#field-x',
    'https://example.com',
    'HTTP://example.com/a b',
  ]
  for (const address of kept) assert.equal(href(address), address)
})

test('others lead to the page itself', () => {
  const refused = [
    '',
    'login',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https:',
    'https:evil',
    'https:// evil',
    ' https://example.com',
    'javascript:x',
    'data:text/html,x',
    'otpauth://totp/x',
    'https://example.com/\n',
  ]
  for (const address of refused) assert.equal(href(address), '#', JSON.stringify(address))
})

test('only the addresses of time-based codes open an app', () => {
  assert.equal(otpauthHref('otpauth://totp/a?secret=b'), 'otpauth://totp/a?secret=b')
  for (const address of ['otpauth://hotp/a', 'javascript:x', ' otpauth://totp/a']) {
    assert.equal(otpauthHref(address), undefined)
  }
})

const pictureText = (colorScheme: Look['colorScheme'], images: Picture) =>
  html`${picture(frameOf({ colorScheme }).look, images, { className: 'x' })}`.text

const light = { light: '/l.png' }
const dark = { dark: '/d.png' }
const both = { ...light, ...dark }
const one = (address: string) => `<picture><img class="x" src="${address}" alt=""></picture>`
const two = `<picture><source media="(prefers-color-scheme: dark)" srcset="/d.png"><img class="x" src="/l.png" alt=""></picture>`

const shown: readonly (readonly [Look['colorScheme'], Picture, string])[] = [
  ['LIGHT', both, one('/l.png')],
  ['DARK', both, one('/d.png')],
  ['DYNAMIC', both, two],
  ['LIGHT', dark, one('/d.png')],
  ['DARK', light, one('/l.png')],
  ['DYNAMIC', dark, one('/d.png')],
  ['DYNAMIC', light, one('/l.png')],
]

test('images are those of the colours that a page has', () => {
  for (const [colorScheme, images, expected] of shown) {
    assert.equal(pictureText(colorScheme, images), expected, `${colorScheme} ${JSON.stringify(images)}`)
  }
  assert.equal(pictureText('DYNAMIC', {}), '')
})

test('an address cannot add to a set of sources', () => {
  const made = pictureText('DYNAMIC', { light: '/l.png', dark: '/d.png 2x, /e.png' })
  assert.ok(made.includes('srcset="/d.png%202x%2C%20/e.png"'))
})
