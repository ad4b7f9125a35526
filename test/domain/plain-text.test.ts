import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toPlainText } from '../../src/domain/plain-text.ts'
import { cpuMs } from '../cpu-time.ts'

describe('the plain text of an HTML message', () => {
  const cases = [
    ['Your verification code is 123456. ', 'Your verification code is 123456.'],
    ['<h1>Hi</h1><p>a<br>b</p><p>c</p>', 'Hi\na\nb\n\nc'],
    ['<a href="https://e.example/?a=1&amp;b=2"><b>Verify</b> it</a>.', 'Verify it (https://e.example/?a=1&b=2).'],
    ["<a class=x href='https://e.example'>https://e.example</a>", 'https://e.example'],
    ['<a>nowhere</a></a>', 'nowhere'],
    ['<head><title>no</title></head><style>p{}</style>a<script>no</script>b<!-- no -->c', 'abc'],
    ['a<style>never closed', 'a'],
    ['5 &lt; 6 &amp;amp; &quot;x&quot; &#169; &#x1F600; &nbsp;&unknown;', '5 < 6 &amp; "x" © 😀 &unknown;'],
    ['&#0;&#13;&#xD800;&#9999999;', '&#0;&#13;&#xD800;&#9999999;'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
    ['', ''],
  ] as const
  for (const [html, text] of cases) test(JSON.stringify(html), () => assert.equal(toPlainText(html), text))

  for (const part of [
    '<',
    '<a ',
    '<a href="x" ',
    '<style>',
    '<style></style>',
    '<!--',
    '</a>',
    '<a href=""></a>',
    '&#',
    ' \n',
  ]) {
    test(`takes no time for many times ${JSON.stringify(part)}`, () => {
      const took = cpuMs(() => toPlainText(part.repeat(Math.ceil(20_000 / part.length))))
      assert.ok(took < 500, `${took} ms`)
    })
  }
})
