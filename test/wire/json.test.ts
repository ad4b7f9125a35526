import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseJson } from '../../src/wire/json.ts'

const parse = (body: string | Uint8Array) => parseJson(typeof body === 'string' ? Buffer.from(body) : body)

const NOT_JSON = 'The request body is not valid JSON.'
const NOT_AN_OBJECT = 'The request body is not a JSON object.'
const TWICE = 'The request holds a member twice.'
const TOO_DEEP = 'The request is nested too deeply.'
const NOT_TEXT = 'A string holds characters that are not valid text.'
const PROTO = 'A member may not be named __proto__.'
const TOO_LARGE = 'A number is too large.'

describe('refused', () => {
  const cases: [name: string, body: string | Uint8Array, message: string][] = [
    ['duplicate', '{"a":1,"a":1}', TWICE],
    ['duplicate spelled with an escape', String.raw`{"a":1,"\u0061":1}`, TWICE],
    ['duplicate in a nested object', '{"x":[{"a":{"b":1,"b":2}}]}', TWICE],
    ['duplicate whose first value is an object', '{"a":{"b":1},"a":2}', TWICE],
    ['duplicate beside colons in strings', '{"a:":":","a:":"::"}', TWICE],
    ['duplicate that a string with a colon might make up for', '{"a":"x","a":":"}', TWICE],
    ['__proto__', '{"__proto__":{"admin":true}}', PROTO],
    ['__proto__ spelled with an escape', String.raw`{"\u005f_proto__":1}`, PROTO],
    ['__proto__ in a list', '{"a":[{"__proto__":[]}]}', PROTO],
    ['objects nested 33 deep', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, TOO_DEEP],
    ['lists nested 10,000 deep', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, TOO_DEEP],
    ['brackets that never close', '['.repeat(1_000_000), TOO_DEEP],
    ['lone high surrogate', String.raw`{"a":"\ud800"}`, NOT_TEXT],
    ['lone low surrogate', String.raw`{"a":["x\udc00"]}`, NOT_TEXT],
    ['surrogates in the wrong order', String.raw`{"a":"\udc00\ud800"}`, NOT_TEXT],
    ['lone surrogate in a name', String.raw`{"\ud800":1}`, NOT_TEXT],
    ['NUL', String.raw`{"a":"x\u0000"}`, NOT_TEXT],
    ['NUL in a name', String.raw`{"\u0000":1}`, NOT_TEXT],
    ['raw NUL', '{"a":"\0"}', NOT_JSON],
    ['number beyond a double', '{"a":1e400}', TOO_LARGE],
    ['negative number beyond a double', '{"a":[-1E999]}', TOO_LARGE],
    ['byte order mark', '\ufeff{}', NOT_JSON],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), NOT_JSON],
    ['stray continuation byte', Buffer.from([0x7b, 0x22, 0x80, 0x22, 0x3a, 0x31, 0x7d]), NOT_JSON],
    ['surrogate encoded in UTF-8', Buffer.from([...Buffer.from('{"a":"'), 0xed, 0xa0, 0x80, 0x22, 0x7d]), NOT_JSON],
    ['overlong slash', Buffer.from([...Buffer.from('{"a":"'), 0xc0, 0xaf, 0x22, 0x7d]), NOT_JSON],
    ['cut off in a character', Buffer.from('{"a":"é').subarray(0, -1), NOT_JSON],
    ['cut off', '{"a":1', NOT_JSON],
    ['cut off in an escape', '{"a":"\\', NOT_JSON],
    ['white space alone', ' ', NOT_JSON],
    ['trailing text', '{}{}', NOT_JSON],
    ['trailing comma', '{"a":1,}', NOT_JSON],
    ['single quotes', "{'a':1}", NOT_JSON],
    ['comment', '{}//', NOT_JSON],
    ['NaN', '{"a":NaN}', NOT_JSON],
    ['closing brackets first', ']]]]{"a":1}', NOT_JSON],
    ['null', 'null', NOT_AN_OBJECT],
    ['list', '[{}]', NOT_AN_OBJECT],
    ['string', '"a"', NOT_AN_OBJECT],
    ['number', '1', NOT_AN_OBJECT],
    ['true', 'true', NOT_AN_OBJECT],
  ]
  for (const [name, body, message] of cases) {
    test(name, () => assert.throws(() => parse(body), { name: 'SerializationException', message }))
  }
})

describe('read', () => {
  const cases: [name: string, body: string, value: object][] = [
    ['empty body', '', {}],
    ['empty object', ' {} \n', {}],
    ['colons and brackets in strings', '{"a:{[":"}]:{","b":["[:"]}', { 'a:{[': '}]:{', b: ['[:'] }],
    ['many brackets in a string', `{"a":"${'['.repeat(10_000)}"}`, { a: '['.repeat(10_000) }],
    ['escaped quotes', String.raw`{"a\":":"\\","b":"\"{"}`, { 'a":': '\\', b: '"{' }],
    [
      'the same name in different objects',
      '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
      { a: { a: 1 }, b: [{ a: 1 }, { a: 2 }] },
    ],
    ['objects nested 32 deep', `${'{"a":'.repeat(31)}{}${'}'.repeat(31)}`, nest(31)],
    ['characters beyond the BMP', String.raw`{"😀":"\ud83d\ude00"}`, { '😀': '😀' }],
    ['names of Object.prototype', '{"constructor":1,"toString":2}', { constructor: 1, toString: 2 }],
    ['names that look like indices', '{"1":1,"0":0}', { 0: 0, 1: 1 }],
    [
      'null, false, and empty values',
      '{"a":null,"b":false,"c":"","d":[],"e":{}}',
      { a: null, b: false, c: '', d: [], e: {} },
    ],
    ['largest double', '{"a":1.7976931348623157e308}', { a: Number.MAX_VALUE }],
    ['number too small for a double', '{"a":1e-400}', { a: 0 }],
  ]
  for (const [name, body, value] of cases) test(name, () => assert.deepEqual(parse(body), value))

  test('100,000 members', () => {
    const members = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]))
    assert.deepEqual(parse(JSON.stringify(members)), members)
    assert.throws(() => parse(`{"k99999":0,${JSON.stringify(members).slice(1)}`), { message: TWICE })
  })
})

function nest(depth: number): object {
  return depth === 0 ? {} : { a: nest(depth - 1) }
}
