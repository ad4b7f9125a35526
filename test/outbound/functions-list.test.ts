import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { openFunctions } from '../../src/outbound/functions.ts'
import { lambdaArn, makeFunctions } from '../functions.ts'
import { failure } from './function-failure.ts'

const files = makeFunctions()
after(() => files.remove())
const [module, file] = ['./odd.js', files.path('list.json')]

const openList = (text: string) => {
  writeFileSync(file, text)
  return openFunctions({ mode: 'serve', functionsFile: file }, { debug() {}, warn() {} })
}

test('what names a function most exactly counts', async () => {
  const list = {
    [lambdaArn('f:live')]: { module, handler: 'atOnce' },
    'f:live': { url: 'http://127.0.0.1:9' },
    [lambdaArn('g')]: { module, handler: 'atOnce' },
    g: { lambda: 'http://127.0.0.1:9', functionName: 'function' },
    h: { module, handler: 'atOnce' },
  }
  writeFileSync(file, JSON.stringify(list))
  const functions = openFunctions(
    { mode: 'serve', functionsFile: file, functionsSecret: 'sixteen characters' },
    { debug() {}, warn() {} },
  )
  after(() => functions.close())
  for (const name of ['f:live', 'g', 'g:live', 'h', 'h:1']) {
    assert.deepEqual(await functions.invoke(lambdaArn(name), {}), { answered: 'at once' }, name)
  }
  for (const name of ['f', 'f:other', 'F:live', '__proto__', 'constructor']) {
    await assert.rejects(functions.invoke(lambdaArn(name), {}), failure('refused', 'ResourceNotFoundException'))
  }
})

describe('a list is refused at start:', () => {
  const onePlace = '"f" must be an object with one of the members "module", "url" and "lambda"'
  const plainUrl = 'of "f" must be an http or https URL without a user name and a password'
  const cases: [mistake: string, text: string, expected: string][] = [
    ['no JSON', '{', `${file} is not JSON`],
    ['a list', '[]', `${file} must hold an object, of functions by name or ARN`],
    ['a name that is none', '{"a b":{}}', '"a b" is neither the name of a function nor its ARN'],
    ['a text', '{"f":"x.js"}', onePlace],
    ['null', '{"f":null}', onePlace],
    ['no place', '{"f":{"handler":"h"}}', onePlace],
    ['two places', '{"f":{"module":"odd.js","url":"http://h"}}', onePlace],
    ['a number', '{"f":{"module":1}}', '"module" of "f" must be the path of a file'],
    ['no file', '{"f":{"module":"none.js"}}', `"module" of "f" is ${files.path('none.js')}, where there is no file`],
    ['a folder', '{"f":{"module":"."}}', `"module" of "f" is ${files.path('.')}, where there is no file`],
    ['no export', '{"f":{"module":"odd.js","handler":"a.b"}}', '"handler" of "f" must be the name of an export'],
    [
      'another member',
      '{"f":{"module":"odd.js","Handler":"a"}}',
      '"f" has the member "Handler", which does not exist beside "module"',
    ],
    [
      'the member of another place',
      '{"f":{"url":"http://h","handler":"a"}}',
      '"f" has the member "handler", which does not exist beside "url"',
    ],
    ...['h', 'ftp://h', 'http://', 'https://user:s3cret@h', 'https://user@h'].flatMap((url): typeof cases => [
      [`the URL ${url}`, `{"f":{"url":"${url}"}}`, `"url" ${plainUrl}`],
      [`the endpoint ${url}`, `{"f":{"lambda":"${url}"}}`, `"lambda" ${plainUrl}`],
    ]),
    ['a URL that is none', '{"f":{"url":1}}', `"url" ${plainUrl}`],
    ...['""', '1', '"a b"', '"../x"'].map((name): (typeof cases)[number] => [
      `the name ${name} of a function`,
      `{"f":{"lambda":"http://h","functionName":${name}}}`,
      '"functionName" of "f" must be the name of a function or its ARN',
    ]),
  ]
  for (const [mistake, text, expected] of cases) {
    test(mistake, () => {
      assert.throws(() => openList(text), { message: `CENOTE_FUNCTIONS: ${expected}` })
    })
  }

  test('no list', () => {
    const none = () => openFunctions({ mode: 'serve', functionsFile: '/none.json' }, { debug() {}, warn() {} })
    assert.throws(none, { message: 'CENOTE_FUNCTIONS: cannot read /none.json (ENOENT)' })
  })

  test('a URL without a secret', () => {
    assert.throws(() => openList('{"f":{"url":"http://h"}}'), {
      message: 'CENOTE_FUNCTIONS_SECRET: is needed with "url" in CENOTE_FUNCTIONS',
    })
  })
})
