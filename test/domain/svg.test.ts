import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { svgMistake } from '../../src/domain/svg.ts'

const svg = (inside: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"${attributes}>${inside}</svg>`
const mistakeOf = (text: string) => svgMistake(Buffer.from(text))

suite('accepts', () => {
  for (const [name, text] of [
    ['shapes', svg('<g fill="#fff"><path d="M0 0"/><circle r="1"/></g>', ' viewBox="0 0 8 8" width="8"')],
    ['a declaration and comments', `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- x -->\n${svg('')}`],
    [
      'references to itself',
      svg('<use href="#a"/><use xlink:href="#b"/><rect fill="url(#c)" style="mask:url( \'#d\' )"/>'),
    ],
    ['its own style', svg('<style>.a{fill:red;clip-path:url(#b)}</style>')],
    ['a picture within it', svg('<image href="data:image/png;base64,AAAA"/>')],
    ['a picture in lines', svg('<image href="data:image/png;base64,AA\n AA = =\n"/>')],
    ['a declaration with blanks', `<?xml version = "1.0" encoding = 'utf-8' ?>${svg('')}`],
    ['text in any script', svg('<text xml:space="preserve">é &amp; 字</text>')],
    ['a byte order mark', `\ufeff${svg('')}`],
  ] as const) {
    test(name, async () => assert.equal(await mistakeOf(text), undefined))
  }
})

suite('V38: refuses', () => {
  const element = (name: string) => `the element ${name} is not allowed`
  const attribute = (name: string) => `the attribute ${name} is not allowed, or not its value`
  const rows: [string, string][] = [
    ...['script', 'foreignObject', 'a', 'animate', 'set', 'iframe', 'handler', 'feImage', 'SCRIPT'].map(
      (name): [string, string] => [svg(`<${name}/>`), element(name)],
    ),
    [svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>'), element('x:script')],
    [svg('<x:script xmlns:x="http://www.w3.org/2000/svg"/>'), element('x:script')],
    [svg('<g xmlns="http://www.w3.org/1999/xhtml"/>'), element('g')],
    [svg('', ' onload="x"'), attribute('onload')],
    [svg('<g><g><g onfocusin="x"/></g></g>'), attribute('onfocusin')],
    [svg('<use href="https://evil.example/#a"/>'), attribute('href')],
    [svg('<use xlink:href="//evil.example/#a"/>'), attribute('xlink:href')],
    [svg('<use href="javascript:x"/>'), attribute('href')],
    [svg('<image href="data:image/svg+xml;base64,AAAA"/>'), attribute('href')],
    [svg('<g xml:base="https://evil.example"/>'), attribute('xml:base')],
    [svg('<rect fill="url(https://evil.example)"/>'), attribute('fill')],
    [svg('<rect fill="URL( &#104;ttps://evil.example)"/>'), attribute('fill')],
    [svg('<rect style="fill:u\\72l(https://evil.example)"/>'), attribute('style')],
    [svg('<style>@import "https://evil.example"</style>'), 'its style refers to other files'],
    [svg('<style><![CDATA[.a{fill:url(https://evil.example)}]]></style>'), 'its style refers to other files'],
    [svg('<style>.a{fill:ur<!-- -->l(https://evil.example)}</style>'), 'its style refers to other files'],
    [svg('<style>.a{fill:ur<desc>x</desc>l(https://evil.example)}</style>'), 'there are elements in its style'],
    [svg('<style>@im<style>x</style>port "https://evil.example"</style>'), 'there are elements in its style'],
    [`<?xml version="1.0" encoding = "utf-16"?>${svg('')}`, 'it is not in UTF-8'],
    [`<!DOCTYPE svg [<!ENTITY a "b">]>${svg('&a;')}`, 'document types are not allowed'],
    [`<!DOCTYPE svg SYSTEM "https://evil.example">${svg('')}`, 'document types are not allowed'],
    [`<?xml-stylesheet href="https://evil.example"?>${svg('')}`, 'processing instructions are not allowed'],
    [`<?xml version="1.0" encoding="utf-7"?>${svg('')}`, 'it is not in UTF-8'],
    ['<html/>', 'it is no SVG document'],
    [svg('&nobody;'), 'it is not well-formed'],
    [svg('<g>'), 'it is not well-formed'],
    [`${svg('')}${svg('')}`, 'it is not well-formed'],
    ['', 'it is not well-formed'],
    [svg('<g/>'.repeat(20_000)), 'it has too many tags'],
  ]
  for (const [text, mistake] of rows) {
    test(text.slice(0, 160), async () => assert.equal(await mistakeOf(text), mistake))
  }

  test('bytes that are no UTF-8', async () => {
    const bytes = Buffer.from(svg(''), 'utf16le')
    assert.equal(await svgMistake(bytes), 'it is not well-formed')
    assert.equal(await svgMistake(Buffer.concat([Buffer.from([0xff, 0xfe]), bytes])), 'it is not in UTF-8')
  })
})

test('a document as deep as there may be is read to its end', async () => {
  const nested = (inside: string) => svg('<g>'.repeat(9000) + inside + '</g>'.repeat(9000))
  assert.equal(await mistakeOf(nested('<path/>')), undefined)
  assert.equal(await mistakeOf(nested('<script/>')), 'the element script is not allowed')
})

test('V67: what is long and wrong is refused in no time', async () => {
  const began = performance.now()
  const blanks = ' '.repeat(100_000)
  assert.ok(await mistakeOf(svg(`<image href="data:image/png;base64,A${blanks}!"/>`)))
  assert.ok(await mistakeOf(svg('<style>'.repeat(9000) + 'x'.repeat(900_000) + '</style>'.repeat(9000))))
  const took = performance.now() - began
  assert.ok(took < 5000, `took ${took} ms`)
})
